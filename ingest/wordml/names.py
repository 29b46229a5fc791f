"""Names of WordprocessingML, in its transitional and its strict namespace alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import etree

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_W = (f"{{{TRANSITIONAL}}}", f"{{{STRICT}}}")
_PREFIXES = {
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}


class _Local(dict[Any, str]):
    """Tag -> short name: `p` for WordprocessingML, `m:oMath` and the like for others, "" for no element."""

    def __missing__(self, tag: Any) -> str:
        name = ""
        if isinstance(tag, str):
            space, _, local = tag.rpartition("}")
            space = space[1:]
            name = local if space in (TRANSITIONAL, STRICT) else f"{_PREFIXES.get(space, '?')}:{local}"
        self[tag] = name
        return name


LOCAL = _Local()


def tags(*names: str) -> tuple[str, ...]:
    """The qualified names, in both namespaces."""
    return tuple(space + name for name in names for space in _W)


def attribute(element: etree._Element, name: str) -> str | None:
    """Attribute `w:name` of the element, in either namespace."""
    value = element.get(_W[0] + name)
    return value if value is not None else element.get(_W[1] + name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """First child `w:name`. Iterating is several times faster than `find`, which compiles a path."""
    if element is not None:
        for item in element:
            if LOCAL[item.tag] == name:
                return item
    return None


def lead(element: etree._Element, name: str) -> etree._Element | None:
    """The properties `w:name`, which stand first in their element (or second, after an exception)."""
    for place, item in enumerate(element):
        if LOCAL[item.tag] == name:
            return item
        if place:
            break
    return None


def children_by_name(element: etree._Element | None) -> dict[str, etree._Element]:
    """The children by name: for properties, of which several are asked for."""
    return {} if element is None else {LOCAL[item.tag]: item for item in element}


def value(element: etree._Element | None, name: str = "") -> str | None:
    """`w:val` of the child `name` (or of the element itself)."""
    if name:
        element = child(element, name)
    return None if element is None else attribute(element, "val")


def number(element: etree._Element | None, name: str = "") -> int | None:
    """`w:val` as an integer; None if absent or no integer."""
    return integer(value(element, name))


def integer(text: str | None) -> int | None:
    """The text as an integer, None if it is none (or absurdly long)."""
    if text is None or len(text) > 12:
        return None
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return None


_OFF = frozenset({"0", "false", "off"})


def switch(element: etree._Element | None, name: str) -> bool | None:
    """An on/off property (`w:b`, `w:vanish`): True or False when given, None when absent."""
    return is_on(child(element, name))


def is_on(found: etree._Element | None) -> bool | None:
    """The same of the property itself."""
    return None if found is None else attribute(found, "val") not in _OFF

"""Text in the colour of the paper: nobody who prints the file sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.wordml.names import LOCAL, attribute, child, children_by_name, lead, value

if TYPE_CHECKING:
    from lxml import etree

    from ingest.wordml.styles import Style

_PALE = 0xF5
"""Red, green and blue of at least so much, of 255, are the colour of paper."""
_NO_FILL = frozenset({None, "auto"})


def is_pale(colour: str | None) -> bool:
    """Whether six hexadecimal digits say white or nearly so."""
    if colour is None or len(colour) != 6:
        return False
    try:
        return all(channel >= _PALE for channel in bytes.fromhex(colour))
    except ValueError:
        return False


def has_ground(properties: etree._Element | dict[str, etree._Element] | None) -> bool | None:
    """Whether properties say that something stands on a coloured ground (or on none); None if they say nothing."""
    if properties is None:
        return None
    named = properties if isinstance(properties, dict) else children_by_name(properties)
    if "highlight" in named:
        return True
    shading = named.get("shd")
    if shading is None:
        return None
    fill, pattern = attribute(shading, "fill"), value(shading)
    plain = (fill in _NO_FILL and attribute(shading, "themeFill") is None) or is_pale(fill)
    return not plain or pattern not in {None, "clear", "nil"}


def stands_on_paper(run: etree._Element, style: Style) -> bool:
    """Whether nothing round a run is known to be coloured; in a shape, or a table of some style, it may well be."""
    if style.shaded:
        return False
    cell: bool | None = None
    for above in run.iterancestors():
        name = LOCAL[above.tag]
        if name == "p" and has_ground(lead(above, "pPr")):
            return False
        if name == "tc" and cell is None:
            cell = has_ground(lead(above, "tcPr"))
            if cell:
                return False
        if name == "tbl":
            table = lead(above, "tblPr")
            if has_ground(table) or (cell is None and child(table, "tblStyle") is not None):
                return False
        if name == "txbxContent" or ":" in name:
            return False
    return True

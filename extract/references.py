"""What a document refers to: annexes, tables and pictures, and regulations by their numbers."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Self

import regex
from pydantic import model_validator

from extract.in_use import remembered, vocabulary
from extract.numbering import han_number
from extract.tables.words import folded, tidy
from extract.words import Words, load
from schema.document import BlockKind, Document, TextBlock
from schema.figure import Place
from schema.report import Reference, ReferenceKind


class ReferenceWords(Words):
    """The whole of references.toml."""

    annex: str
    table: str
    object: str
    annex_list: str
    name_ends: list[str]
    regulation: str
    issuer_stops: list[str]

    @model_validator(mode="after")
    def _expressions_compile(self) -> Self:
        for pattern in (self.annex, self.table, self.object, self.annex_list, self.regulation):
            try:
                regex.compile(pattern)
            except regex.error as error:
                raise ValueError(f"{pattern}: {error}") from error
        return self


_KINDS = {
    "附件": ReferenceKind.ANNEX,
    "附表": ReferenceKind.ANNEX,
    "附录": ReferenceKind.ANNEX,
    "附图": ReferenceKind.ANNEX,
    "表": ReferenceKind.TABLE,
    "图": ReferenceKind.PICTURE,
}
_TITLE_MARK = regex.compile(r"《([^《》]{2,60})》\s*[（(]?\s*$")
LONGEST_OBJECT = 60
LONGEST_NAME = 40


@remembered
def _patterns() -> tuple[regex.Pattern[str], ...]:
    found = load("references", ReferenceWords, vocabulary())
    return tuple(
        map(regex.compile, (found.annex, found.table, found.object, found.annex_list, found.regulation))
    )


def references_of(document: Document) -> tuple[Reference, ...]:
    """Every reference in order; for annexes, tables and pictures whether the object is in this file."""
    present = _objects(document)
    out: list[Reference] = []
    for text, place_of, is_object in _texts(document):
        for reference in _mentions(text, place_of, is_object):
            if reference.kind is ReferenceKind.REGULATION:
                out.append(reference)
            else:
                out.append(reference.model_copy(update={"present": reference.label in present}))
    return tuple(out)


Locate = Callable[[int, int], Place]


def _texts(document: Document) -> Iterator[tuple[str, Locate, str | None]]:
    """`(text, function from span to Place, label of the object it is or None)` for every block and cell."""
    for index, block in enumerate(document.blocks):
        if isinstance(block, TextBlock):
            if block.kind not in (BlockKind.FURNITURE, BlockKind.WATERMARK):
                yield block.text, functools.partial(document.place_in_text, index), object_label(block)
        else:
            for cell in block.cells:
                if cell.text.strip():
                    yield cell.text, functools.partial(document.place_in_cell, index, cell), None


def object_label(block: TextBlock) -> str | None:
    """The label of the annex, table or picture that this block heads; None for running text."""
    text = block.text.strip()
    found = _patterns()[2].fullmatch(text)
    if not found or len(text) > LONGEST_OBJECT or text.endswith(("。", "；", ";")):
        return None
    if found["word"] in ("表", "图") and block.kind is BlockKind.PARAGRAPH and not found["title"].strip():
        return None
    return _label(found)


def _objects(document: Document) -> set[str]:
    """The labels of every object in the file."""
    out: set[str] = set()
    listed = False
    for block in document.blocks:
        if isinstance(block, TextBlock):
            if _patterns()[3].match(block.text):
                listed = True
                continue
            label = object_label(block)
            if label and not (listed and block.kind is BlockKind.PARAGRAPH):
                out.add(label)
        elif block.caption and (found := _patterns()[2].match(block.caption)):
            out.add(_label(found))
    return out


def _label(found: regex.Match[str]) -> str:
    """附件 三 -> 附件3; 表 2-1 -> 表2-1."""
    number = found["number"]
    plain = number if number.isdigit() else str(han_number(number) or number)
    sub = f"-{found['sub']}" if found["sub"] else ""
    return f"{found['word']}{int(plain) if plain.isdigit() else plain}{sub}"


def _mentions(text: str, place_of: Locate, own_label: str | None) -> Iterator[Reference]:
    """The references of one text, in order; `own_label` is the label of the object it heads."""
    annex, table, _, _, regulation = _patterns()
    found: list[tuple[int, Reference]] = []
    for pattern in (annex, table):
        for match in pattern.finditer(text):
            label = _label(match)
            if label == own_label or (own_label and match.start() == 0):
                continue
            start, end = match.start("word"), match.end()
            found.append(
                (
                    start,
                    Reference(
                        kind=_KINDS[match["word"]],
                        label=label,
                        title=_name_after(text, end),
                        place=place_of(start, end),
                    ),
                )
            )
    for match in regulation.finditer(text):
        start = match.start() + _issuer_start(match["issuer"])
        issuer = tidy(text[start : match.end("issuer")])
        number = f"{issuer}〔{match['year']}〕{int(match['number'])}号"
        found.append(
            (
                start,
                Reference(
                    kind=ReferenceKind.REGULATION,
                    number=number,
                    title=_title_before(text, start),
                    place=place_of(start, match.end()),
                ),
            )
        )
    yield from (reference for _, reference in sorted(found, key=lambda pair: pair[0]))


def _issuer_start(issuer: str) -> int:
    """Where the issuer's abbreviation begins, after the running text the expression also caught."""
    start = 0
    for stop in load("references", ReferenceWords, vocabulary()).issuer_stops:
        at = issuer.rfind(stop)
        if at >= 0 and at + len(stop) < len(issuer):
            start = max(start, at + len(stop))
    return start


def _title_before(text: str, start: int) -> str:
    """The title in 《》 right before a document number in brackets."""
    found = _TITLE_MARK.search(text[:start])
    return tidy(found[1]) if found else ""


def _name_after(text: str, end: int) -> str:
    """The name printed right after a label: 附件3[家庭服务中心支出明细账]为准."""
    rest = text[end:].lstrip(" 　:：")
    if rest.startswith("《") and "》" in rest:
        return tidy(rest[1 : rest.index("》")])
    cut = [
        at
        for word in load("references", ReferenceWords, vocabulary()).name_ends
        if (at := rest.find(word)) >= 0
    ]
    name = tidy(rest[: min(cut)] if cut else rest)
    return name if len(folded(name)) <= LONGEST_NAME else ""

"""What stands above a table: its title, its unit, level names it is announced with."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extract.facts import could_be_title, without_remarks
from extract.headers import field_of
from extract.tables.levels import group_of_line
from extract.tables.words import announced_unit, folded, is_note, money_unit, tidy, words
from schema.document import BlockKind, Document, Table, TextBlock

REACH = 4
"""How many text blocks above a table its unit and title are looked for."""

LONGEST_CAPTION = 60

_NUMBER_ONLY = regex.compile(r"(?:附件|附表|附|表)[\d一二三四五六七八九十]*(?:[-－—.]\d+)*[:：]?")
"""附件1 alone numbers a table and does not name it; its name may stand between."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands above a table: its title, the unit announced, whether a new form begins."""

    title: str
    unit: str | None
    opens_form: bool


def surroundings(document: Document, index: int) -> Surroundings:
    """Title and unit of the table in block `index`, from its caption and the text right above it."""
    table = document.blocks[index]
    assert isinstance(table, Table)
    unit = announced_unit(table.caption) or money_unit(table.caption)
    title = "" if _NUMBER_ONLY.fullmatch(folded(table.caption)) else tidy(table.caption)
    opens = any(word in folded(title) for word in words().projects.form_titles)
    for above in range(index - 1, max(-1, index - 1 - REACH), -1):
        block = document.blocks[above]
        if isinstance(block, Table):
            break
        if block.kind in (BlockKind.FURNITURE, BlockKind.WATERMARK) or not block.text.strip():
            continue
        short = len(folded(block.text)) <= LONGEST_CAPTION
        near = announced_unit(block.text) if short or block.kind is not BlockKind.PARAGRAPH else None
        unit = unit or near or (money_unit(block.text) if short else None)
        names = block.kind in (BlockKind.CAPTION, BlockKind.HEADING) or (
            short and not block.text.rstrip().endswith(("。", "；", "，"))
        )
        if names and _can_name(block):
            title = title or tidy(block.text)
            opens = opens or any(word in folded(block.text) for word in words().projects.form_titles)
        if not short:
            break
    return Surroundings(title or tidy(table.caption), unit, opens)


def _can_name(block: TextBlock) -> bool:
    """Whether a text above a table can be its title: no unit line, no labelled fact, no date."""
    flat = without_remarks(folded(block.text)).strip()
    if not flat or announced_unit(flat) or field_of(flat.split(":")[0]):
        return False
    return block.kind is BlockKind.CAPTION or could_be_title(flat)


def notes_below(document: Document, index: int) -> list[str]:
    """The notes right below the table in block `index`, up to the next heading, table or paragraph."""
    out: list[str] = []
    for block in document.blocks[index + 1 : index + 1 + REACH]:
        if isinstance(block, Table):
            break
        if block.kind in (BlockKind.FURNITURE, BlockKind.WATERMARK) or not block.text.strip():
            continue
        if block.kind is not BlockKind.NOTE and not is_note(block.text):
            break
        out.append(tidy(block.text))
    return out


def announced_levels(document: Document, index: int) -> dict[int, str]:
    """Level names that the text right above a table announces.

    A sentence does so that ends in a colon (产出指标。…成本（元/生.年）：), and a line that names nothing else
    (（一）产出指标完成情况).
    """
    above = document.blocks[index - 1] if index else None
    if not isinstance(above, TextBlock):
        return {}
    if (name := group_of_line(above.text)) is not None:
        return {1: name}
    if not above.text.rstrip().endswith(("：", ":")):
        return {}
    out: dict[int, str] = {}
    parts = [part for part in regex.split(r"[。；;]", above.text) if part.strip()]
    last = without_remarks(folded(parts[-1]).rstrip(":"))
    for stem, name in words().indicators.announced.items():
        if last in (stem, name):
            out[2] = name
    named = {word: above.text.rfind(word) for word in words().indicators.level1 if word in above.text}
    if out and named:
        out[1] = max(named, key=lambda word: (named[word], len(word)))
    return out

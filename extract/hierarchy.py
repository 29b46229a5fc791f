"""How the rows of a table of money hang together: 其中 rows, code levels, numbered levels, an unlabelled total."""

from __future__ import annotations

from decimal import Decimal

import regex

from extract.numbering import numbering_rank
from extract.tables.families import RATES
from extract.tables.words import bare_name
from schema.report import BudgetLine, RowKind

_CODE = regex.compile(r"\d{3,9}")
_LEADING_CODE = regex.compile(r"\s*(\d{3,7})\s+\p{Han}")


def structured(lines: list[BudgetLine]) -> list[BudgetLine]:
    """The lines with levels, parents and an unlabelled total found by arithmetic."""
    parents = _parents(lines)
    out = [
        line.model_copy(update={"parent": parent, "level": level, "row_kind": kind})
        for line, (parent, level, kind) in zip(lines, parents, strict=True)
    ]
    return _with_inferred_total(out)


def _parents(lines: list[BudgetLine]) -> list[tuple[int | None, int, RowKind]]:
    out: list[tuple[int | None, int, RowKind]] = []
    styles = [numbering_rank(line.name) for line in lines]
    ranked = len({style for style in styles if style is not None}) > 1
    owner: int | None = None
    of_total = False
    for index, line in enumerate(lines):
        kind = line.row_kind
        if kind is RowKind.OF_WHICH:
            if owner is None and index:
                owner, of_total = index - 1, lines[index - 1].row_kind is RowKind.TOTAL
            out.append((owner, _level(out, owner), kind))
            continue
        if owner is not None and of_total and kind is RowKind.ENTRY and _code_parent(lines, index) is None:
            out.append((owner, _level(out, owner), RowKind.OF_WHICH))
            continue
        owner, of_total = None, False
        parent = _code_parent(lines, index)
        if parent is None and ranked:
            parent = _style_parent(styles, lines, index)
        out.append((parent, _level(out, parent), kind))
    return out


def _level(done: list[tuple[int | None, int, RowKind]], parent: int | None) -> int:
    return done[parent][1] + 1 if parent is not None else 0


def _code(line: BudgetLine) -> str | None:
    if line.code and _CODE.fullmatch(line.code):
        return line.code
    found = _LEADING_CODE.match(line.name)
    return found[1] if found else None


def _code_parent(lines: list[BudgetLine], index: int) -> int | None:
    """The nearest line above whose code is the beginning of this line's code (类 – 款 – 项)."""
    code = _code(lines[index])
    if code is None:
        return None
    best: int | None = None
    for above in range(index - 1, -1, -1):
        other = _code(lines[above])
        if other is None or other == code or not code.startswith(other):
            continue
        if best is None or len(other) > len(_code(lines[best]) or ""):
            best = above
    return best


def _style_parent(styles: list[int | None], lines: list[BudgetLine], index: int) -> int | None:
    """The nearest line above numbered one rank higher (一、 above （一） above 1.)."""
    mine = styles[index]
    if mine is None:
        return None
    for above in range(index - 1, -1, -1):
        other = styles[above]
        if other is not None and other < mine:
            return above
        if lines[above].row_kind is RowKind.TOTAL:
            return None
    return None


def _with_inferred_total(lines: list[BudgetLine]) -> list[BudgetLine]:
    """A nameless first or last row is a total if the others add up to it, in one column at least and in none not."""
    if len(lines) < 3 or any(line.is_total for line in lines):
        return lines
    for index in (0, len(lines) - 1):
        line = lines[index]
        if bare_name(line.name) or line.code or not line.amounts:
            continue
        rest = [
            other
            for number, other in enumerate(lines)
            if number != index and other.parent is None and other.row_kind is RowKind.ENTRY
        ]
        if _adds_up(line, rest):
            lines[index] = line.model_copy(
                update={"is_total": True, "inferred_total": True, "row_kind": RowKind.TOTAL}
            )
            return lines
    return lines


def _adds_up(total: BudgetLine, rest: list[BudgetLine]) -> bool:
    proven = False
    for key, figure in total.amounts.items():
        if key in RATES or figure.number is None:
            continue
        parts = [part.number for line in rest if (part := line.amounts.get(key)) and part.number is not None]
        if len(parts) < 2 or sum(parts, Decimal(0)) != figure.number:
            return False
        proven = proven or figure.number != 0
    return proven

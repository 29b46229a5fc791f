"""Sums across columns whose headers are paths: 预算数/公务接待费, 决算数/小计.

Tables of 三公 expenses print, in one row, the same items for several measures; each measure adds up by itself, and a 小计
adds up the items under its own header.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from score.context import MoneyTable
from score.footing.cells import columns
from score.rounding import readable
from score.sums import Sum, summed
from score.words import mentions, words

Path = tuple[str, ...]


def path_sums(table: MoneyTable) -> list[Sum]:
    """The totals of each measure in each row; certain where another measure of the row, or another row, adds up."""
    found = [one for whole, parts in _structure(table) for one in _rows(table, whole, parts)]
    held = sum(not one.outcome.failed and bool(one.total.number) for one in found)
    failed = sum(one.outcome.failed for one in found)
    return [replace(one, certain=held > failed) for one in found]


def _rows(table: MoneyTable, whole: str, parts: list[str]) -> Iterator[Sum]:
    for index, line in enumerate(table.lines):
        total = line.amounts.get(whole)
        cells = [line.amounts.get(name) for name in parts]
        figures = tuple(cell for cell in cells if cell is not None)
        if total is None or not readable(total) or not figures or not all(map(readable, figures)):
            continue
        complete = all(name in line.amounts or name in line.absent for name in parts)
        if complete:
            yield summed(total, figures, index, whole, tuple(parts), complete)


def _structure(table: MoneyTable) -> Iterator[tuple[str, list[str]]]:
    """`(total column, columns it adds up)` for the headers of a table."""
    known = [*columns(table), *(f for line in table.lines for f in line.absent if f not in table.fields)]
    fields = list(dict.fromkeys(known))
    paths = {field: tuple(_header(table, field).split("/")) for field in fields}
    measures = _measures([path for path in paths.values() if len(path) > 1])
    for measure in measures:
        inside = {f: _without(path, measure) for f, path in paths.items() if measure in (path[0], path[-1])}
        yield from _totals(inside)


def _header(table: MoneyTable, field: str) -> str:
    return next((line.headers[field] for line in table.lines if field in line.headers), field)


def _measures(paths: list[Path]) -> list[str]:
    """The names of the measures: they stand at one end of the paths, two of them, over the same items but for one."""
    for end in (0, -1):
        groups: dict[str, set[Path]] = {}
        for path in paths:
            groups.setdefault(path[end], set()).add(path[1:] if end == 0 else path[:-1])
        items = [found for found in groups.values() if len(found) > 2]
        if (
            len(groups) >= 2
            and len(items) == len(groups)
            and all(len(found ^ items[0]) <= 1 for found in items)
        ):
            return list(groups)
    return []


def _without(path: Path, measure: str) -> Path:
    return path[1:] if path[0] == measure else path[:-1]


def _totals(inside: dict[str, Path]) -> Iterator[tuple[str, list[str]]]:
    """The total of all items, and the 小计 of each item that has parts."""
    top = {path[0] for path in inside.values()}
    whole = next((f for f, path in inside.items() if len(path) == 1 and _is_total(path[0])), None)
    parts: list[str] = []
    for name in (n for n in dict.fromkeys(path[0] for path in inside.values()) if not _is_total(n)):
        own = [f for f, path in inside.items() if path[0] == name]
        subtotal = next((f for f in own if len(inside[f]) > 1 and _is_total(inside[f][-1])), None)
        alone = next((f for f in own if len(inside[f]) == 1), None)
        if subtotal is not None and len(own) > 1:
            yield subtotal, [f for f in own if f != subtotal]
        parts += [subtotal or alone] if subtotal or alone else []  # type: ignore[list-item]
    if whole is not None and len(parts) == len(top) - 1 >= 2:
        yield whole, parts


def _is_total(name: str) -> bool:
    return mentions(name, words().total_headers)

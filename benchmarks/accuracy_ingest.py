"""How truly `ingest.read` reads: reports with known truth, written by four producers and read back.

    python benchmarks/accuracy_ingest.py [--seeds N] [--from K] [--only PRODUCER] [--keep DIR] [--faults]

Prints strict cell F1 by kind of table and producer (row, column, spans and text must all agree; tables over pages count
as one; missed and spurious tables count), then paragraphs found verbatim and characters missing or extra.
`--faults` names every table that is not whole; `--keep` keeps the files.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from written_as import PRODUCERS
from written_truth import KINDS, Report, Words, report

from ingest.read import read
from schema.document import BlockKind, Document, Table, TextBlock

_SET_ASIDE = frozenset({BlockKind.FURNITURE, BlockKind.WATERMARK})
Cells = frozenset[tuple[int, int, int, int, str]]


def _flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@dataclass
class Tally:
    """What was counted of one producer."""

    cells: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    tables: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    spurious: int = 0
    paragraphs: int = 0
    verbatim: int = 0
    headings: int = 0
    named: int = 0
    characters: int = 0
    missing: int = 0
    extra: int = 0
    faults: list[str] = field(default_factory=list)

    def f1(self, kinds: Sequence[str]) -> float:
        """Strict F1 over the cells of these kinds; spurious tables count against all kinds together."""
        right, written, found = (sum(self.cells[kind][i] for kind in kinds) for i in range(3))
        found += self.spurious if len(kinds) > 1 else 0
        return 2 * right / (written + found) if written + found else 1.0


def compare(written: Report, document: Document, tally: Tally, label: str) -> None:
    """Count what of a report was read, and how."""
    _compare_tables(written, document, tally, label)
    texts = [b for b in document.blocks if isinstance(b, TextBlock) and b.kind not in _SET_ASIDE]
    paragraphs = Counter(_flat(block.text) for block in texts if block.kind is BlockKind.PARAGRAPH)
    headings = Counter(_flat(block.text) for block in texts if block.kind is BlockKind.HEADING)
    for item in written.words():
        text = _flat(item.text)
        found = paragraphs if item.level is None else headings
        hit = found[text] > 0
        found[text] -= hit
        if item.level is None:
            tally.paragraphs, tally.verbatim = tally.paragraphs + 1, tally.verbatim + hit
        else:
            tally.headings, tally.named = tally.headings + 1, tally.named + hit
        if not hit:
            tally.faults.append(f"{label}: {'paragraph' if item.level is None else 'heading'} {text[:40]}")
    _compare_characters(written, document, tally, texts)


def _compare_tables(written: Report, document: Document, tally: Tally, label: str) -> None:
    sheets = written.sheets()
    truths = [
        frozenset((s.row, s.column, s.row_span, s.column_span, _flat(s.text)) for s in sheet.spots)
        for sheet in sheets
    ]
    found = [_cells(block) for block in document.blocks if isinstance(block, Table)]
    pairs = _paired(truths, found)
    for number, (sheet, truth) in enumerate(zip(sheets, truths, strict=True)):
        best = found[pairs[number]] if number in pairs else frozenset()
        counts, whole = tally.cells[sheet.kind], tally.tables[sheet.kind]
        for i, count in enumerate((len(truth & best), len(truth), len(best))):
            counts[i] += count
        whole[0] += truth == best
        whole[1] += 1
        if truth != best:
            tally.faults.append(f"{label}: {sheet.kind} {sheet.caption}: {_difference(truth, best)}")
    for number in set(range(len(found))) - set(pairs.values()):
        tally.spurious += len(found[number])
        tally.faults.append(f"{label}: a table that was not written: {sorted(found[number])[:4]}")


def _paired(truths: Sequence[Cells], found: Sequence[Cells]) -> dict[int, int]:
    """Written table -> the table read for it, one to one, the most alike first."""
    texts = [[Counter(cell[4] for cell in cells) for cells in side] for side in (truths, found)]
    alike = sorted(
        (
            ((a & b).total() / max(a.total(), b.total(), 1), i, j)
            for i, a in enumerate(texts[0])
            for j, b in enumerate(texts[1])
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for share, i, j in alike:
        if share >= 0.2 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _cells(table: Table) -> Cells:
    return frozenset(
        (c.row, c.column, c.row_span, c.column_span, _flat(c.text)) for c in table.cells if c.text.strip()
    )


def _difference(truth: Cells, found: Cells) -> str:
    if not found:
        return "not found"
    lost, new = sorted(truth - found), sorted(found - truth)
    return f"{len(lost)} of {len(truth)} cells lost, {len(new)} wrong; lost {lost[:2]}, instead {new[:2]}"


def _compare_characters(
    written: Report, document: Document, tally: Tally, texts: Sequence[TextBlock]
) -> None:
    truth: Counter[str] = Counter()
    for item in written.items:
        parts = [item.text] if isinstance(item, Words) else [item.caption, *(s.text for s in item.spots)]
        truth.update(_flat("".join(parts)))
    found = Counter(_flat("".join(block.text for block in texts)))
    for _, _, table in document.tables():
        found.update(_flat("".join(cell.text for cell in table.cells)))
    tally.characters += truth.total()
    tally.missing += (truth - found).total()
    tally.extra += (found - truth).total()


def measure(seeds: Sequence[int], producers: Sequence[str], folder: Path) -> dict[str, Tally]:
    """Write every report with every producer, read it back and count."""
    out = {name: Tally() for name in producers}
    for seed in seeds:
        written = report(seed)
        for name in producers:
            place = folder / str(seed)
            place.mkdir(parents=True, exist_ok=True)
            document = read(PRODUCERS[name](written, place))
            if not document.readable:
                raise SystemExit(f"{name}, seed {seed}: {document.state} {document.notices}")
            compare(written, document, out[name], f"{name}, seed {seed}")
    return out


def table_of(tallies: dict[str, Tally]) -> str:
    """The result as Markdown."""
    names = list(tallies)
    lines = [f"| kind | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for kind, what in KINDS.items():
        texts = [
            f"{tally.f1([kind]):.3f} ({tally.tables[kind][0]}/{tally.tables[kind][1]})"
            for tally in tallies.values()
        ]
        lines.append(f"| {kind} ({what}) | {' | '.join(texts)} |")
    rows = {
        "all kinds": [f"{tally.f1(list(KINDS)):.4f}" for tally in tallies.values()],
        "cells of tables not written": [str(tally.spurious) for tally in tallies.values()],
        "paragraphs verbatim": [
            f"{tally.verbatim / tally.paragraphs:.4f} ({tally.verbatim}/{tally.paragraphs})"
            for tally in tallies.values()
        ],
        "headings": [f"{tally.named / tally.headings:.3f}" for tally in tallies.values()],
        "characters missing": [f"{tally.missing / tally.characters:.3%}" for tally in tallies.values()],
        "characters extra": [f"{tally.extra / tally.characters:.3%}" for tally in tallies.values()],
    }
    lines += [f"| {name} | {' | '.join(texts)} |" for name, texts in rows.items()]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--from", dest="first", type=int, default=1)
    parser.add_argument("--only", choices=list(PRODUCERS), action="append")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--faults", action="store_true")
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.seeds)
    with tempfile.TemporaryDirectory() as folder:
        tallies = measure(seeds, given.only or list(PRODUCERS), given.keep or Path(folder))
    print(f"strict cell F1 (whole tables), seeds {seeds[0]} to {seeds[-1]}\n\n{table_of(tallies)}")
    if given.faults:
        print("\n".join(fault for tally in tallies.values() for fault in tally.faults), file=sys.stderr)


if __name__ == "__main__":
    main()

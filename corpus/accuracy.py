"""Recall on planted errors and false alarms on correct documents, end to end through Word files.

    python -m corpus.accuracy [--seeds N] [--from K] [--json]

Prints a Markdown section: false alarms printed in full, recall by operator and by family with Wilson intervals,
errors that no one could see counted apart. Seeds from 1000 up are the held-out set: rules are never tuned on them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from corpus.build import write_docx
from corpus.generate import FAMILIES
from corpus.markup import Grid, Text
from corpus.planting import ERRORS, HARMLESS, Plant
from corpus.truth import Known


@dataclass
class Tally:
    """What was counted."""

    documents: Counter[str] = field(default_factory=Counter)
    relations: int = 0
    alarmed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    found: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    missed: list[str] = field(default_factory=list)
    harmless: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    figures: Counter[str] = field(default_factory=Counter)


def wilson(hits: int, n: int) -> str:
    """`hits/n = p % [low, high]`, the 95 % interval of Wilson."""
    if not n:
        return "–"
    z, p = 1.96, hits / n
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (100 * (middle + s * half) / (1 + z * z / n) for s in (-1, 1))
    return f"{hits}/{n} = {100 * p:.1f} % [{low:.1f}, {high:.1f}]"


def findings_of(blocks: list[Text | Grid], folder: Path) -> tuple[set[str], dict[str, int]]:
    """Error and warning findings as `severity rule message`, and the coverage counts of a document."""
    from fuhe.pipeline import check

    path = write_docx(blocks, folder / "document.docx", "document")
    report = check(path)
    said = {f"{f.severity.value} {f.rule} {f.message}" for f in report.findings if f.severity != "note"}
    return said, {"figures": report.coverage.figures, "checked": report.coverage.checked}


def plants(doc: Known, seed: int) -> Iterator[Plant]:
    """One plant of every operator that applies to the document."""
    for name, operator in {**ERRORS, **HARMLESS}.items():
        plant = operator(doc, random.Random(f"{seed}-{name}"))
        if plant:
            yield plant


def measure(seeds: range, families: list[str]) -> Tally:
    """Run everything; about a second a document and plant."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for family in families:
            for seed in seeds:
                _one(FAMILIES[family](seed), seed, Path(folder), tally)
    return tally


def _one(doc: Known, seed: int, folder: Path, tally: Tally) -> None:
    clean, coverage = findings_of(doc.rendered(), folder)
    tally.documents[doc.family] += 1
    tally.relations += len(doc.relations)
    tally.figures.update(coverage)
    tally.alarmed[doc.family] += [f"{doc.name}: {text}" for text in clean if text.startswith("error")]
    for plant in plants(doc, seed):
        said, _ = findings_of(plant.blocks, folder)
        new = sorted(said - clean)
        errors = [text for text in new if text.startswith("error")]
        label = f"{doc.name} {plant.operator} {plant.old} -> {plant.new}"
        if plant.harmless:
            tally.harmless[plant.operator]["flagged" if errors else "silent"] += 1
            tally.alarmed["harmless"] += [f"{label}: {text}" for text in errors]
        else:
            seen = "visible" if plant.visible else "invisible"
            tally.found[plant.operator][f"{seen} {'found' if new else 'missed'}"] += 1
            tally.found[f"family {doc.family}"][f"{seen} {'found' if new else 'missed'}"] += 1
            if plant.visible and not new:
                tally.missed.append(label)


def markdown(tally: Tally, seeds: range) -> str:
    """The section of docs/accuracy.md."""
    false = [text for family, texts in tally.alarmed.items() if family != "harmless" for text in texts]
    alarmed = len({text.split(":")[0] for text in false})
    n = sum(tally.documents.values())
    lines = [
        f"## Planted errors (seeds {seeds.start} to {seeds.stop - 1}, {n} correct documents of {len(tally.documents)} families, through Word)",
        "",
        f"- correct documents with an error finding: {wilson(alarmed, n)}",
        f"- false error findings a recorded relation: {wilson(len(false), tally.relations)}",
        f"- figures that took part in a check: {wilson(tally.figures['checked'], tally.figures['figures'])}",
        "",
        "| operator or family | visible errors found | all planted errors found |",
        "|---|---|---|",
    ]
    totals: Counter[str] = Counter()
    for name in sorted(tally.found):
        counts = tally.found[name]
        if not name.startswith("family"):
            totals.update(counts)
        lines.append(
            f"| {name} | {_recall(counts, ['visible'])} | {_recall(counts, ['visible', 'invisible'])} |"
        )
    lines.append(
        f"| **all** | {_recall(totals, ['visible'])} | {_recall(totals, ['visible', 'invisible'])} |"
    )
    lines += ["", "| harmless rewrite | flagged as error |", "|---|---|"]
    for name, counts in sorted(tally.harmless.items()):
        lines.append(f"| {name} | {wilson(counts['flagged'], counts.total())} |")
    lines += ["", "False alarms, all of them:", ""]
    lines += [f"- {text}" for text in false + tally.alarmed["harmless"]] or ["- none"]
    return "\n".join(lines)


def _recall(counts: Counter[str], kinds: list[str]) -> str:
    found = sum(counts[f"{kind} found"] for kind in kinds)
    return wilson(found, found + sum(counts[f"{kind} missed"] for kind in kinds))


def main(arguments: list[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--from", dest="first", type=int, default=1)
    parser.add_argument("--family", choices=list(FAMILIES), action="append")
    parser.add_argument("--json", action="store_true", help="also the missed errors, as JSON on stderr")
    options = parser.parse_args(arguments)
    seeds = range(options.first, options.first + options.seeds)
    tally = measure(seeds, options.family or list(FAMILIES))
    print(markdown(tally, seeds))
    print()
    print((Path(__file__).parent / "first-readings.md").read_text(encoding="utf-8").rstrip())
    if options.json:
        print(json.dumps(tally.missed, ensure_ascii=False, indent=1), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

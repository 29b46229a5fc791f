"""What re-checking costs, apart from reading: the whole stage, and the dearest rules, in processor time.

    python -m benchmarks.bench_score [FILE...] [--pages 74] [--rows 10000] [--repeat 3]

Two reports are made up: one of so many pages with claims and tables, and a ledger of so many rows; files given are read
first and re-checked as well. The best of several runs counts: a busy machine only adds. Goals: 0.3 s for 74 pages, 1 s for
10,000 rows.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from schema.report import Report
from score.assess import assess
from score.context import Context
from score.rule import all_rules
from tests.reports import report
from tests.score.test_speed import big_ledger, long_report

DEAREST = 6


def seconds(given: Report, repeat: int) -> float:
    """The least processor time of one re-check."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        assess(given)
        best = min(best, time.process_time() - start)
    return best


def dearest(given: Report) -> list[tuple[float, str, int]]:
    """`(seconds, rule, checks)` of the rules that take longest, each run once on views made once."""
    context = Context(given)
    found = []
    for rule in all_rules():
        start = time.process_time()
        checks = len(list(rule.run(context)))
        found.append((time.process_time() - start, rule.id, checks))
    return sorted(found, reverse=True)[:DEAREST]


def reports(options: argparse.Namespace) -> Iterator[tuple[str, Report]]:
    """The made-up reports, and those of the files given."""
    yield f"{options.pages} pages", long_report(options.pages)
    yield f"ledger of {options.rows:,} rows", big_ledger(options.rows)
    for path in options.files:
        from extract.report import report_of
        from ingest.read import read

        yield path.name, report_of(read(path))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=74)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    assess(report())
    for name, given in reports(options):
        spent = seconds(given, options.repeat)
        result = assess(given)
        coverage = result.coverage
        print(
            f"{name}: {spent:.3f} s, {len(result.checks):,} checks, {coverage.checked:,} of {coverage.figures:,} figures checked, "
            f"{len(result.findings)} findings"
        )
        for cost, rule, checks in dearest(given):
            print(f"    {rule:4} {cost:.4f} s  {checks:,} checks")


if __name__ == "__main__":
    main()

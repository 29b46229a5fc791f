"""Documents that are cited more than once: one title, one number (T07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from schema.finding import Check, Severity, Verdict
from schema.report import ReferenceKind
from score.context import Context
from score.rule import rule
from score.terms import normal


@rule("T07", severity=Severity.NOTE, needs=("references",), compares=False)
def one_name_for_a_cited_document(context: Context) -> Iterator[Check]:
    """A document that is cited twice has one title and one number.

    Example: the same notice as 财预〔2020〕10号 and as 财预〔2020〕100号.
    """
    cited = [
        r for r in context.report.references if r.kind is ReferenceKind.REGULATION and r.title and r.number
    ]
    by_title: dict[str, dict[str, int]] = defaultdict(dict)
    for index, reference in enumerate(cited):
        by_title[normal(reference.title)].setdefault(_document_number(reference.number), index)
    for title, numbers in by_title.items():
        if len(title) < 6:
            continue
        first, *rest = (cited[i] for i in numbers.values())
        yield Check(
            rule="T07",
            verdict=Verdict.INCONSISTENT if rest else Verdict.CONSISTENT,
            severity=Severity.NOTE if rest else None,
            subject=first.title,
            facts={"number": first.number, "other_number": rest[0].number if rest else ""},
            quote=first.title,
            places=(first.place, *(reference.place for reference in rest)),
        )


def _document_number(number: str) -> str:
    """A document number without the style of its brackets: [2021] is 〔2021〕."""
    return normal(number).translate(str.maketrans("", "", "〔〕[]【】()（）"))

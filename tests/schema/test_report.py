from __future__ import annotations

from decimal import Decimal

from schema.figure import Figure, FigureKind, Place
from schema.finding import Assessment, Check, Finding, Score, Severity, Verdict
from schema.report import BudgetLine, Claim, ClaimKind, DocumentFacts, Report, Role, Term


def figure(text: str, value: str, start: int) -> Figure:
    place = Place(block=0, start=start, end=start + len(text))
    return Figure(text=text, kind=FigureKind.COUNT, value=Decimal(value), unit="次", place=place)


def report() -> Report:
    a, b = figure("67次", "67", 0), figure("4次", "4", 9)
    claim = Claim(kind=ClaimKind.COMPLETION, terms=(Term(role=Role.ACTUAL, figure=a),), place=a.place)
    return Report(document=DocumentFacts(id="d"), claims=(claim,), figures=(a, b))


def test_every_figure_is_counted_once_a_place() -> None:
    assert [f.text for f in report().all_figures()] == ["67次", "4次"]


def test_amounts_of_budget_lines_are_figures_of_the_report() -> None:
    line = BudgetLine(amounts={"budget_initial": figure("5", "5", 30)}, place=Place(block=1))
    more = report().model_copy(update={"budget_lines": (line,)})
    assert [f.text for f in more.all_figures()] == ["5", "67次", "4次"]


def test_json_round_trip() -> None:
    assert Report.model_validate_json(report().model_dump_json()) == report()


def test_an_assessed_report_carries_findings_score_and_failures_as_notices() -> None:
    finding = Finding(id="x", rule="R02", severity=Severity.ERROR, verdict=Verdict.INCONSISTENT, message="m")
    check = Check(rule="R02", verdict=Verdict.INCONSISTENT, severity=Severity.ERROR)
    done = report().assessed(
        Assessment(
            checks=(check,),
            findings=(finding,),
            score=Score(consistency="50", decided=2),
            notices=("S01: broke",),
        )
    )
    assert done.findings == (finding,)
    assert done.score.consistency == "50"
    assert [notice.code for notice in done.notices] == ["rule_failed"]


def test_the_contract_names_are_the_top_level_of_the_json() -> None:
    names = {"document", "sections", "indicators", "budget_lines", "ledger_entries", "claims", "checks"}
    names |= {"schema_version", "findings", "coverage", "score", "notices"}
    assert names <= set(report().model_dump(mode="json"))

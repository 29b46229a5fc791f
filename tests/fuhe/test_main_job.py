"""The main job on the real report, from Word and from PDF: the same facts, the same findings, the same rules."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from fuhe.pipeline import check
from schema.finding import Severity, Verdict
from schema.report import BudgetLine, ClaimKind, Report, Role, TargetKind

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
FORMATS = ("docx", "pdf")


@cache
def sample(suffix: str) -> Report:
    return check(DOCUMENTS / f"zhongcun-2022.{suffix}")


@cache
def clean(name: str) -> Report:
    return check(DOCUMENTS / name)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(params=FORMATS)
def report(request: pytest.FixtureRequest) -> Report:
    return sample(request.param)


def rows(report: Report) -> list[tuple[str | None, ...]]:
    return [(i.level1, i.level2, i.level3, i.target.text if i.target else None) for i in report.indicators]


def test_fifteen_indicators_with_their_levels_and_targets_as_printed(report: Report) -> None:
    assert len(report.indicators) == 15
    assert Counter(i.level1 for i in report.indicators) == {"产出指标": 10, "效益指标": 5}
    first = report.indicators[0]
    assert (first.level2, first.level3) == ("数量指标", "每个社工站每年度完成专业个案数量")
    assert first.target is not None
    assert (first.target.text, first.target.operator, first.target.kind) == ("≥ 70%", ">=", TargetKind.NUMBER)
    kinds = {i.level3: i.target.kind for i in report.indicators if i.target}
    assert kinds["全年招募志愿者数量"] is TargetKind.QUALITATIVE
    assert kinds["社工站开放时长"] is TargetKind.MULTI


def test_the_budget_table_has_four_rows_and_a_total_without_a_label(report: Report) -> None:
    def printed(line: BudgetLine) -> tuple[str, ...]:
        return tuple(line.amounts[field].text for field in ("budget_adjusted", "budget_initial"))

    total, *entries = report.budget_lines
    assert total.is_total
    assert total.inferred_total
    assert printed(total) == ("1,700,000.00", "720,000.00")
    assert [line.code for line in entries] == [
        "440113210000000040596",
        "440113220000000000557",
        "440113220000000010986",
        "440113220000000011035",
    ]
    assert [printed(line)[0] for line in entries] == ["83,000.00", "510,000.00", "597,000.00", "510,000.00"]


TEN = [
    ("2,259", "163.7"),
    ("1,628", "203.5"),
    ("65", "100"),
    ("24", "100"),
    ("4", "100"),
    ("67", "101.49"),
    ("197", "126.4"),
    ("4", "100"),
    ("4", "100"),
    ("4", "100"),
]


def test_the_ten_counts_have_their_percentages_in_both_places(report: Report) -> None:
    pairs = []
    for claim in report.claims:
        actual, completion = claim.term(Role.ACTUAL), claim.term(Role.COMPLETION)
        if claim.kind is ClaimKind.COMPLETION and actual and completion and actual.figure.kind == "count":
            pairs.append((re.sub(r"[^\d,.]", "", actual.figure.text), completion.figure.text.rstrip("%")))
    assert pairs == TEN + TEN


def test_two_errors_each_one_finding_with_both_places_and_no_other(report: Report) -> None:
    errors = [f for f in report.findings if f.severity is Severity.ERROR]
    assert [f.rule for f in errors] == ["R02", "R02"]
    by_rate = {f.reported: f for f in errors}
    assert set(by_rate) == {"101.49%", "126.4%"}
    for finding in errors:
        assert len({place.block for place in finding.places}) == 2
    repairs = {rate: squeeze("；".join(f.repairs)) for rate, f in by_rate.items()}
    assert "68÷67=101.49%" in repairs["101.49%"]
    assert "197÷156=126.3%" in repairs["126.4%"]


def test_overfulfilment_is_not_an_error_and_an_unknown_target_is_undetermined(report: Report) -> None:
    above = [c for c in report.checks if c.reported in ("163.7%", "203.5%") and c.severity is Severity.ERROR]
    assert above == []
    linked = [c for c in report.checks if c.rule == "R02" and c.reported == "13.6%"]
    assert {c.verdict for c in linked} == {Verdict.UNDETERMINED}
    assert any("500,000" in c.message for c in linked)


CONSISTENT = [
    ("S01", "10,105.67元+34,848.88元+23,333元=68,287.55元"),
    ("S01", "72万元+98万元=170万元"),
    ("S05", "240人次−238人次=2人次"),
    ("S06", "240万元×5年=1200万元"),
    ("T02", "170万元=1,700,000.00"),
    ("R02", "12÷14=85.7143%"),
    ("N01", "钟村、锦绣、南奥、祈福、缤纷汇、骏新"),
    ("N01", "钟一、钟二、钟三、钟四、汉溪、谢村、洗敦、胜石"),
]


@pytest.mark.parametrize(("rule", "formula"), CONSISTENT)
def test_what_reconciles_is_said_to_reconcile(report: Report, rule: str, formula: str) -> None:
    found = [c.verdict for c in report.checks if c.rule == rule and squeeze(c.formula) == formula]
    assert found
    assert set(found) == {Verdict.CONSISTENT}


def test_the_split_four_three_three_gives_360(report: Report) -> None:
    splits = [c for c in report.checks if c.rule == "R10"]
    assert [c.verdict for c in splits] == [Verdict.CONSISTENT]
    assert {"4:3:3", "360万元"} <= {figure.text for figure in splits[0].figures}


def test_both_columns_of_the_budget_table_add_up(report: Report) -> None:
    sums = [c for c in report.checks if c.rule == "S02"]
    totals = {c.reported: c.verdict for c in sums}
    assert totals == {"1,700,000.00": Verdict.CONSISTENT, "720,000.00": Verdict.CONSISTENT}


WARNED = ["N05", "N03", "N04", "G13", "N06", "N08", "T03"]


def test_warnings_and_notes_of_the_sample(report: Report) -> None:
    said = {f.rule: f for f in report.findings if f.severity is not Severity.ERROR}
    assert [rule for rule in WARNED if rule not in said] == []
    annexes = {f.quote.replace(" ", "") for f in report.findings if f.rule == "N04"}
    assert annexes == {"附件2", "附件3"}
    assert "167.5人次" in said["N05"].message.replace(" ", "")


def test_coverage_lists_what_no_check_touched(report: Report) -> None:
    coverage = report.coverage
    assert coverage.figures == coverage.checked + len(coverage.unchecked) + coverage.unread
    assert coverage.checked / coverage.figures > 0.6
    assert coverage.rules_run > 20
    assert coverage.excluded > 30
    assert report.score.consistency is not None
    assert report.score.decided == report.score.consistent + report.score.inconsistent


def test_word_and_pdf_say_the_same() -> None:
    word, pdf = (sample(suffix) for suffix in FORMATS)
    assert [tuple(squeeze(t or "") for t in row) for row in rows(word)] == [
        tuple(squeeze(t or "") for t in row) for row in rows(pdf)
    ]
    assert [(f.rule, f.severity) for f in word.findings] == [(f.rule, f.severity) for f in pdf.findings]
    assert Counter((c.rule, c.verdict) for c in word.checks) == Counter(
        (c.rule, c.verdict) for c in pdf.checks
    )


def test_every_figure_of_a_pdf_finding_has_its_box() -> None:
    for finding in sample("pdf").findings:
        for figure in finding.figures:
            assert figure.place.page is not None
            assert figure.place.box is not None


CLEAN = ["evaluation-elderly-2023", "selfeval-reading-2023", "transfer-2024", "final-accounts-2023"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_flagged_on_a_clean_document(name: str, suffix: str) -> None:
    report = clean(f"{name}.{suffix}")
    assert [f.message for f in report.findings if f.severity is not Severity.NOTE] == []
    assert report.coverage.checked > 10


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_three_errors_of_a_form_are_found_and_no_other(suffix: str) -> None:
    report = clean(f"selfeval-bridge-2022.{suffix}")
    errors = {(f.rule, f.reported) for f in report.findings if f.severity is Severity.ERROR}
    assert errors == {("R04", "86.60%"), ("G01", "100"), ("G07", "98.86")}

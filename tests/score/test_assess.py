"""Checks become facts, facts become findings; a rule that raises loses nothing but itself."""

from __future__ import annotations

import pytest

from schema.document import NoticeSeverity
from schema.figure import Flaw, Place
from schema.finding import Check, Severity, Verdict
from schema.report import DocumentFacts, Report
from score import assess as assessing
from score.assess import assess, facts_of, with_rounding_profile
from score.consistency import score_of
from score.rule import RULES, Rule, all_rules, rule
from tests.reports import claim, figure, ledger, money_table, report

SENTENCE = "中小型社区活动67次，完成协议指标量的101.49%"


def activities(count: str = "67次", rate: str = "101.49%"):
    metric = "中小型社区活动" if count == "67次" else f"服务{count}"
    return claim(
        "completion",
        ("actual", count, metric),
        ("completion", rate, metric, "completion_rate"),
        sentence=SENTENCE if count == "67次" else metric,
    )


def of_rule(given: Report, rule_id: str):
    return [finding for finding in assess(given).findings if finding.rule == rule_id]


def test_a_statement_repeated_word_for_word_is_one_finding_with_both_places() -> None:
    given = report(claims=[activities(), activities()])
    (finding,) = of_rule(given, "R02")
    assert len(finding.places) == 2
    assert len(finding.figures) == 4
    assert finding.severity is Severity.ERROR
    assert finding.repairs[0] == "68 ÷ 67 = 101.49%"


def test_an_id_does_not_depend_on_where_a_thing_stands() -> None:
    (one,) = of_rule(report(claims=[activities()]), "R02")
    (other,) = of_rule(report(claims=[activities()]), "R02")
    assert one.places != other.places
    assert one.id == other.id


def test_an_id_depends_on_the_document_and_on_the_evidence() -> None:
    def with_hash(sha256: str) -> str:
        return of_rule(report(claims=[activities()], document=DocumentFacts(id="x", sha256=sha256)), "R02")[
            0
        ].id

    assert with_hash("a" * 64) != with_hash("b" * 64)
    (other,) = of_rule(
        report(claims=[activities("197次", "126.4%")], document=DocumentFacts(id="x", sha256="a" * 64)), "R02"
    )
    assert other.id != with_hash("a" * 64)


def test_findings_come_gravest_first_then_by_place() -> None:
    given = report(
        claims=[
            claim("completion", ("completion", "13.6%", "资源"), period="上半年", base="年度指标"),
            activities(),
            activities("197名", "126.4%"),
        ]
    )
    found = assess(given).findings
    order = [finding.severity for finding in found]
    assert order == sorted(order, key=["error", "warning", "note"].index)
    errors = [finding.places[0].address for finding in found if finding.severity is Severity.ERROR]
    assert len(errors) == 2
    assert errors == sorted(errors)


def test_a_rule_that_raises_is_a_notice_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    list(all_rules())

    def broken(context: object):
        raise KeyError("amount")
        yield

    monkeypatch.setitem(RULES, "A00", Rule("A00", "test", Severity.ERROR, (), broken, "Fails."))
    given = report(claims=[activities()])
    result = assess(given)
    assert result.notices == ("A00: KeyError: 'amount'",)
    assert [finding.rule for finding in result.findings if finding.rule == "R02"] == ["R02"]
    (notice,) = given.assessed(result).notices
    assert notice.severity is NoticeSeverity.WARNING


def test_rules_that_do_not_apply_say_why() -> None:
    result = assess(report(claims=[activities()]))
    reasons = {skipped.rule: skipped.reason for skipped in result.coverage.skipped}
    assert reasons["B19"] == "no_budget_lines"
    assert reasons["L01"] == "no_ledger_entries"
    assert reasons["S01"] == "nothing_to_compare"
    assert "R02" not in reasons
    assert result.coverage.rules_not_applicable == len(reasons)
    assert result.coverage.rules_run + len(reasons) == len(list(all_rules()))


def test_every_figure_is_in_one_class_of_coverage() -> None:
    alone = figure("近20万人次")
    broken = figure("7,00.0,77", "元", flaw=Flaw.MALFORMED)
    given = report(
        claims=[activities(), activities("24个", "100%")],
        figures=[alone, broken],
        excluded=[figure("2022年", kind="ordinal")],
    )
    coverage = assess(given).coverage
    assert coverage.figures == 6
    assert (coverage.agreeing, coverage.disagreeing, coverage.checked) == (2, 3, 5)
    assert set(coverage.unchecked) == {alone}
    assert (coverage.excluded, coverage.unread) == (1, 1)


def test_dates_that_no_rule_used_are_set_aside() -> None:
    given = report(figures=[figure("2022年7月31日", kind="date"), figure("65个")])
    coverage = assess(given).coverage
    assert (coverage.figures, len(coverage.unchecked), coverage.excluded) == (1, 1, 1)


def test_a_passed_check_without_power_covers_nothing() -> None:
    coverage = assess(report(claims=[activities("2,259人次", "163.7%")])).coverage
    assert [figure.text for figure in coverage.unchecked if figure.text == "2,259人次"]


def check(verdict: Verdict, severity: Severity | None = None, fits: str = "", rule_id: str = "R01") -> Check:
    list(all_rules())
    figures = (figure("95%"),)
    return Check(rule=rule_id, verdict=verdict, severity=severity, figures=figures, facts={"fits": fits})


CUT = check(Verdict.IF_TRUNCATED, Severity.NOTE, "truncated")
SILENT = check(Verdict.CONSISTENT, None, "nearest rounded_up truncated")
ROUNDED = check(Verdict.CONSISTENT, None, "nearest rounded_up")


@pytest.mark.parametrize(
    ("checks", "kept"),
    [
        ([CUT, CUT, SILENT], [None, None, None]),
        ([CUT, CUT, ROUNDED], [Severity.NOTE, Severity.NOTE, None]),
        # one vote is no habit
        ([CUT, SILENT], [Severity.NOTE, None]),
    ],
)
def test_a_document_that_cuts_throughout_is_not_told_so(
    checks: list[Check], kept: list[Severity | None]
) -> None:
    assert [c.severity for c in with_rounding_profile(checks)] == kept


def test_the_score_weighs_facts_and_counts_repeats_once() -> None:
    given = report(
        claims=[activities(), activities(), activities("24个", "100%"), activities("12人", "85.71%")]
    )
    checks = [c for c in assess(given).checks if c.rule == "R02"]
    facts = [copies[0] for copies in facts_of(checks)]
    score = score_of(facts, RULES)
    assert (score.decided, score.consistent, score.inconsistent, score.undetermined) == (3, 2, 1, 0)
    assert score.consistency == "66.7"


@pytest.mark.parametrize(
    ("checks", "consistency"),
    [
        ([], None),
        ([check(Verdict.UNDETERMINED)], None),
        ([check(Verdict.CONSISTENT)], "100"),
        ([CUT], "100"),
        # an error weighs three, a note that fails one
        ([check(Verdict.CONSISTENT), check(Verdict.INCONSISTENT, Severity.NOTE)], "75"),
        ([check(Verdict.CONSISTENT), check(Verdict.INCONSISTENT, Severity.ERROR)], "50"),
    ],
)
def test_the_score_of_single_facts(checks: list[Check], consistency: str | None) -> None:
    assert score_of(checks, RULES).consistency == consistency


@pytest.mark.parametrize(
    "remark",
    [
        # a bracket that does not close, figures of half a year, a target above which no reason is given
        Check(rule="N07", verdict=Verdict.INCONSISTENT, severity=Severity.NOTE),
        Check(rule="D03", verdict=Verdict.INCONSISTENT, severity=Severity.WARNING),
        Check(
            rule="T08", verdict=Verdict.INCONSISTENT, severity=Severity.WARNING, figures=(figure("13.6%"),)
        ),
        # a rule that compares figures, of which none is left
        Check(rule="R01", verdict=Verdict.INCONSISTENT, severity=Severity.ERROR),
    ],
)
def test_remarks_in_which_no_figure_disagrees_do_not_count(remark: Check) -> None:
    score = score_of([check(Verdict.CONSISTENT), remark], RULES)
    assert (score.decided, score.inconsistent, score.consistency) == (1, 0, "100")


def test_the_score_carries_total_and_grade() -> None:
    total = Check(rule="G07", verdict=Verdict.CONSISTENT, reported="95分", recomputed="95")
    grade = Check(rule="G08", verdict=Verdict.CONSISTENT, reported="优", recomputed="优")
    score = score_of([total, grade], RULES)
    assert (score.reported_total, score.recomputed_total, score.grade, score.recomputed_grade) == (
        "95分",
        "95",
        "优",
        "优",
    )


def test_an_empty_report_has_no_score_and_no_findings() -> None:
    result = assess(report())
    assert result.findings == ()
    assert result.notices == ()
    assert result.score.consistency is None


def test_rules_are_declared_once_and_with_words() -> None:
    with pytest.raises(ValueError, match="twice"):
        rule("R01", severity=Severity.ERROR)(lambda context: ())
    with pytest.raises(ValueError, match="docstring"):
        rule("Z99", severity=Severity.ERROR)(lambda context: ())


def test_every_message_of_a_check_is_filled() -> None:
    from publish.phrases import words

    given = report(
        claims=[activities(), activities("24个", "100%"), activities("68,287.55元", "13.6%")],
        budget_lines=money_table("| name | amount |\n| 合计 | 4.00 |\n| a | 1.10 |\n| b | 2.20 |"),
        ledger_entries=ledger("| date | description | debit |\n| 2022-01-01 | a | 1.00 |\n| | 合计 | 2.00 |"),
    )
    checks = assess(given).checks
    assert len({c.rule for c in checks}) >= 4
    for lang in ("zh", "en"):
        assert [c.rule for c in checks if words(lang).unfilled(c)] == []


def test_places_of_other_rules_are_kept() -> None:
    at = Place(block=7)
    made = Check(rule="N03", verdict=Verdict.INCONSISTENT, severity=Severity.NOTE, places=(at, at))
    (finding,) = assessing.findings_of([[made]], "content")
    assert finding.places == (at,)

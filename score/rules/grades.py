"""Grades: the word agrees with the score, and there is a score to agree with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Role
from score.context import Context
from score.evidence import printed
from score.grading import Graded, known_schemes, printed_scheme, through
from score.lexicon import any_of, score_words
from score.profile import GradeScheme, grade_schemes, named
from score.rule import rule
from score.sheet import Sheet, sheets_in
from score.terms import quantity_of
from score.words import mentions, words


@dataclass(frozen=True, slots=True)
class GradeStatement:
    """A grade word, where it stands, the score it goes with and the scale of that score."""

    word: str
    claim: Claim
    score: Figure | None
    scale: Fraction | None
    trade: bool


def statements(context: Context) -> list[GradeStatement]:
    """The grades a document states of its own object; grades of many projects at once are left out."""
    told = score_words().grades
    sheets = sheets_in(context)
    out: list[GradeStatement] = []
    for claim in context.claims():
        if claim.grade is None or claim.kind not in {ClaimKind.GRADE, ClaimKind.SCORE}:
            continue
        if any_of(told.many, claim.sentence):
            continue
        if _of_an_earlier_year(context, claim):
            continue
        trade = any_of(told.trade, claim.sentence) is not None
        score = _score_beside(context, claim) or (None if trade else _score_of_document(context, sheets))
        out.append(GradeStatement(claim.grade, claim, score, _scale(score, sheets, claim), trade))
    return out


def _of_an_earlier_year(context: Context, claim: Claim) -> bool:
    """Whether a grade is that of the year before, told beside another grade in the same sentence."""
    others = {
        c.grade
        for c in context.claims(ClaimKind.GRADE, ClaimKind.SCORE)
        if c.sentence == claim.sentence and c.grade
    }
    return len(others) > 1 and mentions(claim.period, words().earlier_years)


def _score_beside(context: Context, claim: Claim) -> Figure | None:
    """The score in the claim itself, else the only one in its sentence."""
    own = claim.term(Role.SCORE)
    if own:
        return _total_of(context, own.figure)
    beside = {
        term.figure.place.address: term.figure
        for other in context.claims(ClaimKind.SCORE)
        if other.sentence == claim.sentence and other.place.block == claim.place.block and not other.grade
        for term in other.terms
        if term.role is Role.SCORE
    }
    return next(iter(beside.values())) if len(beside) == 1 else None


def _total_of(context: Context, score: Figure) -> Figure:
    """The score, or the total whose part it is: 「综合得分91.15分，其中……效益27.10分，等级为优」 grades the 91.15."""
    for claim in context.claims(ClaimKind.SUM):
        whole = quantity_of(claim, Role.WHOLE, Role.TOTAL)
        parts = {t.figure.place.address for t in claim.terms if t.role is Role.PART}
        meant = not claim.joined_by_agreement  # 95 = 88 + 7 makes no total of 自评95分；复评88分，下降7分
        if meant and whole is not None and whole.kind is score.kind and score.place.address in parts:
            return whole
    return score


def _score_of_document(context: Context, sheets: list[Sheet]) -> Figure | None:
    """The total of the only scored form, when the grade stands without a score."""
    totals = [sheet.total.score for sheet in sheets if sheet.total and sheet.total.score]
    return totals[0] if len(totals) == 1 else None


def _scale(score: Figure | None, sheets: list[Sheet], claim: Claim) -> Fraction | None:
    """The scale of a score: that of the form whose total it is, else 100 or 1000 by its size.

    None where full points of another size are told beside it (4.6分, 5分制): no scheme is made for these.
    """
    if score is None or score.number is None:
        return None
    full = claim.term(Role.WEIGHT)
    if full is not None and full.figure.number not in {100, 1000}:
        return None
    for sheet in sheets:
        total = sheet.total.score if sheet.total else None
        if total and total.number == score.number and sheet.scale:
            return Fraction(sheet.scale)
    if 0 <= score.number <= 110:
        return Fraction(100)
    return Fraction(1000) if 500 <= score.number <= 1000 else None


@rule("G08", severity=Severity.ERROR, needs=("claims",))
def grade_is_that_of_the_score(context: Context) -> Iterator[Check]:
    """The printed grade is the band of the printed score.

    Bands printed in the document are applied as they stand; otherwise the known schemes are tried. A grade
    that no scheme allows is a contradiction, one that only an uncommon scheme allows is asked about. Example: 86.4分 is 良,
    and 优 only where the bound is 80.
    """
    report = context.report
    texts = [*(text for form in report.forms for text in form.rules), *(p.text for p in report.passages)]
    own = printed_scheme(texts)
    chosen = grade_schemes().get(named(context.profile).grades) if context.profile else None
    for statement in statements(context):
        if statement.score is None or statement.score.number is None:
            continue
        yield _grade_check(statement, statement.score, own, chosen)


def _grade_check(
    statement: GradeStatement, score: Figure, own: GradeScheme | None, chosen: GradeScheme | None
) -> Check:
    scale = statement.scale
    schemes = [s for s in (own, chosen) if s is not None] if not statement.trade else []
    known = known_schemes(statement.word, statement.trade)
    tried = (schemes[:1] or known) if scale else []
    seen = [g for scheme in tried if (g := through(scheme, statement.word, score, scale or Fraction(100)))]
    verdict, severity, outcome, best = _judge(seen, printed_rules=own is not None and not statement.trade)
    band = best.band.grade if best else ""
    return Check(
        rule="G08",
        verdict=verdict,
        severity=severity,
        figures=(score,),
        subject=statement.claim.subject,
        formula=f"{printed(score)} → {band}" if band else printed(score),
        reported=statement.word,
        recomputed=band or None,
        quote=statement.claim.sentence,
        places=(statement.claim.place,),
        facts={
            "outcome": outcome,
            "grade": statement.word,
            "score": printed(score),
            "expected": band,
            "scheme": best.scheme.id if best else "",
            "scheme_zh": best.scheme.title.zh if best else "",
            "scheme_en": best.scheme.title.en if best else "",
            "fits": "",
        },
    )


def _judge(seen: list[Graded], printed_rules: bool) -> tuple[Verdict, Severity | None, str, Graded | None]:
    """Verdict, severity, outcome and the scheme to show. The first scheme seen is the expected one."""
    if not seen:
        return Verdict.UNDETERMINED, None, "unknown_word", None
    first = seen[0]
    if first.fits:
        return Verdict.CONSISTENT, None, "consistent", first
    if first.could_fit:
        return Verdict.UNDETERMINED, Severity.NOTE, "rounded", first
    other = next((graded for graded in seen[1:] if graded.fits or graded.could_fit), None)
    if other:
        return Verdict.INCONSISTENT, Severity.WARNING, "other_scheme", first
    if not first.scheme.verified:
        return Verdict.UNDETERMINED, Severity.NOTE, "unverified_scheme", first
    return Verdict.INCONSISTENT, Severity.ERROR, "printed_scheme" if printed_rules else "inconsistent", first


@rule("G13", severity=Severity.WARNING, needs=("claims",), compares=False)
def grade_has_a_score(context: Context) -> Iterator[Check]:
    """A grade rests on a score that the document states, on a scale.

    A grade without any score cannot be traced, and may come from another assessment. Example: 等级为“优秀” in a
    report that has neither scores nor weights.
    """
    stated = statements(context)
    if not stated:
        return
    sheets = sheets_in(context)
    scored = any(
        (sheet.total and sheet.total.score) or any(line.score for line in sheet.lines) for sheet in sheets
    ) or any(
        term.figure.kind is FigureKind.SCORE and term.figure.number is not None
        for claim in context.claims()
        for term in claim.terms
    )
    for statement in stated:
        fine = statement.score is not None or (scored and not statement.trade)
        yield Check(
            rule="G13",
            verdict=Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
            severity=None if fine else Severity.WARNING,
            figures=(statement.score,) if statement.score else (),
            subject=statement.claim.subject,
            reported=statement.word,
            quote=statement.claim.sentence,
            places=(statement.claim.place,),
            facts={
                "outcome": "consistent" if fine else "trade" if statement.trade else "inconsistent",
                "grade": statement.word,
            },
        )

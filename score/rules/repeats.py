"""Repeated facts: the same thing said in two places must be said with the same figure (T01 to T08, S11)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from rapidfuzz import fuzz

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, ReferenceKind, Role, Term
from score.context import Context
from score.evidence import check_of, printed
from score.identity import Key, Mention, mentions_of, period_of, skeleton, speaks_of_the_whole
from score.owners import of_different_owners, owners_in, thing_in
from score.regions import of_two_levels
from score.relation import UNKNOWN, Outcome, relate
from score.repair import likely, power_of_ten, significant_digits
from score.rounding import Mode, as_printed, possible, readable
from score.rule import rule
from score.terms import metric_of, normal
from score.words import mentions, words

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_NUMBERED = re.compile(
    r"^(?:续)?[附图]?表\s*[\d一二三四五六七八九十.\-－—]*[:：]?|[（(][^（）()]*单位[^（）()]*[)）]"
)
_DIGITS = re.compile(r"[\d.%％]+")

ALIKE = 75
"""From this likeness (of 100) on, two sentences without their figures say the same thing."""


@rule("T01", severity=Severity.ERROR, needs=("claims",))
def same_fact_same_figure(context: Context) -> Iterator[Check]:
    """The same fact, stated twice in a document, has the same figure.

    Item, unit, period, measure, scope and owner must agree, and the sentences must be alike or share another
    figure: otherwise the two are different facts. Example: 「家访2,259人次」 in one chapter, 「家访2,295人次」 in another.
    """
    for group in _facts(context).values():
        if len(group) < 2:
            continue
        if len({mention.where for mention in group}) < 2:
            yield from _said_again(group)
            continue
        values = {mention.figure.number for mention in group}
        first = group[0]
        for other in group[1:]:
            if other.where != first.where and not _side_by_side(first, other):
                many = len(values) > 2 or _two_things(context, first, other)
                yield _repeated(first, other, many=many)


def _side_by_side(one: Mention, other: Mention) -> bool:
    """Whether two mentions stand in two cells of one row: the goal and the result, which need not agree."""
    a, b = one.claim.place, other.claim.place
    return a.row is not None and (a.table, a.row) == (b.table, b.row)


def _two_things(context: Context, one: Mention, other: Mention) -> bool:
    """Whether two mentions of one key speak of two things: below different items, or with no figure in common at all."""
    if same(one.figure, other.figure).verdict is Verdict.CONSISTENT:
        return False
    here, there = (_figures_beside(context, mention) for mention in (one, other))
    shared = here.keys() & there.keys()
    apart = len(shared) > 1 and all(here[key].isdisjoint(there[key]) for key in shared)
    levels = of_two_levels(context, one.figure, other.figure)
    return apart or levels or of_different_owners(context, one.claim, other.claim)


def _figures_beside(context: Context, mention: Mention) -> dict[Key, set[Decimal | None]]:
    """The values of the facts told in the sentence of a mention, by their keys."""
    place, sentence = mention.claim.place, mention.claim.sentence
    found: dict[Key, set[Decimal | None]] = defaultdict(set)
    for claim in context.report.claims:
        if claim.sentence == sentence and claim.place.block == place.block and claim.place.row == place.row:
            for told in mentions_of(claim):
                found[told.key].add(told.figure.number)
    return found


def _said_again(group: Sequence[Mention]) -> Iterator[Check]:
    """One figure said several times in one paragraph; small numbers are the same by chance."""
    first = group[0]
    telling = significant_digits(Fraction(first.figure.number or 0)) >= TELLING_DIGITS
    places = {mention.figure.place.address for mention in group}
    if telling and len(places) == len(group):
        for other in group[1:]:
            yield _repeated(first, other, many=False)


TELLING_DIGITS = 4
"""An amount of so many digits is not said twice in a paragraph by chance."""


def _facts(context: Context) -> dict[Key, list[Mention]]:
    """Every stated fact by its identity. One that has two figures in one paragraph is a list, not a fact."""
    groups: dict[Key, list[Mention]] = defaultdict(list)
    for claim in context.report.claims:
        if claim.aligned:
            for mention in mentions_of(claim):
                groups[mention.key].append(mention)
    return {key: group for key, group in groups.items() if not _is_list(group)}


def _is_list(group: Sequence[Mention]) -> bool:
    """Whether one paragraph gives the key two values: then the key does not tell its items apart."""
    seen: dict[object, set[object]] = defaultdict(set)
    for mention in group:
        seen[mention.where].add(mention.figure.number)
    return any(len(values) > 1 for values in seen.values())


def _repeated(one: Mention, other: Mention, *, many: bool) -> Check:
    outcome = same(one.figure, other.figure)
    severity = Severity.ERROR
    if outcome.failed:
        if many or not _surely_one_fact(one, other):
            outcome = UNKNOWN
        elif _last_digit(one.figure, other.figure):
            severity = Severity.NOTE
    return pair_check(
        "T01", outcome, one.figure, other.figure, one.term.metric or one.claim.subject, severity
    )


def _surely_one_fact(one: Mention, other: Mention) -> bool:
    """Whether two mentions of one key can be held against one another.

    A bare measure (支出决算) is said of one item after another in a list of items: there the claims must agree in
    another telling figure, and stand in different sections. Rates that are printed with their own amounts may
    have different bases, and are for the rules of ratios.
    """
    if _has_own_base(one) and _has_own_base(other):
        return False
    shared = _share_a_fact(one, other)
    if one.figure.kind is FigureKind.MONEY and speaks_of_the_whole(one.term.metric):
        return shared and one.claim.section != other.claim.section
    return shared or _sentences_alike(one.claim, other.claim)


def _has_own_base(mention: Mention) -> bool:
    others = sum(f.kind is not FigureKind.PERCENT and readable(f) for f in mention.claim.figures())
    return mention.figure.kind is FigureKind.PERCENT and others >= 2


def same(one: Figure, other: Figure) -> Outcome:
    """Whether two figures, each as precise as it is printed, can be one true value."""
    finer, coarser = sorted((one, other), key=lambda figure: figure.unit_in_last_place)
    if one.number is not None and one.number == other.number and readable(one) and readable(other):
        value = Fraction(one.number)
        return Outcome(Verdict.CONSISTENT, value, possible(finer), Fraction(0), Fraction(1), frozenset(Mode))
    return relate(coarser, lambda of: of(finer), power=Fraction(1))


def pair_check(
    rule_id: str, outcome: Outcome, one: Figure, other: Figure, subject: str, severity: Severity
) -> Check:
    """The check of two figures that should be one; it stands in both places."""
    check = check_of(
        rule_id,
        outcome,
        one,
        [other],
        left=f"{printed(one)} ≟ {printed(other)}",
        severity=severity,
        subject=subject,
        facts={"other": printed(other)},
        places=(one.place, other.place),
    )
    sign = "≠" if outcome.failed else "="
    formula = f"{printed(one)} {sign} {printed(other)}"
    # What was computed is what the other place says.
    told = check.facts | {"formula": formula, "recomputed": printed(other)}
    return check.model_copy(update={"formula": formula, "recomputed": printed(other), "facts": told})


def _sentences_alike(one: Claim, other: Claim) -> bool:
    a, b = skeleton(one.sentence), skeleton(other.sentence)
    return bool(a and b) and fuzz.ratio(a, b) >= ALIKE


def _share_a_fact(one: Mention, other: Mention) -> bool:
    """Whether the two claims agree in another figure of the same identity; 0 and 100 % agree everywhere."""
    here = {(m.key, m.figure.number) for m in mentions_of(one.claim) if m.figure is not one.figure}
    there = {(m.key, m.figure.number) for m in mentions_of(other.claim) if m.figure is not other.figure}
    return any(number not in {0, 100} for _, number in here & there)


def _last_digit(one: Figure, other: Figure) -> bool:
    """Whether the two differ by one unit of the last place: a matter of rounding somewhere, not of fact."""
    unit = max(one.unit_in_last_place, other.unit_in_last_place)
    rounded = one.decimals > 0 and one.kind is not FigureKind.COUNT
    return rounded and abs(Fraction(one.number or 0) - Fraction(other.number or 0)) <= unit


# --- text and table --------------------------------------------------------------------------------------

MONEY_FIELDS = (
    "budget_initial", "budget_added", "budget_cut", "budget_adjusted", "received_amount", "executed_amount", "surplus",
)  # fmt: skip


@rule("T02", severity=Severity.ERROR, needs=("budget_lines", "claims"))
def text_agrees_with_table(context: Context) -> Iterator[Check]:
    """An amount of the running text is that of the total row in the column of the same measure.

    Only a document with one such total is looked at, and only amounts that speak of the whole. Example: 「年度预算
    共170万元」 beside a total of 1,710,000.00 in the column 年度预算.
    """
    for mention, cell in _text_and_table(context):
        outcome = same(mention.figure, cell)
        if outcome.failed and _slip(mention.figure, cell):
            continue
        whole = speaks_of_the_whole(mention.term.metric)
        if outcome.verdict is not Verdict.CONSISTENT and not (whole and _near(mention.figure, cell)):
            outcome = UNKNOWN
        severity = Severity.ERROR if _one_slip(mention.figure, cell) else Severity.WARNING
        severity = Severity.NOTE if _last_digit(mention.figure, cell) else severity
        yield pair_check(
            "T02", outcome, mention.figure, cell, mention.term.metric or mention.claim.subject, severity
        )


def _text_and_table(context: Context) -> list[tuple[Mention, Figure]]:
    """Amounts of the text beside the only total of the same measure; none that belong to some item alone."""
    return context.once(
        "text and table",
        lambda: [
            (mention, cell)
            for mention, cell in _pairs(context)
            if not (same(mention.figure, cell).failed and _of_a_part(context, mention, cell))
        ],
    )


def _of_a_part(context: Context, mention: Mention, cell: Figure) -> bool:
    """Whether a table is captioned by a part of what the text is about (培训经费明细), or stands below another owner."""
    table = next(
        (t for t in context.money_tables if any(line.place.table == cell.place.table for line in t.lines)),
        None,
    )
    if table is None or table.lines[0].place.block is None:
        return False
    facts = context.report.document
    named_above = (facts.title, facts.project_name, facts.organisation, mention.claim.sentence)
    known = normal("".join(told for told in named_above if told and not _NUMBERED.match(told)))
    named = [part for part in thing_in(table.name).split() if len(part) >= 2]
    if named and not any(part[i : i + 2] in known for part in named for i in range(len(part) - 1)):
        return True
    return owners_in(context).above(table.lines[0].place.block) != owners_in(context).above(
        mention.claim.place.block
    )


def _pairs(context: Context) -> Iterator[tuple[Mention, Figure]]:
    totals = _only_totals(context)
    lines = context.report.budget_lines
    year = context.report.document.fiscal_year
    names = {name for line in lines if not line.is_total and len(name := normal(line.name)) >= 4}
    for claim in context.report.claims:
        terms = [t for t in claim.terms if (t.field or "") in totals and _of_now(claim, t)]
        if not terms or claim.scope is not None or claim.owner is not None or claim.place.row is not None:
            continue
        if not _of_the_year(claim, year):
            continue
        sentence = normal(claim.sentence)
        if not any(name in sentence for name in names):
            for term in terms:
                if term.figure.kind is FigureKind.MONEY:
                    yield Mention((), term.figure, term, claim), totals[term.field or ""]


def _of_now(claim: Claim, term: Term) -> bool:
    """Whether a term is of the present period and the whole: no earlier value, and no part of an open list."""
    part = term.role is Role.PART and not claim.closed
    return readable(term.figure) and not part and term.role not in {Role.PREVIOUS, Role.BASELINE, Role.CHANGE}


def _of_the_year(claim: Claim, year: int | None) -> bool:
    """Whether a statement is about the whole fiscal year and no other time."""
    said = claim.period or ""
    if mentions(said + claim.sentence, words().cumulative) or mentions(said, words().part_year):
        return False
    years = _YEAR.findall(said)
    return not years or year is None or str(year) in years


def _only_totals(context: Context) -> dict[str, Figure]:
    """The totals by measure, of those measures that have one value in all tables of the document."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for table in context.money_tables:
        totals = [line for line in table.lines if line.is_total]
        lines = totals if totals else (list(table.lines) if len(table.lines) == 1 else [])
        for line in lines:
            for field in MONEY_FIELDS:
                figure = line.amounts.get(field)
                if figure is not None and readable(figure):
                    found[field].append(figure)
    return {field: whole for field, figures in found.items() if (whole := _whole(figures)) is not None}


FEW_PARTS = 4


def _whole(figures: Sequence[Figure]) -> Figure | None:
    """The one value that totals of a measure have; else the largest, when all others are tables of small parts of it."""
    largest = max(figures, key=lambda f: f.number or Decimal(0))
    small = [f for f in figures if same(f, largest).failed]
    if any((f.number or Decimal(0)) * FEW_PARTS > (largest.number or Decimal(0)) for f in small):
        return None
    return max((f for f in figures if f not in small), key=lambda f: -f.unit_in_last_place)


def _slip(one: Figure, other: Figure) -> int | None:
    """The power of ten between two amounts with the same digits; None when there is none."""
    return power_of_ten(Fraction(one.number or 0), Fraction(other.number or 0))


def _near(one: Figure, other: Figure) -> bool:
    """Whether two amounts are of one size: an item's amount beside the total of all is not."""
    a, b = abs(Fraction(one.number or 0)), abs(Fraction(other.number or 0))
    return _one_slip(one, other) or (min(a, b) * 4 >= max(a, b) * 3 and min(a, b) > 0)


def _one_slip(one: Figure, other: Figure) -> bool:
    """Whether one slip of the pen makes the coarser figure agree with the finer one."""
    finer, coarser = sorted((one, other), key=lambda figure: figure.unit_in_last_place)
    return bool(likely([(coarser, as_printed(finer.number or 0, coarser))]))


@rule("S11", severity=Severity.ERROR, needs=("budget_lines", "claims"))
def no_slip_of_the_unit(context: Context) -> Iterator[Check]:
    """The same digits a power of ten apart are a slip of the unit or of the decimal point.

    Three significant digits at least must agree. Example: 「支出15.6万元」 beside 1,560,000.00 元.
    """
    for mention, cell, power in _slips(context):
        yield _slip_check("S11", mention, cell, power, Severity.ERROR)


def _slips(context: Context) -> list[tuple[Mention, Figure, int]]:
    """Text and table with the same digits a power of ten apart, unless the whole table is."""
    pairs = [(m, cell, _slip(m.figure, cell)) for m, cell in _text_and_table(context)]
    found = [(m, cell, power) for m, cell, power in pairs if power]
    return [] if _whole_table(found) else found


def _whole_table(found: Sequence[tuple[Mention, Figure, int]]) -> bool:
    """Whether two columns or more of the table are off by the same power of ten: the unit of the table is."""
    return len({cell.place.address for _, cell, _ in found}) >= 2 and len({power for *_, power in found}) == 1


def _slip_check(rule_id: str, mention: Mention, cell: Figure, power: int, severity: Severity) -> Check:
    check = pair_check(
        rule_id,
        Outcome(
            Verdict.INCONSISTENT, Fraction(cell.number or 0), possible(cell),
            possible(mention.figure).distance(possible(cell)) / Fraction(mention.figure.unit_in_last_place),
            Fraction(1), frozenset(),
        ),
        mention.figure, cell, mention.term.metric or mention.claim.subject, severity,
    )  # fmt: skip
    return check.model_copy(update={"facts": check.facts | {"power_of_ten": f"10^{abs(power)}"}})


@rule("T04", severity=Severity.WARNING, needs=("budget_lines", "claims"))
def unit_of_the_table(context: Context) -> Iterator[Check]:
    """The unit printed over a table fits its amounts: else the text differs from it everywhere by 10⁴.

    Example: a table 单位：万元 that holds 1,700,000.00 and 720,000.00 beside 170万元 and 72万元 in the text.
    """
    pairs = [(m, cell) for m, cell in _text_and_table(context)]
    found = [(m, cell, power) for m, cell in pairs if (power := _slip(m.figure, cell))]
    if _whole_table(found):
        for mention, cell, power in found:
            yield _slip_check("T04", mention, cell, power, Severity.WARNING)
    elif len({cell.place.address for m, cell in pairs if not same(m.figure, cell).failed}) >= 2:
        agreeing = [(m, cell) for m, cell in pairs if not same(m.figure, cell).failed]
        mention, cell = agreeing[0]
        yield pair_check("T04", same(mention.figure, cell), mention.figure, cell, cell.unit, Severity.WARNING)


# --- periods ---------------------------------------------------------------------------------------------

FEWEST_SHARED = 3


@rule("T03", severity=Severity.WARNING, needs=("claims",), compares=False)
def one_period_for_the_same_figures(context: Context) -> Iterator[Check]:
    """The same set of figures is not given for two different periods.

    Example: ten counts 「截至2022年7月31日」 and the same ten 「截止2022年度上半年」.
    """
    blocks: dict[int, list[Mention]] = defaultdict(list)
    for claim in context.report.claims:
        if claim.place.block is not None and claim.place.row is None and claim.period:
            blocks[claim.place.block] += list(mentions_of(claim))
    counted = {
        block: {(normal(m.term.metric), m.figure.unit, m.figure.number): m for m in found if m.figure.number}
        for block, found in blocks.items()
    }
    for one, other in combinations(counted, 2):
        shared = sorted(counted[one].keys() & counted[other].keys(), key=str)
        if len(shared) >= FEWEST_SHARED:
            yield from _periods([(counted[one][key], counted[other][key]) for key in shared])


def _periods(pairs: Sequence[tuple[Mention, Mention]]) -> Iterator[Check]:
    """Two paragraphs with the same figures: one check for the periods they give. The figures themselves agree."""
    differing = [(a, b) for a, b in pairs if not _same_period(a.claim, b.claim)]
    one, other = (differing or list(pairs))[0]
    outcome = Outcome(
        Verdict.INCONSISTENT if differing else Verdict.CONSISTENT, None, None, None, None, frozenset()
    )
    yield Check(
        rule="T03",
        verdict=outcome.verdict,
        severity=Severity.WARNING if differing else None,
        subject=one.term.metric or one.claim.subject,
        facts={
            "period": one.claim.period or "",
            "other_period": other.claim.period or "",
            "count": str(len(differing or pairs)),
        },
        quote=one.claim.sentence,
        places=(one.claim.place, other.claim.place),
    )


def _same_period(one: Claim, other: Claim) -> bool:
    """Whether two periods in words are one, or one is named within the other."""
    a, b = period_of(one.period), period_of(other.period)
    return a == b or a in b or b in a


@rule("T08", severity=Severity.WARNING, needs=("claims",), compares=False)
def part_of_a_year_against_a_yearly_target(context: Context) -> Iterator[Check]:
    """A rate that measures part of a year against a target for the whole year is not the result of the year.

    Example: 「以2022年上半年为例，已完成年度项目指标的13.6%」.
    """
    for claim in context.claims(ClaimKind.COMPLETION, ClaimKind.EXECUTION):
        rate = next((t.figure for t in claim.terms if t.figure.kind is FigureKind.PERCENT), None)
        basis = "".join(filter(None, (claim.base, *(t.metric for t in claim.terms if t.role is Role.TARGET))))
        if rate is None or not claim.period or not mentions(basis, words().annual):
            continue
        if re.search(words().running_bases, basis) or mentions(claim.sentence, words().progress_words):
            continue  # how far a budget has come by the middle of the year is what such a report is for
        partial = mentions(claim.period, words().part_year)
        outcome = Outcome(
            Verdict.INCONSISTENT if partial else Verdict.CONSISTENT, None, None, None, None, frozenset()
        )
        yield check_of(
            "T08", outcome, rate, [], left=printed(rate), severity=Severity.WARNING,
            subject=metric_of(claim, rate), quote=claim.sentence, facts={"period": claim.period, "base": basis},
        )  # fmt: skip


# --- conclusions -----------------------------------------------------------------------------------------


@rule("T05", severity=Severity.ERROR, needs=("claims",))
def conclusion_agrees_with_the_body(context: Context) -> Iterator[Check]:
    """The total score of a document is the same in its conclusion, its body and its form.

    Example: 「自评得分95分」 in the conclusion, and 总分 93 in the form.
    """
    stated = [
        _Total(term.figure, claim, term.metric or claim.subject)
        for claim in context.claims(ClaimKind.SCORE, ClaimKind.GRADE)
        for term in claim.terms
        if term.role is Role.SCORE and readable(term.figure) and claim.scope is None
        and _names_the_total(term.metric or claim.subject) and not _of_another_year(context, claim)
    ]  # fmt: skip
    stated = [one for one in stated if not _one_of_a_list(one, stated)]
    owners = {normal(one.claim.owner) for one in stated if one.claim}
    forms = [
        _Total(g.score, None, g.name, normal(form.title + (form.project_name or "")))
        for form in context.report.forms
        for g in form.groups
        if g.level == 0 and g.score and readable(g.score)
    ]
    several = len(owners) > 1 or _several_forms(context) or len({one.figure.number for one in stated}) > 2
    totals = [*stated, *forms]
    for other in totals[1:]:
        first = totals[0]
        outcome = same(first.figure, other.figure)
        if outcome.failed and (several or _two_objects(context, first, other)):
            outcome = UNKNOWN
        subject = first.claim.subject if first.claim else ""
        yield pair_check("T05", outcome, first.figure, other.figure, subject, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class _Total:
    """A total score and its name: said in a claim, or printed in a form of that title."""

    figure: Figure
    claim: Claim | None
    name: str
    title: str = ""


SHORT = 2
"""A bare 得分 of less than half of the points is that of a group."""


def _one_of_a_list(one: _Total, stated: Sequence[_Total]) -> bool:
    """Whether a sentence gives several scores of one name (三项得分依次为18分、27分、45分): none is the total."""
    return one.claim is not None and any(
        other.claim is not None
        and other.claim.place.block == one.claim.place.block
        and other.claim.sentence == one.claim.sentence
        and normal(other.name) == normal(one.name)
        and other.figure.number != one.figure.number
        for other in stated
    )


def _whose(name: str) -> str:
    """Of what a total score is, as far as the words before it tell; nothing where it is the score of the document."""
    name = normal(name)
    if whole := next((word for word in words().whole_bodies if word in name), ""):
        return whole
    for word in sorted((*words().total_scores, *words().own_scores), key=len, reverse=True):
        name = name.replace(word, "")
    return _DIGITS.sub("", name)


def _of_another_year(context: Context, claim: Claim) -> bool:
    """Whether a score is that of an earlier or later year than the document's."""
    said, year = claim.period or "", context.report.document.fiscal_year
    if mentions(said, (*words().earlier_years, *words().later_years)):
        return True
    years = _YEAR.findall(said)
    return bool(years) and year is not None and str(year) not in years


def _two_objects(context: Context, one: _Total, other: _Total) -> bool:
    """Whether two totals are said of two things: below different items, of different names, or of another thing than a form."""
    if one.claim and other.claim:
        if of_different_owners(context, one.claim, other.claim):
            return True
        a, b = normal(one.name), normal(other.name)
        return bool(a and b) and a not in b and b not in a
    said, form = (one, other) if one.claim else (other, one)
    if (
        said.claim
        and len(normal(said.name)) <= SHORT
        and abs(said.figure.number or Decimal(0)) * 2 < abs(form.figure.number or Decimal(0))
    ):
        return True
    whose = _whose(said.name) if said.claim else ""
    return bool(whose) and whose not in form.title


def _several_forms(context: Context) -> bool:
    """Whether a document holds forms of several things: of several projects, or with several totals."""
    scored = [form for form in context.report.forms if any(g.level == 0 and g.score for g in form.groups)]
    totals = {g.score.number for form in scored for g in form.groups if g.level == 0 and g.score}
    projects = {form.project_name for form in context.report.forms if form.project_name}
    return len(context.report.forms) > 1 and (len(totals) != 1 or len(projects) > 1 or len(scored) < 2)


def _names_the_total(metric: str) -> bool:
    """Whether a score is that of the whole; 满意度得分 is not, though it ends like one."""
    name = normal(metric)
    return any(name == word or (len(word) > 2 and name.endswith(word)) for word in words().total_scores)


# --- documents cited -------------------------------------------------------------------------------------


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

"""What is left over, and classes that make up a count: relations that hold over the sentences of one paragraph (B20, B21, S15)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Role, Term
from score.context import Context
from score.evidence import check_of, printed, undecided
from score.lexicon import any_of
from score.profile import grade_schemes
from score.relation import UNKNOWN, Outcome, relate
from score.repair import likely
from score.restated import agree
from score.rounding import as_printed, readable
from score.rule import rule
from score.sums import Sum, compare_sum, sum_check
from score.terms import comparable, normal
from score.words import words

LEFT_FIELDS = frozenset({"surplus", "carried_forward"})
RATES = frozenset({"execution_rate", "arrival_rate"})
BASE_FIELDS = (
    "received_amount",
    "budget_adjusted",
    "budget_initial",
    "planned_amount",
    "contract_amount",
    "total_amount",
)


@rule("B20", severity=Severity.WARNING, needs=("claims",))
def remainder_of_the_paragraph(context: Context) -> Iterator[Check]:
    """What is left over is what was available less what was spent, said in other sentences of the paragraph or in the table.

    Held against a report only when the paragraph has one amount of each (an adjusted budget goes before the initial one), and
    one slip would make it fit or spending and remainder are one statement. Example: 「资金到位1,280万元……实际支出1,203.2万元……
    结余76.8万元」.
    """
    blocks: dict[int, list[Term]] = defaultdict(list)
    for claim in context.report.claims:
        if claim.place.block is not None and claim.place.row is None and claim.aligned:
            blocks[claim.place.block] += [t for t in claim.terms if _amount(t.figure)]
    for claim in context.report.claims:
        if claim.place.row is not None or claim.place.block is None:
            continue
        for term in claim.terms:
            if _is_left(term) and not any(t.field in BASE_FIELDS for t in claim.terms):
                yield from _left(context, claim, term, blocks[claim.place.block])


@rule("B21", severity=Severity.WARNING, needs=("claims",))
def rate_of_an_amount_named_before(context: Context) -> Iterator[Check]:
    """A rate of spending or arrival whose base stands in another sentence, or in the total row of a table.

    Which amount is meant is seen by the one that fits. Where none does it is the only amount of the paragraph, or the adjusted
    budget, or the one of which the sentence tells what is left; if one slip would make it fit, the rate is doubted. Example: 「到位资金共6,480万元……全年支出6,285.6万元，资金支出率97%」.
    """
    bases = _bases_by_block(context)
    rated = Counter(
        (c.place.block, t.field)
        for c in context.claims(ClaimKind.EXECUTION)
        for t in c.terms
        if t.field in RATES
    )
    totals = [
        f
        for line in context.report.budget_lines
        if line.is_total
        for name in BASE_FIELDS
        if (f := line.amounts.get(name)) is not None and _amount(f)
    ]
    for claim in context.claims(ClaimKind.EXECUTION):
        fields = {t.field: t.figure for t in claim.terms if readable(t.figure)}
        rate = fields.get("execution_rate") or fields.get("arrival_rate")
        part = fields.get("executed_amount" if "execution_rate" in fields else "received_amount")
        own = {"received_amount"} if "arrival_rate" in fields else set()
        if rate is None or part is None or any(name in fields for name in set(BASE_FIELDS) - own):
            continue
        near = [
            t
            for t in bases.get(-1 if claim.place.block is None else claim.place.block, [])
            if t.figure.place.address < rate.place.address and t.figure is not part
        ]
        told = "execution_rate" if "execution_rate" in fields else "arrival_rate"
        several = rated[claim.place.block, told] > 1 and claim.place.block is not None
        left = fields.get("surplus") if told == "execution_rate" else None
        for check in _rate_of(claim, rate, part, near, totals, left):
            failed = check.verdict is Verdict.INCONSISTENT
            # Of several items, each with a rate of its own, an amount before them is the budget of none.
            yield undecided(check) if several and failed else check


def _bases_by_block(context: Context) -> dict[int, list[Term]]:
    """The amounts that a budget, an arrival or a contract is put at, by paragraph; and by the one after it."""
    out: dict[int, list[Term]] = defaultdict(list)
    for claim in context.report.claims:
        if claim.place.block is None or claim.place.row is not None:
            continue
        found = [t for t in claim.terms if t.field in BASE_FIELDS and _amount(t.figure)]
        for block in (claim.place.block, claim.place.block + 1):
            out[block] += found
    return out


def _rate_of(
    claim: Claim,
    rate: Figure,
    part: Figure,
    near: Sequence[Term],
    totals: Sequence[Figure],
    left: Figure | None,
) -> Iterator[Check]:
    adjusted = [t.figure for t in near if t.field == "budget_adjusted" and t.role is not Role.PREVIOUS]
    told = [t.figure for t in near if t.figure not in adjusted]
    tried = [
        (b, _percent(rate, part, b)) for b in (*adjusted, *told, *totals) if comparable(part, b) and b.number
    ]
    if not tried:
        return
    base, outcome = next((pair for pair in tried if not pair[1].failed), tried[0])
    if outcome.failed:
        proven = [(b, o) for b, o in tried if left is not None and not _minus(left, b, part).failed]
        base, outcome = proven[0] if proven else (base, outcome)
        meant = {b.number for b, _ in proven} or {b.number for b in adjusted} or {b.number for b, _ in tried}
        alone = len(meant) == 1 and bool(near)
        if not alone or not likely([(rate, as_printed(outcome.exact or 0, rate))]):
            outcome = UNKNOWN
    yield check_of(
        "B21",
        outcome,
        rate,
        [part, base],
        left=f"{printed(part)} ÷ {printed(base)}",
        severity=Severity.WARNING,
        subject=claim.subject,
        quote=claim.sentence,
    )


def _percent(rate: Figure, part: Figure, base: Figure) -> Outcome:
    return relate(rate, lambda of: of(part) / of(base) * 100)


def _amount(figure: Figure) -> bool:
    return figure.kind is FigureKind.MONEY and readable(figure)


def _is_left(term: Term) -> bool:
    named = normal(term.metric).startswith(words().remainders)
    return _amount(term.figure) and (term.field in LEFT_FIELDS or term.role is Role.SURPLUS or named)


def _left(context: Context, claim: Claim, term: Term, around: Sequence[Term]) -> Iterator[Check]:
    before = [t for t in around if t.figure.place.address < term.figure.place.address]
    bases = [t.figure for t in before if t.field in BASE_FIELDS and t.role is not Role.PREVIOUS]
    if any(t.field == "budget_adjusted" for t in before):
        bases = [t.figure for t in before if t.field in BASE_FIELDS and t.field != "budget_initial"]
    spent = [t.figure for t in before if t.field == "executed_amount" and t.role is not Role.PART]
    for line in context.report.budget_lines:
        if line.is_total and not bases:
            bases += [f for name in BASE_FIELDS if (f := line.amounts.get(name)) is not None and readable(f)]
    bases = [_finer(context, base) for base in bases]
    pairs = [(b, s) for b in bases for s in spent if comparable(b, s) and (b.number or 0) > (s.number or 0)]
    tried = [(b, s, _minus(term.figure, b, s)) for b, s in pairs]
    if not tried:
        return
    base, out, outcome = next((t for t in tried if not t[2].failed), tried[0])
    if outcome.failed and (len({f.number for f in bases}) > 1 or len({f.number for f in spent}) > 1):
        outcome = UNKNOWN
    exact = Fraction(base.number or 0) - Fraction(out.number or 0)
    together = any(t.figure is out for t in claim.terms)
    if outcome.failed and not together and not likely([(term.figure, exact)]):
        outcome = UNKNOWN
    yield check_of(
        "B20",
        outcome,
        term.figure,
        [base, out],
        left=f"{printed(base)} − {printed(out)}",
        severity=Severity.WARNING,
        subject=term.metric or claim.subject,
        quote=claim.sentence,
        repairs=[str(r) for r in likely([(term.figure, exact)])] if outcome.failed else (),
    )


def _finer(context: Context, figure: Figure) -> Figure:
    """The same amount as a total row prints it to more places: 1.86亿元 of the text is 18,600.00万元 of the table."""
    finer = [
        found
        for line in context.report.budget_lines
        if line.is_total
        for name in BASE_FIELDS
        if (found := line.amounts.get(name)) is not None
        and _amount(found)
        and found.unit_in_last_place < figure.unit_in_last_place
        and agree(found, figure)
    ]
    return finer[0] if len({found.number for found in finer}) == 1 else figure


def _minus(left: Figure, base: Figure, spent: Figure) -> Outcome:
    return relate(left, lambda of: of(base) - of(spent))


@rule("S15", severity=Severity.WARNING, needs=("claims",))
def grades_of_all_projects(context: Context) -> Iterator[Check]:
    """The projects of each grade are together the projects that were graded.

    Example: 「自评项目39个……绩效评级为“优”的项目37个，“良”的项目1个，“合格”的项目0个，“不合格”的项目0个」, which make 38.
    """
    sentences: dict[tuple[int | None, str], list[Claim]] = defaultdict(list)
    for claim in context.claims(ClaimKind.COUNT):
        if claim.place.row is None and len(claim.terms) == 1 and readable(claim.terms[0].figure):
            sentences[claim.place.block, claim.sentence].append(claim)
    for claims in sentences.values():
        graded = [c for c in claims if _grade_of(c)]
        others = (
            [c for c in claims if not _grade_of(c) and c.place.address < graded[0].place.address]
            if graded
            else []
        )
        units = {c.terms[0].figure.unit for c in graded}
        wholes = [c for c in others if c.terms[0].figure.unit in units and c.terms[0].figure.number]
        if len({_grade_of(c) for c in graded}) == len(graded) >= FEWEST_GRADES and len(units) == 1 and wholes:
            yield _classes(wholes, graded)


FEWEST_GRADES = 3


def _grade_of(claim: Claim) -> str | None:
    """The grade word that a count is said of (“优”的项目)."""
    names = sorted(
        {w for s in grade_schemes().values() for b in s.bands for w in (b.grade, *b.words)}, key=len
    )
    quoted = [part for part in claim.terms[0].metric.replace("”", "“").split("“")[1:2] if part]
    return any_of(names[::-1] + list(words().lesser_grades), quoted[0]) if quoted else None


def _classes(wholes: Sequence[Claim], graded: Sequence[Claim]) -> Check:
    """The sum against the count said last before the grades; any earlier one that fits will do."""
    parts = tuple(c.terms[0].figure for c in graded)
    tried = [(c, compare_sum(c.terms[0].figure, parts)) for c in reversed(wholes)]
    whole, outcome = next((pair for pair in tried if not pair[1].failed), tried[0])
    found = Sum(whole.terms[0].figure, parts, 0, "", (), outcome, certain=True, complete=True, loose=outcome)
    check = sum_check("S15", found, subject=whole.terms[0].metric, quote=whole.sentence, mild=True)
    agreeing = [c.terms[0].figure for c, o in tried if not o.failed]
    return check.model_copy(update={"figures": (*check.figures, *agreeing)}) if not outcome.failed else check

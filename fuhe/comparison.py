"""A report against its annotation: what was expected, what was found, and what of it is right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher

from fuhe.gold import Gold, GoldBudget, GoldClaim, GoldFinding, GoldIndicator
from publish.places import split_number
from schema.figure import Figure
from schema.finding import Finding, Severity, Verdict
from schema.report import Indicator, Report

CELLS = ("level1", "level2", "level3", "target", "actual", "weight", "score")
SCALES = {"万元": 4, "千元": 3, "百万元": 6, "亿元": 8}
_NUMBER = re.compile(r"[-−]?\d[\d,，]*(?:\.[\d,，]*\d)*")
_REPEATED = re.compile(r"\(\d+\)$")
_POINTS = re.compile(r"(?<=.)(?:[(\[【](?:\D{2}:?)?\d+(?:\.\d+)?[分%]?[)\]】]|\d+(?:\.\d+)?分)$")
_SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "≧": ">=", "≦": "<="})


@dataclass(slots=True)
class Measure:
    """Counts of one thing that is measured: `right` of `expected`, and `found` by the program."""

    right: int = 0
    expected: int = 0
    found: int = 0

    def __iadd__(self, other: Measure) -> Measure:
        self.right += other.right
        self.expected += other.expected
        self.found += other.found
        return self


MEASURES = (
    "facts",
    "indicator_rows",
    "indicator_cells",
    "budget_amounts",
    "claims",
    "claim_numbers",
    "must_report",
    "false_alarms",
    "overall_alarms",
)
"""For the last two `right` counts alarms: `false_alarms` of the places annotated as fine, `overall_alarms` of all
findings of severity error."""


@dataclass(slots=True)
class Comparison:
    """The measures of one document, and in words what was missed and what was reported wrongly."""

    measures: dict[str, Measure] = field(default_factory=lambda: {name: Measure() for name in MEASURES})
    misses: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)


def compare(report: Report, gold: Gold) -> Comparison:
    """Measure a report against its annotation."""
    result = Comparison()
    _facts(report, gold, result)
    _indicators(report, gold, result)
    _budget(report, gold.budget, result)
    _claims(report, gold.claims, result)
    _findings(report, gold.findings, result)
    return result


def plain(text: object) -> str:
    """Text without blanks and in one width, so that only what is printed counts."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", "" if text is None else str(text)))


def _facts(report: Report, gold: Gold, result: Comparison) -> None:
    facts = report.document
    pairs = (
        ("unit", gold.document.unit, facts.organisation),
        ("year", gold.document.year, facts.fiscal_year),
    )
    measure = result.measures["facts"]
    for name, expected, found in pairs:
        if expected:
            measure.expected += 1
            measure.found += found is not None
            if plain(expected) == plain(found):
                measure.right += 1
            else:
                result.misses.append(f"{name}: {expected} / {found}")


def _indicators(report: Report, gold: Gold, result: Comparison) -> None:
    rows, cells = result.measures["indicator_rows"], result.measures["indicator_cells"]
    rows.expected, rows.found = len(gold.indicators), len(report.indicators)
    pairs = _aligned(gold.indicators, report.indicators)
    for wanted, row in pairs:
        rows.right += row is not None
        for name in CELLS:
            expected = plain(getattr(wanted, name))
            got = plain(cell_of(row, name)) if row else ""
            cells.expected += bool(expected)
            cells.found += bool(got)
            if expected == got or (row is not None and expected and _same_cell(expected, row, name)):
                cells.right += bool(expected)
            else:
                result.misses.append(f"{wanted.level3} {name}: {getattr(wanted, name)} / {got or None}")
    matched = {id(row) for _, row in pairs if row is not None}
    for extra in report.indicators:
        if id(extra) not in matched:
            cells.found += sum(bool(plain(cell_of(extra, name))) for name in CELLS)
            if gold.indicators:
                result.misses.append(f"+ {extra.level3}")


def _aligned(
    wanted: Sequence[GoldIndicator], rows: Sequence[Indicator]
) -> list[tuple[GoldIndicator, Indicator | None]]:
    """Each annotated row with the row read for it, in order, by the text of the third level."""
    left, right = [plain(row.level3) for row in wanted], [plain(row.level3) for row in rows]
    out: list[Indicator | None] = [None] * len(wanted)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and i2 - i1 == j2 - j1):
            out[i1:i2] = rows[j1:j2]
    return list(zip(wanted, out, strict=True))


def cell_of(row: Indicator, name: str) -> str | None:
    """A cell of an indicator as printed."""
    value = getattr(row, name)
    return value if value is None or isinstance(value, str) else value.text


def _same_cell(expected: str, row: Indicator, name: str) -> bool:
    """Whether a cell annotated in another way is the same.

    The points of a group may be annotated with its name (产出指标（40分）), and a target printed as operator, value
    and unit in three columns as one value (≥48次): its operator and unit then have to be read rightly too.
    """
    got = plain(cell_of(row, name))
    if name in ("level1", "level2"):
        return bool(got) and _POINTS.sub("", expected) == _POINTS.sub("", got)
    if name != "target" or row.target is None or not got[:1].isdigit():
        return False
    sign, unit = row.target.operator or "", plain(row.unit)
    return expected.translate(_SIGNS) in {sign + got, sign + got + unit, got + unit}


def _budget(report: Report, gold: Sequence[GoldBudget], result: Comparison) -> None:
    """Amounts in their row; an annotated row that is none in the document is one of its statements."""
    measure = result.measures["budget_amounts"]
    measure.found = sum(len(line.amounts) for line in report.budget_lines)
    named = list(_named_figures(report))
    said = [term.figure for claim in report.claims for term in claim.terms]
    for row in gold:
        item = _REPEATED.sub("", plain(row.item))
        near = [figure for name, figure in named if _same_row(item, name)] or said
        for column, value in row.values.items():
            measure.expected += 1
            if any(_same_amount(value, row.unit, figure) for figure in near):
                measure.right += 1
            else:
                result.misses.append(f"{row.table} {row.item} {column}: {value}")
    measure.found = max(measure.found, measure.right)


def _named_figures(report: Report) -> Iterator[tuple[str, Figure]]:
    """Every figure that stands in a row or statement, with the name it stands under."""
    for line in report.budget_lines:
        for figure in line.amounts.values():
            yield plain(f"{line.code or ''}{line.name}"), figure
            yield plain(line.name), figure
    for entry in report.ledger_entries:
        for amount in (entry.debit, entry.credit, entry.balance):
            if amount:
                for name in (entry.description, entry.account, f"{entry.code or ''}{entry.account or ''}"):
                    yield plain(name), amount
    for form in report.forms:
        for group in form.groups:
            yield from ((plain(group.name), part) for part in (group.weight, group.score) if part)
    for claim in report.claims:
        for term in claim.terms:
            yield plain(claim.sentence), term.figure


def _same_row(item: str, name: str) -> bool:
    return item == name or (len(item) > 3 and item in name)


def _same_amount(printed: str, unit: str, figure: Figure) -> bool:
    wanted, got = split_number(plain(printed)), split_number(plain(figure.text))
    if wanted is None or got is None or wanted[0] != got[0]:
        return plain(printed) == plain(figure.text)
    if figure.unit != "元" or figure.number is None or wanted[1]:
        return True
    return figure.number == wanted[0].scaleb(SCALES.get(unit, 0)) or bool(got[1])


def _claims(report: Report, gold: Sequence[GoldClaim], result: Comparison) -> None:
    whole, parts = result.measures["claims"], result.measures["claim_numbers"]
    whole.found = len(report.claims)
    parts.found = sum(len(claim.terms) for claim in report.claims)
    for wanted in gold:
        here = [c for c in report.claims if plain(wanted.text) in plain(c.sentence)]
        needed = [_digits(number) for number in wanted.numbers]
        sets = [_numbers(figure.text for figure in claim.figures()) for claim in here]
        anywhere = set().union(*sets) if sets else set()
        whole.expected += 1
        parts.expected += len(needed)
        parts.right += sum(number in anywhere for number in needed)
        if any(all(number in numbers for number in needed) for numbers in sets):
            whole.right += 1
        else:
            result.misses.append(f"{wanted.id} {wanted.text}: {', '.join(wanted.numbers)}")
    whole.found, parts.found = max(whole.found, whole.right), max(parts.found, parts.right)


def _digits(text: str) -> str:
    return re.sub("[,，]", "", _first_number(text) or plain(text)).replace("−", "-")


def _first_number(text: str) -> str | None:
    found = _NUMBER.search(plain(text))
    return found.group() if found else None


def _numbers(texts: Iterable[str]) -> set[str]:
    """The numbers of the texts; of 六个, a number in words, what stands before the last character too."""
    texts = [plain(text) for text in texts]
    found = (hit for text in texts for hit in _NUMBER.findall(text))
    words = {part for text in texts for part in (text, text[:-1]) if part and not _NUMBER.search(text)}
    return {_digits(number) for number in found} | words


def _findings(report: Report, gold: Sequence[GoldFinding], result: Comparison) -> None:
    errors = [f for f in report.findings if f.severity is Severity.ERROR]
    grave = [f for f in report.findings if f.severity is not Severity.NOTE]
    wrong = [finding for finding in gold if finding.verdict == "inconsistent"]
    must, alarms = result.measures["must_report"], result.measures["false_alarms"]
    for wanted in wrong:
        must.expected += 1
        if any(_is_about(finding, wanted) for finding in grave):
            must.right += 1
        else:
            result.misses.append(f"{wanted.id} {wanted.where}: {wanted.reported} / {wanted.expected}")
    explained = [f for f in errors if any(_is_about(f, wanted) for wanted in wrong)]
    for fine in gold:
        if fine.verdict != "inconsistent":
            alarms.expected += 1
            alarms.right += any(_claims_wrong(f, fine) for f in errors if f not in explained)
    overall = result.measures["overall_alarms"]
    overall.expected = len(errors)
    for finding in errors:
        if finding not in explained:
            overall.right += 1
            result.alarms.append(f"{finding.rule} {finding.subject}: {finding.formula} / {finding.reported}")


def _is_about(finding: Finding, gold: GoldFinding) -> bool:
    """Whether a finding reports the annotated error: one of its figures is the one annotated as wrong."""
    wanted = {_digits(number) for number in _annotated(gold)}
    if wanted & _numbers([figure.text for figure in finding.figures] + [finding.reported or ""]):
        return True
    return bool(gold.quote) and plain(gold.quote) in plain(finding.quote)


def _annotated(gold: GoldFinding) -> list[str]:
    """The annotated number itself; those beside it only where it is none."""
    number = _first_number(gold.reported or "")
    return [number] if number else list(gold.numbers or ())


def _claims_wrong(finding: Finding, gold: GoldFinding) -> bool:
    """Whether a finding says of the annotated figure, itself, that it is wrong."""
    if finding.verdict is not Verdict.INCONSISTENT or finding.reported is None:
        return False
    return _digits(finding.reported) in {_digits(number) for number in _annotated(gold)}


def share(part: int, whole: int) -> Decimal | None:
    """Part of whole in percent."""
    return Decimal(100 * part) / whole if whole else None


def wilson(part: int, whole: int) -> tuple[Decimal, Decimal] | None:
    """The 95 % interval of Wilson for a share, in percent."""
    if not whole:
        return None
    z, n = Decimal("1.96"), Decimal(whole)
    p = Decimal(part) / n
    middle = p + z * z / (2 * n)
    half = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
    low, high = ((middle + side * half) / (1 + z * z / n) * 100 for side in (-1, 1))
    return max(low, Decimal(0)), min(high, Decimal(100))

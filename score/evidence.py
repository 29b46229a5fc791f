"""Evidence in the words of the page: formulas with the figures as printed, results in the printed unit.

Everything a person needs to redo the arithmetic with a calculator is put into a Check here, exactly once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from schema.figure import Figure, FigureKind, Place
from schema.finding import Check, Severity, Verdict
from score.interval import Interval, rational
from score.relation import Outcome
from score.rounding import unround

_BLANKS = re.compile(r"\s+")
_AFTER_NUMBER = re.compile(r"[^0-9０-９]*$")

EXTRA_PLACES = 4
"""Places shown beyond the printed ones, so that a near miss can be seen (101.5152% beside 101.49%)."""


def printed(figure: Figure) -> str:
    """The figure as printed, without the blanks and line ends that typesetting puts into it."""
    return _without_blanks(figure.text)


@lru_cache(maxsize=1 << 14)
def _without_blanks(text: str) -> str:
    return _BLANKS.sub("", text)


def suffix(figure: Figure) -> str:
    """What is printed after the digits: the unit, or nothing."""
    return _after_number(printed(figure))


@lru_cache(maxsize=1 << 14)
def _after_number(text: str) -> str:
    found = _AFTER_NUMBER.search(text)
    return found.group().strip() if found else ""


def number(value: Fraction, places: int = EXTRA_PLACES, grouped: bool = False, padded: bool = False) -> str:
    """A rational as decimal text, rounded to `places`; idle zeros are dropped unless `padded`."""
    return _decimal(value.numerator, value.denominator, places, grouped, padded)


def _decimal(numerator: int, denominator: int, places: int, grouped: bool, padded: bool) -> str:
    """The text of a quotient, which need not be in lowest terms: a Fraction would look for its common divisor."""
    if not numerator and not padded:
        return "0"
    scaled, rest = divmod(abs(numerator) * 10**places, denominator)
    scaled += rest * 2 >= denominator
    whole, part = divmod(scaled, 10**places)
    digits = f"{part:0{places}d}" if places else ""
    if not padded:
        digits = digits.rstrip("0")
    sign = "-" if numerator < 0 and scaled else ""
    return sign + (f"{whole:,}" if grouped else str(whole)) + (f".{digits}" if digits else "")


def like(value: Fraction, figure: Figure, places: int | None = None) -> str:
    """A value in the unit, and with the thousands marks, that `figure` is printed with.

    Without `places` it shows more than the printed ones; with them exactly as many.
    """
    numerator, denominator = value.as_integer_ratio()
    if figure.scale > 0:
        denominator *= 10**figure.scale
    elif figure.scale < 0:
        numerator *= 10**-figure.scale
    digits = figure.decimals + 2 if places is None else places
    if figure.kind is FigureKind.PERCENT and places is None:
        digits = max(figure.decimals + 2, EXTRA_PLACES)
    if figure.kind is FigureKind.MONEY and digits - figure.scale > 2 and places is None:
        digits = max(2 + figure.scale, figure.decimals)
    grouped = "," in figure.text or "，" in figure.text
    return _decimal(numerator, denominator, digits, grouped, places is not None) + suffix(figure)


MOST_SHOWN = 16
"""Longer formulas name their ends and the number of their figures; the check holds them all."""


def joined(figures: Sequence[Figure], sign: str = "+") -> str:
    """`10,105.67元 + 34,848.88元`; of a long list the ends, and how many there are."""
    if len(figures) <= MOST_SHOWN:
        return f" {sign} ".join(printed(figure) for figure in figures)
    ends = [*(printed(figure) for figure in figures[:3]), "…", printed(figures[-1])]
    return f" {sign} ".join(ends) + f" ({len(figures)})"


def severity_of(verdict: Verdict, worst: Severity) -> Severity | None:
    """What a finding of this verdict weighs: a contradiction as the rule says, other rounding a note."""
    if verdict is Verdict.INCONSISTENT:
        return worst
    return Severity.NOTE if verdict in {Verdict.IF_TRUNCATED, Verdict.IF_ROUNDED_UP} else None


def _at_most_doubt(severity: Severity) -> Severity:
    return Severity.WARNING if severity is Severity.ERROR else severity


def check_of(
    rule: str,
    outcome: Outcome,
    reported: Figure,
    inputs: Sequence[Figure],
    *,
    left: str,
    severity: Severity = Severity.ERROR,
    subject: str = "",
    quote: str = "",
    repairs: Iterable[str] = (),
    facts: Mapping[str, str] | None = None,
    places: Iterable[Place] = (),
) -> Check:
    """The Check of a comparison. `left` is the formula's left side with the figures as printed.

    `rounded` is set where the result is another than the printed one, and only the unprinted digits of the inputs make them agree.
    Facts always hold `outcome` (the key of the message, the verdict unless told otherwise), `reported`, `recomputed`, `formula`, `subject`, `low`, `high` and `fits` (the worlds
    of rounding in which it holds); `difference` when both sides are single numbers.
    """
    subject = subject or printed(reported)
    recomputed = None if outcome.exact is None else like(outcome.exact, reported)
    low, high = bounds(outcome.allowed, reported)
    formula = left if recomputed is None else f"{left} = {recomputed}"
    told = {
        "outcome": outcome.verdict.value,
        "subject": subject,
        "reported": printed(reported),
        "recomputed": recomputed or "",
        "formula": formula,
        "low": low or "",
        "high": high or "",
        "fits": " ".join(sorted(outcome.fits)),
    }
    if outcome.exact is not None and reported.number is not None:
        printed_so = unround(reported.number, reported.unit_in_last_place)
        if outcome.verdict is Verdict.CONSISTENT and outcome.exact not in printed_so:
            told["rounded"] = "1"
        told["difference"] = like(abs(outcome.exact - rational(reported.number)), reported)
    return Check(
        rule=rule,
        verdict=outcome.verdict,
        severity=severity_of(outcome.verdict, _at_most_doubt(severity) if outcome.doubtful else severity),
        figures=distinct([reported, *inputs]),
        subject=subject,
        formula=formula,
        reported=printed(reported),
        recomputed=recomputed,
        low=low,
        high=high,
        margin=None if outcome.margin is None else number(outcome.margin, 2),
        power=None if outcome.power is None else number(outcome.power, 4),
        repairs=tuple(repairs),
        facts={**told, **(facts or {})},
        quote=quote,
        places=tuple(places),
    )


def undecided(check: Check) -> Check:
    """The same check without a verdict, for a failure that other checks explain."""
    facts = check.facts | {"outcome": Verdict.UNDETERMINED.value}
    return check.model_copy(update={"verdict": Verdict.UNDETERMINED, "severity": None, "facts": facts})


def bounds(allowed: Interval | None, reported: Figure) -> tuple[str | None, str | None]:
    """The ends of a set of results, in the printed unit of `reported`; None where there is no end."""
    if allowed is None:
        return None, None
    low = None if allowed.low is None else like(allowed.low, reported)
    if allowed.low == allowed.high:
        return low, low
    return low, None if allowed.high is None else like(allowed.high, reported)


def distinct(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures, once a place, in their order."""
    seen: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        place = figure.place
        seen.setdefault((place.document, place.address, figure.text), figure)
    return tuple(seen.values())

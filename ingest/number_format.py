"""Numbers of a workbook as they are displayed: Excel number formats, as far as reports and ledgers use them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from itertools import repeat
from math import isfinite
from typing import NamedTuple

import numpy as np

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 48: "0.0E+0", 49: "@",
}  # fmt: skip
"""Formats that workbooks refer to by number without writing them out (dates aside)."""

_GENERAL = frozenset({"General", "@", ""})
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
_PATTERN = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?")


class _Plan(NamedTuple):
    before: str
    after: str
    decimals: int
    optional: int
    grouped: bool
    percent: bool
    thousands: int


@lru_cache(maxsize=2048)
def _plan(section: str) -> _Plan | None:
    """How to print with one section of a format; None for what is not understood."""
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1] or found[2] or "")
        return "\ue000"

    bare = _LITERAL.sub(keep, section)
    found = _PATTERN.search(bare)
    if found is None or re.search("[eE/ymdhsYMDHS@]", bare):
        return None
    whole, _, decimals = found[0].partition(".")
    texts = iter(literals)
    before = re.sub("\ue000", lambda _: next(texts), bare[: found.start()])
    rest = bare[found.end() :]
    after = re.sub("\ue000", lambda _: next(texts), rest)
    scaled = len(whole) - len(whole.rstrip(","))
    if scaled and not decimals:
        whole = whole.rstrip(",")
    return _Plan(
        before.strip(),
        after.strip(),
        len(decimals),
        len(decimals) - len(decimals.rstrip("#?")),
        "," in whole,
        "%" in rest,
        scaled if not decimals else 0,
    )


@lru_cache(maxsize=2048)
def _positive(code: str) -> _Plan | None:
    """The plan for numbers above zero, which most are."""
    section = code.partition(";")[0]
    return None if section in _GENERAL else _plan(section)


def exact(number: float) -> Decimal:
    """The number without the noise of binary fractions: fifteen significant digits, as Excel keeps them."""
    return Decimal(f"{number:.15g}")


def plain(number: float) -> str:
    """The number in General format: integers without .0, no scientific form below 20 digits."""
    if number == int(number) and abs(number) < 1e11:
        return str(int(number))
    value = exact(number)
    if abs(number) >= 1e11 and number == int(number):
        return format(value, "f") if abs(number) < 1e15 else _scientific(value)
    return format(value.normalize(), "f") if abs(number) >= 1e-9 else _scientific(value)


def _scientific(value: Decimal) -> str:
    mantissa, _, exponent = f"{value:.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{int(exponent):+03d}"


def display(number: float, code: str) -> str:
    """The number as a cell with that format shows it; in General form if the format is not understood."""
    if not isfinite(number):
        return str(number)
    if number > 0:
        plan = _positive(code)
        quick = None if plan is None else _quick(number, plan)
        if quick is not None:
            return quick
    sections = code.split(";")
    section = sections[0]
    negative = number < 0
    if negative and len(sections) > 1:
        section, number, negative = sections[1], -number, False
    elif number == 0 and len(sections) > 2:
        section = sections[2]
        if "0" not in _LITERAL.sub("", section):
            return _LITERAL.sub(lambda m: m[1] or m[2] or "", section).strip("?# ")
    plan = None if section in _GENERAL else _plan(section)
    if plan is None:
        return ("-" if number > 0 and section is not sections[0] else "") + plain(number)
    quick = _quick(number, plan)
    return _printed(exact(number), plan) if quick is None else quick


def _exact_below(decimals: int) -> float:
    """Below this, a float that equals its rounding has no more than fifteen digits: it prints without noise."""
    return 10.0 ** (15 - decimals)


def displayed(numbers: Sequence[float], code: str) -> list[str]:
    """`display` for many numbers of one format: at once, but for those that must be rounded."""
    plan = _positive(code)
    if plan is None or plan.percent or plan.thousands or plan.optional:
        return [display(number, code) for number in numbers]
    form = f"{',' if plan.grouped else ''}.{plan.decimals}f"
    texts = list(map(format, numbers, repeat(form)))
    if plan.before or plan.after:
        texts = [f"{plan.before}{text}{plan.after}" for text in texts]
    for index in _inexact(numbers, plan.decimals):
        texts[index] = display(numbers[index], code)
    return texts


def _inexact(numbers: Sequence[float], decimals: int) -> list[int]:
    """Indices of the numbers that are not above 0 and, as floats go, whole in the last of the decimals shown.

    A float is the nearest one to so many hundredths when it is what their division gives.
    """
    values, unit = np.array(numbers, np.float64), 10.0**decimals
    sound = (values > 0) & (values < _exact_below(decimals))
    values = np.where(sound, values, 0.0)
    sound &= np.floor(values * unit + 0.5) / unit == values
    return np.nonzero(~sound)[0].tolist()


def _quick(number: float, plan: _Plan) -> str | None:
    """The same as `_printed` where nothing is rounded: most amounts have no more decimals than are shown."""
    if plan.percent or plan.thousands or plan.optional:
        return None
    if abs(number) >= _exact_below(plan.decimals) or round(number, plan.decimals) != number:
        return None
    text = f"{number:,.{plan.decimals}f}" if plan.grouped else f"{number:.{plan.decimals}f}"
    return f"-{plan.before}{text[1:]}{plan.after}" if number < 0 else f"{plan.before}{text}{plan.after}"


def _printed(value: Decimal, plan: _Plan) -> str:
    with localcontext() as context:
        context.prec = 400  # the largest float has 309 digits
        value = value.scaleb((2 if plan.percent else 0) - 3 * plan.thousands)
        value = value.quantize(Decimal(1).scaleb(-plan.decimals), rounding=ROUND_HALF_UP)
        text = format(abs(value), ",f" if plan.grouped else "f")
    if plan.optional and "." in text:
        head, _, tail = text.partition(".")
        fixed = plan.decimals - plan.optional
        text = head + "." + tail[:fixed] + tail[fixed:].rstrip("0")
        text = text.rstrip(".")
    sign = "-" if value < 0 else ""
    return f"{sign}{plan.before}{text}{plan.after}"


def display_date(value: date | datetime | time | timedelta, code: str) -> str:
    """A date as its format shows it, for the formats of Chinese workbooks; ISO otherwise."""
    if isinstance(value, (time, timedelta)):
        return str(value)
    han = "年" in code
    has_day = "d" in code.lower() or not code
    if han:
        text = f"{value.year}年{value.month}月" + (f"{value.day}日" if has_day else "")
    else:
        text = f"{value.year:04d}-{value.month:02d}" + (f"-{value.day:02d}" if has_day else "")
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        text += f" {value:%H:%M:%S}" if value.second else f" {value:%H:%M}"
    return text

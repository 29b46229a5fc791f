"""Numbers of a workbook as they are displayed: Excel number formats, as far as reports and ledgers use them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from itertools import repeat
from math import isfinite
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

import numpy as np

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 48: "0.0E+0", 49: "@",
}  # fmt: skip
"""Formats that workbooks refer to by number without writing them out, dates as Chinese Excel shows them."""

_GENERAL = frozenset({"General", "@", "G/通用格式"})
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].?|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<other>.)",
    re.DOTALL,
)
_UNKNOWN = re.compile("[eE@/yYmMdDhHsS]")
"""Marks of dates, fractions and scientific forms outside literals: such numbers are printed in General form."""
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne,
}  # fmt: skip


class _Plan(NamedTuple):
    """How to print with one section. `least` digits at least stand before the point; `inner` are literals among
    the digits, each with the number of digits right of it; a section without digits prints `before` alone.
    """

    before: str
    after: str
    decimals: int
    optional: int
    grouped: bool
    percent: bool
    thousands: int
    least: int = 1
    inner: tuple[tuple[int, str], ...] = ()
    bare: bool = False

    @property
    def simple(self) -> bool:
        """Printed as Python prints: only rounding, grouping, and what stands before and after."""
        return not (
            self.percent or self.thousands or self.optional or self.inner or self.least != 1 or self.bare
        )


def sections_of(code: str) -> list[str]:
    """The parts of a format between semicolons that are no literals; of an empty one none."""
    if ";" not in code:
        return [code] if code else []
    sections = [""]
    for found in TOKEN.finditer(code):
        if found[0] == ";":
            sections.append("")
        else:
            sections[-1] += found[0]
    return sections


@lru_cache(maxsize=2048)
def _plan(section: str) -> _Plan | None:
    """How to print with one section of a format; None for what is not understood."""
    if "General" in section or "通用格式" in section:
        return None
    tokens: list[tuple[str, str]] = []
    for found in TOKEN.finditer(section):
        kind = found.lastgroup or ""
        if kind in {"quoted", "escaped", "currency"}:
            tokens.append(("literal", found[kind]))
        elif kind == "other":
            if _UNKNOWN.match(found[0]):
                return None
            tokens.append(("literal", found[0]))
        elif kind in {"digit", "point", "comma", "percent"}:
            tokens.append((kind, found[0]))
    return _planned(tokens)


def _planned(tokens: list[tuple[str, str]]) -> _Plan:
    digits = [k for k, (kind, _) in enumerate(tokens) if kind == "digit"]
    texts = [text if kind in {"literal", "percent"} else "" for kind, text in tokens]
    percent = ("percent", "%") in tokens
    if not digits:
        return _Plan("".join(texts).strip(), "", 0, 0, False, percent, 0, bare=True)
    first, last = digits[0], digits[-1]
    point = next((k for k, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    whole, decimals = [k for k in digits if k < point], [k for k in digits if k > point]
    least = next((len(whole) - n for n, k in enumerate(whole) if tokens[k][1] == "0"), 0)
    fixed = next((len(decimals) - n for n, k in enumerate(reversed(decimals)) if tokens[k][1] == "0"), 0)
    commas = [k for k, (kind, _) in enumerate(tokens) if kind == "comma" and k > first]
    end = whole[-1] if whole else first
    scaled = sum(
        all(tokens[j][0] == "comma" for j in range(after + 1, k + 1))
        for k in commas
        for after in {end, last}
        if after < k
    )
    inner = tuple((sum(j > k for j in whole), texts[k]) for k in range(first, end) if texts[k])
    return _Plan(
        "".join(texts[:first]).strip(),
        "".join(texts[last:]).strip(),
        len(decimals),
        len(decimals) - fixed,
        any(k < end for k in commas),
        percent,
        scaled,
        least,
        inner,
    )


def _conditions(sections: Sequence[str]) -> list[re.Match[str] | None]:
    return [_CONDITION.search("".join(re.findall(r"\[[^\]$]*\]", section))) for section in sections]


@lru_cache(maxsize=2048)
def _positive(code: str) -> _Plan | None:
    """The plan for numbers above zero, which most are."""
    sections = sections_of(code)
    if not sections or sections[0] in _GENERAL or any(_conditions(sections)):
        return None
    return _plan(sections[0])


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
    section, number = _section_for(number, sections_of(code))
    plan = None if section in _GENERAL else _plan(section)
    if plan is None:
        before, after = _around_general(section)
        return before + plain(number) + after
    quick = _quick(number, plan)
    return _printed(exact(number), plan) if quick is None else quick


def _section_for(number: float, sections: Sequence[str]) -> tuple[str, float]:
    """The section a number is shown with, and the number, without its sign where the section has its own."""
    if not sections:
        return "General", number
    conditions = _conditions(sections)
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _COMPARE[condition[1]](number, float(condition[2])):
                return section, number
        return sections[-1], number
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    return sections[2 if number == 0 and len(sections) > 2 else 0], number


def _around_general(section: str) -> tuple[str, str]:
    """The literals before and after General, or the name it has in Chinese files."""
    parts = re.split("G/通用格式|General", section)
    if len(parts) != 2:
        return "", ""
    before, after = (
        "".join(m["quoted"] or m["escaped"] or m["other"] or "" for m in TOKEN.finditer(part))
        for part in parts
    )
    return before, after


def _exact_below(decimals: int) -> float:
    """Below this, a float that equals its rounding has no more than fifteen digits: it prints without noise."""
    return 10.0 ** (15 - decimals)


def displayed(numbers: Sequence[float], code: str) -> list[str]:
    """`display` for many numbers of one format: at once, but for those that must be rounded."""
    plan = _positive(code)
    if plan is None or not plan.simple:
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
    if not plan.simple:
        return None
    if abs(number) >= _exact_below(plan.decimals) or round(number, plan.decimals) != number:
        return None
    text = f"{number:,.{plan.decimals}f}" if plan.grouped else f"{number:.{plan.decimals}f}"
    return f"-{plan.before}{text[1:]}{plan.after}" if number < 0 else f"{plan.before}{text}{plan.after}"


def _printed(value: Decimal, plan: _Plan) -> str:
    if plan.bare:
        return plan.before
    with localcontext() as context:
        context.prec = 400  # the largest float has 309 digits
        value = value.scaleb((2 if plan.percent else 0) - 3 * plan.thousands)
        value = value.quantize(Decimal(1).scaleb(-plan.decimals), rounding=ROUND_HALF_UP)
        head, _, tail = format(abs(value), "f").partition(".")
    head = head.zfill(plan.least)
    if not plan.least and not plan.decimals and head == "0":
        head = ""
    if plan.inner:
        head = _with_inner(head, plan.inner)
    elif plan.grouped:
        head = re.sub(r"\B(?=(?:\d{3})+$)", ",", head)
    fixed = plan.decimals - plan.optional
    tail = tail[:fixed] + tail[fixed:].rstrip("0")
    sign = "-" if value < 0 else ""
    return f"{sign}{plan.before}{head}{'.' if tail else ''}{tail}{plan.after}"


def _with_inner(digits: str, inner: Sequence[tuple[int, str]]) -> str:
    """Digits with literals among them, as a point four digits from the right shows ten thousands."""
    for right, text in inner:
        at = max(len(digits) - right, 0)
        digits = digits[:at] + text + digits[at:]
    return digits

"""Errors planted into correct documents, and harmless rewrites that must not be flagged.

Every operator takes a document and a random source and returns a `Plant`, or None where it does not apply. An
error that leaves every recorded relation satisfiable is not visible to anyone with a calculator; it is counted
apart. Operators were fixed before rules were tuned against them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from corpus.markup import Grid, Text
from corpus.truth import Known


@dataclass
class Plant:
    """One planted change: the blocks as printed, what was changed, and whether it can be seen."""

    operator: str
    blocks: list[Text | Grid]
    old: str
    new: str
    harmless: bool
    visible: bool
    tokens: tuple[int, ...] = ()


Operator = Callable[[Known, random.Random], Plant | None]
ERRORS: dict[str, Operator] = {}
HARMLESS: dict[str, Operator] = {}


def error(function: Operator) -> Operator:
    """Register an operator that makes a document wrong."""
    ERRORS[function.__name__] = function
    return function


def harmless(function: Operator) -> Operator:
    """Register an operator that changes the print and not the truth."""
    HARMLESS[function.__name__] = function
    return function


def _plant(doc: Known, operator: str, changed: dict[int, str]) -> Plant | None:
    changed = {i: text for i, text in changed.items() if text != doc.tokens[i].printed}
    if not changed:
        return None
    old = ", ".join(doc.tokens[i].printed for i in changed)
    visible = bool(doc.broken(changed))
    return Plant(
        operator, doc.rendered(changed), old, ", ".join(changed.values()), False, visible, tuple(changed)
    )


def _pick(doc: Known, source: random.Random, *roles: str, length: int = 1) -> int | None:
    fit = [
        i
        for i, token in enumerate(doc.tokens)
        if (not roles or token.role in roles) and sum(c.isdigit() for c in token.printed) >= length
    ]
    return source.choice(fit) if fit else None


def _digits(text: str) -> list[int]:
    return [i for i, c in enumerate(text) if c.isdigit()]


@error
def digit_substituted(doc: Known, source: random.Random) -> Plant | None:
    """One digit becomes another."""
    i = _pick(doc, source)
    if i is None:
        return None
    text = doc.tokens[i].printed
    at = source.choice(_digits(text))
    others = [d for d in "0123456789" if d != text[at] and not (d == "0" and at == _digits(text)[0])]
    return _plant(doc, "digit_substituted", {i: text[:at] + source.choice(others) + text[at + 1 :]})


@error
def digits_swapped(doc: Known, source: random.Random) -> Plant | None:
    """Two neighbouring digits change places."""
    i = _pick(doc, source, length=2)
    if i is None:
        return None
    text = doc.tokens[i].printed
    pairs = [
        p
        for p in range(len(text) - 1)
        if text[p].isdigit() and text[p + 1].isdigit() and text[p] != text[p + 1]
    ]
    pairs = [p for p in pairs if not (p == 0 and text[1] == "0")]
    if not pairs:
        return None
    p = source.choice(pairs)
    return _plant(doc, "digits_swapped", {i: text[:p] + text[p + 1] + text[p] + text[p + 2 :]})


@error
def zero_added(doc: Known, source: random.Random) -> Plant | None:
    """A zero too many at the end of the whole part."""
    i = _pick(doc, source, length=2)
    if i is None:
        return None
    text = doc.tokens[i].printed.replace(",", "")
    whole, dot, rest = text.partition(".")
    return _plant(doc, "zero_added", {i: whole + "0" + dot + rest})


@error
def point_shifted(doc: Known, source: random.Random) -> Plant | None:
    """The decimal point one place to the left."""
    fit = [i for i, t in enumerate(doc.tokens) if "." in t.printed and t.value > 10]
    if not fit:
        return None
    i = source.choice(fit)
    text = doc.tokens[i].printed.replace(",", "")
    places = len(text.split(".")[1])
    return _plant(doc, "point_shifted", {i: f"{(Decimal(text) / 10):.{places}f}"})


@error
def total_not_updated(doc: Known, source: random.Random) -> Plant | None:
    """A part of a sum changes, its total stays."""
    sums = [r for r in doc.relations if r.kind == "sum" and len(r.tokens) >= 3]
    if not sums:
        return None
    i = source.choice(source.choice(sums).tokens[:-1])
    text = doc.tokens[i].printed.replace(",", "")
    places = len(text.split(".")[1]) if "." in text else 0
    grown = Decimal(text) + max(Decimal(text) * source.randint(3, 30) / 100, Decimal(2).scaleb(-places))
    return _plant(doc, "total_not_updated", {i: f"{grown:.{places}f}"})


@error
def one_copy_changed(doc: Known, source: random.Random) -> Plant | None:
    """One of two prints of the same amount changes."""
    repeats = [r for r in doc.relations if r.kind == "repeat"]
    if not repeats:
        return None
    i = source.choice(source.choice(repeats).tokens)
    text = doc.tokens[i].printed
    first = _digits(text)[0]
    return _plant(doc, "one_copy_changed", {i: str(int(text[first]) % 9 + 1) + text[first + 1 :]})


@error
def both_copies_changed(doc: Known, source: random.Random) -> Plant | None:
    """Both prints of an amount change alike: only other relations can show it."""
    repeats = [r for r in doc.relations if r.kind == "repeat"]
    if not repeats:
        return None
    a, b = source.choice(repeats).tokens
    changed = {}
    for i in (a, b):
        text = doc.tokens[i].printed
        changed[i] = str(int(text[0]) % 9 + 1) + text[1:]
    return _plant(doc, "both_copies_changed", changed)


@error
def rate_from_wrong_base(doc: Known, source: random.Random) -> Plant | None:
    """A rate is computed the wrong way round."""
    rates = [r for r in doc.relations if r.kind in ("execution", "completion", "share", "survey")]
    if not rates:
        return None
    relation = source.choice(rates)
    part, whole, rate = relation.tokens
    if doc.tokens[part].value == 0:
        return None
    wrong = doc.tokens[whole].value / doc.tokens[part].value * 100
    return _plant(doc, "rate_from_wrong_base", {rate: _decimal(wrong, doc.tokens[rate].printed)})


@error
def operands_swapped(doc: Known, source: random.Random) -> Plant | None:
    """Actual and target (or spent and budget) change places."""
    rates = [r for r in doc.relations if r.kind in ("execution", "completion", "survey")]
    rates = [r for r in rates if doc.tokens[r.tokens[0]].value != doc.tokens[r.tokens[1]].value]
    if not rates:
        return None
    a, b, _ = source.choice(rates).tokens
    return _plant(doc, "operands_swapped", {a: doc.tokens[b].printed, b: doc.tokens[a].printed})


@error
def weight_moved(doc: Known, source: random.Random) -> Plant | None:
    """One weight grows by a few points, the total stays."""
    i = _pick(doc, source, "weight")
    return (
        i and _plant(doc, "weight_moved", {i: str(int(doc.tokens[i].printed) + source.randint(1, 5))})
    ) or None


@error
def score_above_weight(doc: Known, source: random.Random) -> Plant | None:
    """A score above its weight."""
    bounds = [r for r in doc.relations if r.kind == "bound" and doc.tokens[r.tokens[1]].role == "weight"]
    if not bounds:
        return None
    score, weight = source.choice(bounds).tokens
    return _plant(
        doc, "score_above_weight", {score: str(int(doc.tokens[weight].printed) + source.randint(1, 3))}
    )


@error
def count_off_by_one(doc: Known, source: random.Random) -> Plant | None:
    """A count one too high."""
    fit = [
        i for i, t in enumerate(doc.tokens) if t.exact and t.role in ("actual", "target", "survey", "part")
    ]
    if not fit:
        return None
    i = source.choice(fit)
    return _plant(doc, "count_off_by_one", {i: str(int(doc.tokens[i].printed) + 1)})


@error
def grade_off(doc: Known, source: random.Random) -> Plant | None:
    """A grade two classes off its score."""
    if "grade" not in doc.facts:
        return None
    old = f"评价等级为“{doc.facts['grade']}”"
    return _reworded(doc, "grade_off", old, "评价等级为“差”", harmless_=False)


@error
def name_dropped(doc: Known, source: random.Random) -> Plant | None:
    """One name fewer than the count word says."""
    for block in doc.blocks:
        if isinstance(block, Text) and "三个乡镇" in block.text:
            first = block.text.split("、")[0]
            return _reworded(doc, "name_dropped", f"{first}、", "", harmless_=False)
    return None


def _reworded(doc: Known, operator: str, old: str, new: str, *, harmless_: bool) -> Plant | None:
    found = [i for i, b in enumerate(doc.blocks) if isinstance(b, Text) and old in b.text]
    if not found:
        return None
    blocks = list(doc.blocks)
    text = blocks[found[0]]
    assert isinstance(text, Text)
    blocks[found[0]] = replace(text, text=text.text.replace(old, new, 1))
    changed = replace(doc, blocks=blocks)
    return Plant(operator, changed.rendered(), old, new, harmless_, True)


def _decimal(value: Fraction, like: str) -> str:
    places = len(like.split(".")[1]) if "." in like else 0
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.{places}f}"


def _rewrite(doc: Known, operator: str, changed: dict[int, str]) -> Plant | None:
    changed = {i: text for i, text in changed.items() if text != doc.tokens[i].printed}
    if not changed:
        return None
    old = ", ".join(doc.tokens[i].printed for i in changed)
    return Plant(
        operator, doc.rendered(changed), old, ", ".join(changed.values()), True, False, tuple(changed)
    )


@harmless
def rerounded(doc: Known, source: random.Random) -> Plant | None:
    """A rate is printed by the other rounding rule: cut instead of rounded, or the reverse."""
    rates = [r for r in doc.relations if r.kind in ("execution", "completion", "share", "survey")]
    source.shuffle(rates)
    for relation in rates:
        part, whole, rate = (doc.tokens[i] for i in relation.tokens)
        if not whole.value:
            continue
        exact = part.value / whole.value * 100
        places = len(rate.printed.split(".")[1]) if "." in rate.printed else 0
        true = Decimal(exact.numerator) / Decimal(exact.denominator)
        for rule in (ROUND_DOWN, ROUND_HALF_UP):
            text = f"{true.quantize(Decimal(1).scaleb(-places), rounding=rule):f}"
            if text != rate.printed:
                return _rewrite(doc, "rerounded", {relation.tokens[2]: text})
    return None


@harmless
def fewer_decimals(doc: Known, source: random.Random) -> Plant | None:
    """A rate is printed with one decimal fewer, rounded from its print."""
    fit = [
        r.tokens[2]
        for r in doc.relations
        if r.kind in ("execution", "share", "survey") and "." in doc.tokens[r.tokens[2]].printed
    ]
    if not fit:
        return None
    i = source.choice(fit)
    text = doc.tokens[i].printed
    places = len(text.split(".")[1]) - 1
    return _rewrite(
        doc, "fewer_decimals", {i: f"{Decimal(text).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"}
    )


@harmless
def separators_changed(doc: Known, source: random.Random) -> Plant | None:
    """Thousands separators everywhere, or nowhere."""
    changed = {}
    for i, token in enumerate(doc.tokens):
        bare = token.printed.replace(",", "")
        places = len(bare.split(".")[1]) if "." in bare else 0
        changed[i] = bare if "," in token.printed else f"{Decimal(bare):,.{places}f}"
    return _rewrite(doc, "separators_changed", changed)


@harmless
def hedge_added(doc: Known, source: random.Random) -> Plant | None:
    """约 before an amount of the prose."""
    for old in ("结余⟦", "比上年增加⟦", "本年支出合计⟦"):
        plant = _reworded(doc, "hedge_added", old, old.replace("⟦", "约⟦"), harmless_=True)
        if plant:
            return replace(plant, visible=False)
    return None


@harmless
def full_width_digits(doc: Known, source: random.Random) -> Plant | None:
    """One number in full-width digits."""
    i = _pick(doc, source)
    table = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
    return (
        _rewrite(doc, "full_width_digits", {i: doc.tokens[i].printed.translate(table)})
        if i is not None
        else None
    )


@harmless
def rows_permuted(doc: Known, source: random.Random) -> Plant | None:
    """The rows between header and total change their order."""
    for at, block in enumerate(doc.blocks):
        if isinstance(block, Grid) and block.rows[-1][0] == "合计" and len(block.rows) > 3:
            rows = block.rows[1:-1]
            source.shuffle(rows)
            if rows == block.rows[1:-1]:
                return None
            blocks = list(doc.blocks)
            blocks[at] = Grid([block.rows[0], *rows, block.rows[-1]], block.widths, block.small)
            return Plant("rows_permuted", replace(doc, blocks=blocks).rendered(), "", "", True, False)
    return None


@harmless
def yuan_for_wan(doc: Known, source: random.Random) -> Plant | None:
    """A table in 万元 is printed in 元."""
    for at, block in enumerate(doc.blocks):
        if isinstance(block, Text) and block.kind == "caption" and "单位：万元" in block.text:
            grid = doc.blocks[at + 1]
            assert isinstance(grid, Grid)
            marks = {int(c[1:-1]) for row in grid.rows for c in row if c.startswith("⟦") and c.endswith("⟧")}
            changed = {i: f"{float(doc.tokens[i].value):.2f}" for i in marks if doc.tokens[i].factor == 10**4}
            blocks = list(doc.blocks)
            blocks[at] = Text("caption", block.text.replace("万元", "元"))
            return Plant(
                "yuan_for_wan", replace(doc, blocks=blocks).rendered(changed), "万元", "元", True, False
            )
    return None


@harmless
def points_forced(doc: Known, source: random.Random) -> Plant | None:
    """A money score is printed in whole points, and the total with it."""
    if "money_score" not in doc.facts:
        return None
    score, total = (int(str(doc.facts[key])[1:-1]) for key in ("money_score", "score"))
    old = Decimal(doc.tokens[score].printed)
    new = old.quantize(Decimal(1), ROUND_HALF_UP)
    whole = Decimal(doc.tokens[total].printed) - old + new
    return _rewrite(doc, "points_forced", {score: f"{new:f}", total: f"{whole.normalize():f}"})

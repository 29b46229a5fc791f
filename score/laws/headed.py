"""Laws that the headers of a table print: C 全年预算数（C=A+B）, 执行率（F=E÷C）, 差额③=①-②.

A printed relation needs no rows to prove it. It is read only when every letter in it is the letter of one column (or row), and
only in the shapes that are checked elsewhere: signed sums, products and quotients.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from score.laws.lattice import Lattice
from score.laws.law import Law
from score.laws.products import product
from score.laws.sums import signed_sum

SYMBOL = r"[A-Z①-⑳]"
_OWN = re.compile(
    rf"^\s*({SYMBOL})(?=[\s、.．:：)）]|[^\W\d_A-Za-z])|[（(]\s*({SYMBOL})\s*[)）]|({SYMBOL})\s*[=＝]|({SYMBOL})\s*$"
)
_FORMULA = re.compile(
    rf"(?:^|[（(=＝\s])\s*(?P<first>{SYMBOL})(?P<rest>(?:\s*[+＋\-－−—–×*＊xX÷/／]\s*{SYMBOL})+)\s*(?:[×*＊xX]\s*100\s*[%％])?\s*(?=$|[)）])"
)
_STEP = re.compile(rf"\s*([+＋\-－−—–×*＊xX÷/／])\s*({SYMBOL})")

CERTAIN = 64
"""Bits of a law that is printed: more than any that is found."""


def printed_laws(lattice: Lattice) -> Iterator[Law]:
    """The laws printed in the names of the variables, with the cases that keep and break them."""
    symbols = _symbols(lattice)
    for result, name in enumerate(lattice.names):
        found = _FORMULA.search(name)
        if found is None:
            continue
        steps = [("+", found["first"]), *_STEP.findall(found["rest"])]
        variables = [symbols.get(symbol) for _, symbol in steps]
        if any(v is None or v == result for v in variables) or len(set(variables)) < len(variables):
            continue
        signs = [unicodedata.normalize("NFKC", sign) for sign, _ in steps]
        law = _law(lattice, result, [v for v in variables if v is not None], signs)
        if law is not None:
            yield law


def _symbols(lattice: Lattice) -> dict[str, int]:
    """The variable each letter stands for; letters of several variables stand for none."""
    out: dict[str, int] = {}
    doubled = set()
    for v, name in enumerate(lattice.names):
        found = _OWN.search(name)
        symbol = next((group for group in found.groups() if group), None) if found else None
        if symbol is not None:
            doubled |= {symbol} & set(out)
            out[symbol] = v
    return {symbol: v for symbol, v in out.items() if symbol not in doubled}


def _law(lattice: Lattice, result: int, variables: list[int], signs: list[str]) -> Law | None:
    if set(signs) <= {"+", "-", "−", "—", "–"}:
        terms = (
            (result, 1),
            *((v, -1 if sign == "+" else 1) for v, sign in zip(variables, signs, strict=True)),
        )
        return _usable(signed_sum(terms, result).taken_for(lattice, CERTAIN))
    factors: tuple[int, ...]
    if signs[1:] in (["÷"], ["/"]):
        whole, factors = variables[0], (result, variables[1])
    elif set(signs[1:]) <= {"×", "*", "x", "X"} and len(variables) <= 3:
        whole, factors = result, tuple(variables)
    else:
        return None
    for power in (0, -2, 2, -4, 4):
        law = _usable(product(lattice, whole, factors, power, result).taken_for(lattice, CERTAIN))
        if law is not None:
            return law
    return None


def _usable(law: Law) -> Law | None:
    """The law, unless more cases break it than keep it: then it was not understood."""
    return law if law.kept and len(law.broken) <= len(law.kept) else None

"""The arithmetic of a finding as a spreadsheet formula, so that an auditor can change a figure and see what follows.

Only what is plain arithmetic on printed numbers becomes one, and only when it gives the value the program computed.
"""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from fractions import Fraction

_TOKEN = re.compile(r"\s*(?:(\d[\d,，]*(?:\.\d+)?)|([-+−×÷*/()（）]))")
_WORDS = re.compile(r"\s*[^\d\s+\-−×÷*/()（）=%％.,，]+")
_SIGNS = str.maketrans({"−": "-", "×": "*", "÷": "/", "（": "(", "）": ")"})
_CLOSE = Fraction(1, 10_000)
"""How far formula and computed value may differ, as a share: printed results are rounded."""
LONGEST = 400


def live_formula(printed: str, value: Decimal | None) -> str | None:
    """`"67 ÷ 66 = 101.5152%"`, 101.5152 -> `"=67/66*100"`; None when it is not plain arithmetic with that result."""
    if value is None or printed.count("=") > 1 or len(printed) > LONGEST:
        return None
    left, _, right = printed.partition("=")
    expression = _expression(left)
    if expression is None or not re.search(r"[-+*/]", expression):
        return None
    result = _evaluated(expression)
    if result is None:
        return None
    for factor in ("", "*100") if "%" in right or "％" in right or not right else ("",):
        scaled = result * 100 if factor else result
        if abs(scaled - Fraction(value)) <= _CLOSE * max(abs(Fraction(value)), Fraction(1, 100)):
            inside = f"({expression})" if factor and re.search("[-+]", expression) else expression
            return f"={inside}{factor}"
    return None


def _expression(text: str) -> str | None:
    """The text as numbers and signs; units behind numbers are left out. None for anything else."""
    out, at = [], 0
    text = text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found:
            out.append(re.sub("[,，]", "", found[1]) if found[1] else found[2].translate(_SIGNS))
            at = found.end()
            continue
        word = _WORDS.match(text, at)
        if not word or not out or not out[-1][-1].isdigit():
            return None
        at = word.end()
    return "".join(out) or None


def _evaluated(expression: str) -> Fraction | None:
    try:
        return _value(ast.parse(expression, mode="eval").body, expression)
    except (SyntaxError, ValueError, ZeroDivisionError, RecursionError):
        return None


def _value(node: ast.expr, source: str) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(ast.get_source_segment(source, node) or "")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, source)
    if isinstance(node, ast.BinOp):
        one, two = _value(node.left, source), _value(node.right, source)
        if isinstance(node.op, ast.Add):
            return one + two
        if isinstance(node.op, ast.Sub):
            return one - two
        if isinstance(node.op, ast.Mult):
            return one * two
        if isinstance(node.op, ast.Div):
            return one / two
    raise ValueError("not plain arithmetic")

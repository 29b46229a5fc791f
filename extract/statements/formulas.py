"""Calculations printed as such: 任务完成率=完成数/计划数=45/50=90% · 节约率=（计划100万元-实际95万元）/计划100万元=5%.

Only sides of an equation that are wholly printed are read: every operand is one figure, with or without its name.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from extract.statements.drafts import Draft, Part
from extract.statements.masking import ALL_SIGNS, PERCENT, RATIO
from extract.statements.mentions import Mention
from extract.statements.operands import Near
from extract.statements.relations import FormulaWords
from schema.report import ClaimKind, Role

_OPEN, _CLOSE = "（(〔[", "）)〕]"
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


@dataclass
class _Side:
    """One side of an equation in postfix order (`0~` is the difference of the two ends of a range), and its figures."""

    postfix: list[str] = field(default_factory=list)
    figures: list[Mention] = field(default_factory=list)


class _NotPrintedError(Exception):
    """The text is no calculation of printed figures alone."""


def formulas(near: Near, words: FormulaWords) -> None:
    """One statement for every two neighbouring sides of an equation of which the second is one figure."""
    for start, end in _clauses(near.sentence.text, words):
        sides = _sides(near, start, end, words)
        name = _name(near.sentence.text[start:end], words)
        for left, right in itertools.pairwise(sides):
            if left is not None and right is not None and len(right.postfix) == 1 and len(left.figures) > 0:
                found = _draft(left, right, name)
                near.drafts[:] = [d for d in near.drafts if not _is_inside(d, found)]
                near.drafts.append(found)


def _is_operand(mention: Mention) -> bool:
    """One number, a fraction (45/50), or what was read as a range and is a difference here (100万元-95万元)."""
    figure = mention.figure
    ends = figure.low is not None and figure.high is not None
    return figure.hedge is None and (figure.number is not None or mention.sign == RATIO or ends)


def _name(clause: str, words: FormulaWords) -> str:
    """What a calculation is of: the words before its first equals sign."""
    at = next(place for place, sign in enumerate(clause) if sign in words.equals)
    return "" if ALL_SIGNS & set(clause[:at]) else clause[:at].lstrip(_OPEN)


def _draft(left: _Side, right: _Side, name: str) -> Draft:
    result = right.figures[0]
    role = Role.RATE if result.sign == PERCENT else Role.TOTAL
    operands = tuple(Part(mention, Role.BASELINE) for mention in left.figures)
    parts = (*operands, Part(result, role, name))
    return Draft(ClaimKind.OTHER, parts, "formula", name, formula=tuple(left.postfix))


def _is_inside(draft: Draft, found: Draft) -> bool:
    held = {part.mention.index for part in draft.parts}
    return bool(held) and held <= {part.mention.index for part in found.parts}


def _clauses(text: str, words: FormulaWords) -> list[tuple[int, int]]:
    """The spans of clauses that hold an equals sign."""
    ends = [-1, *(at for at, sign in enumerate(text) if sign in words.ends), len(text)]
    spans = [(a + 1, b) for a, b in itertools.pairwise(ends)]
    return [span for span in spans if any(sign in words.equals for sign in text[slice(*span)])]


def _sides(near: Near, start: int, end: int, words: FormulaWords) -> list[_Side | None]:
    """The sides of the equations of a clause; None for one that is not wholly printed."""
    text = near.sentence.text
    cuts = [at for at in range(start, end) if text[at] in words.equals]
    if any(at and text[at - 1] in words.not_before for at in cuts):
        return []
    edges = [start - 1, *cuts, end]
    spans = [(a + 1, b) for a, b in itertools.pairwise(edges)]
    spans[0] = (_unmatched_open(text, *spans[0]), spans[0][1])
    return [_side(near, *span, words) for span in spans]


def _unmatched_open(text: str, start: int, end: int) -> int:
    """Where the calculation begins: behind a bracket that is not closed within it."""
    depth = 0
    for at in range(end - 1, start - 1, -1):
        depth += (text[at] in _CLOSE) - (text[at] in _OPEN)
        if depth < 0:
            return at + 1
    return start


def _side(near: Near, start: int, end: int, words: FormulaWords) -> _Side | None:
    try:
        return _parsed(near, start, end, words)
    except _NotPrintedError:
        return None


def _parsed(near: Near, start: int, end: int, words: FormulaWords) -> _Side:
    """The side in postfix order, by operator precedence."""
    side, stack = _Side(), []
    waiting = True
    for sign, mention in _tokens(near, start, end, words):
        if mention is not None:
            if not waiting:
                raise _NotPrintedError
            number = len(side.figures)
            side.postfix.append(f"{number}~" if mention.figure.low is not None else str(number))
            side.figures.append(mention)
            waiting = False
        elif sign == "(":
            if not waiting:
                raise _NotPrintedError
            stack.append(sign)
        elif sign == ")":
            while stack and stack[-1] != "(":
                side.postfix.append(stack.pop())
            if not stack:
                break
            stack.pop()
        else:
            if waiting:
                raise _NotPrintedError
            while stack and stack[-1] != "(" and _STRENGTH[stack[-1]] >= _STRENGTH[sign]:
                side.postfix.append(stack.pop())
            stack.append(sign)
            waiting = True
    if waiting or "(" in stack:
        raise _NotPrintedError
    side.postfix += reversed(stack)
    return side


def _tokens(near: Near, start: int, end: int, words: FormulaWords) -> list[tuple[str, Mention | None]]:
    """Operators, brackets and figures in order. The name of an operand stands before its figure, and nowhere else."""
    tokens: list[tuple[str, Mention | None]] = []
    operators = {
        sign: kind for kind in ("plus", "minus", "times", "divided") for sign in getattr(words, kind)
    }
    kinds = {"plus": "+", "minus": "-", "times": "*", "divided": "/"}
    named = False
    for at in range(start, end):
        sign = near.sentence.text[at]
        if sign in ALL_SIGNS:
            mention = near.sentence.at(at)
            if mention is None or not _is_operand(mention):
                raise _NotPrintedError
            tokens.append(("", mention))
            named = False
        elif sign in operators or sign in _OPEN or sign in _CLOSE:
            if named:
                raise _NotPrintedError
            tokens.append(
                (kinds[operators[sign]] if sign in operators else "(" if sign in _OPEN else ")", None)
            )
        else:
            if tokens and tokens[-1][1] is not None:
                raise _NotPrintedError
            named = True
    if named:
        raise _NotPrintedError
    return tokens

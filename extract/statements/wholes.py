"""Shares whose whole was told before: 总收入279.40万元。… 捐赠收入41.31万元，占总收入的14.79%。政府拨款220.43万元，占78.89%.

A share and its part stand in one clause, the whole may stand sentences or lines before, with other figures between. It is found in two
ways. Shares that refer to one base by the same words have the same whole: if two or more of them agree with one figure, it is the whole of
all of them, and one that disagrees may be wrong. A share by itself has the whole that its base names, if just one figure is called so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import regex

from extract.statements.lexicon import Pattern, Some, compiled, either
from extract.words import Words, load
from schema.figure import Figure, FigureKind, Hedge
from schema.report import Claim, ClaimKind, Role, Term

SURE, LOOSE, AGREES = "share.carried.unique", "share.carried.loose", "share.carried.agrees"
REACH = 60
"""How many statements before its first share a whole may stand."""
SMALLEST = Fraction(1, 10**6)
TELLING = Fraction(1, 10)
"""A share without decimals tells something if it is met as nearly as this, in units of its last place."""
SHORT = 2
"""A name of no more characters (收入) is the end of too many others to be the same as they are."""
NEAR = 8
"""How many statements before a share the part may stand that it names."""
SPREAD = 12
"""How many statements may stand between two shares of one whole."""
_WHOLES = frozenset({Role.WHOLE, Role.TOTAL, Role.BASELINE})
_PARTS = frozenset({Role.PART, Role.ACTUAL, Role.SPENT, Role.RECEIVED, Role.BUDGET})
_NEVER = frozenset({Role.CHANGE, Role.PREVIOUS, Role.STANDARD, Role.TARGET})
_KINDS = frozenset({FigureKind.COUNT, FigureKind.MONEY, FigureKind.MEASURE})


class WholeWords(Words):
    """The words of shares whose whole stands before."""

    general: Some
    apart_pattern: Pattern
    item_pattern: Pattern
    counted_pattern: Pattern
    share_name_pattern: Pattern


@dataclass(frozen=True)
class _Share:
    """A share with its part; `whole` if its own sentence has one. `number` is the index of its statement."""

    number: int
    part: Term
    share: Term
    base: str
    whole: Figure | None
    told_before: bool
    """Whether the part is no figure of the statement, but was told before."""


@dataclass(frozen=True)
class _Candidate:
    """A figure told before, under its name."""

    number: int
    term: Term
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Common:
    """The whole that several shares agree with. `certain` is set when that can be no chance."""

    whole: _Candidate
    agreeing: frozenset[int]
    certain: bool

    def holds(self, share: _Share) -> bool:
        """Whether a share has this whole for sure: it agrees, or names the base, or stands among those that agree."""
        if share.number in self.agreeing:
            return True
        among = min(self.agreeing) < share.number < max(self.agreeing)
        return self.certain and (bool(share.base) or among)


def with_wholes(claims: Sequence[Claim], vocabulary: Path | None = None) -> list[Claim]:
    """The statements of a document, in order; shares without a whole have the one that was told before, if it is known which."""
    words = load("wholes", WholeWords, vocabulary)
    out = list(claims)
    for group in _groups(claims, words):
        for share, whole, rule in _joined(claims, group, words):
            claim = out[share.number]
            terms = claim.terms if whole is None else (as_whole(whole), *_told(share), *claim.terms)
            out[share.number] = claim.model_copy(update={"terms": terms, "rule": rule})
    return out


def as_whole(term: Term) -> Term:
    """A figure told elsewhere as the whole of a share."""
    return term.model_copy(update={"role": Role.WHOLE})


def _told(share: _Share) -> tuple[Term, ...]:
    return (share.part,) if share.told_before else ()


def _groups(claims: Sequence[Claim], words: WholeWords) -> list[list[_Share]]:
    """Shares that refer to one base, by the same words, not far from each other."""
    groups: list[list[_Share]] = []
    for number in range(len(claims)):
        share = _share(claims, number, words)
        if share is None:
            continue
        group = next((g for g in reversed(groups) if _goes_with(share, g, claims)), None)
        if group is None:
            groups.append([share])
        else:
            group.append(share)
    return groups


def _goes_with(share: _Share, group: Sequence[_Share], claims: Sequence[Claim]) -> bool:
    """Whether a share refers to the base of a group, near it and in its section."""
    last = group[-1]
    if share.number - last.number > SPREAD or claims[last.number].section != claims[share.number].section:
        return False
    one, other = share.part.figure, last.part.figure
    return (one.kind, one.unit) == (other.kind, other.unit) and _same(share.base, last.base)


def _same(one: str, other: str) -> bool:
    """Whether two names are one, or one is the end of the other."""
    return one == other or (min(len(one), len(other)) > 1 and (one.endswith(other) or other.endswith(one)))


def _share(claims: Sequence[Claim], number: int, words: WholeWords) -> _Share | None:
    claim = claims[number]
    if claim.kind is not ClaimKind.SHARE or not claim.aligned:
        return None
    shares = [t for t in claim.terms if t.role is Role.SHARE]
    parts = [t for t in claim.terms if t.role in _PARTS and t.figure.kind in _KINDS]
    wholes = [t for t in claim.terms if t.role in _WHOLES]
    if len(shares) != 1 or len(claim.terms) != 1 + len(parts) + len(wholes):
        return None
    told = not parts
    if told and not shares[0].inherited:
        parts = _told_before(claims, number, words)
    if len(parts) != 1 or not parts[0].figure.number:
        return None
    if compiled(words.apart_pattern).search(claim.base or ""):
        return None
    whole = wholes[0].figure if wholes else None
    return _Share(number, parts[0], shares[0], _core(claim.base or "", words), whole, told)


def _told_before(claims: Sequence[Claim], number: int, words: WholeWords) -> list[Term]:
    """捐赠收入29,906万元，… 捐赠收入占总收入的76.03%: the figure of the part, told shortly before under the very name of the share."""
    claim = claims[number]
    name = _core(claim.subject, words)
    near = [c for c in claims[max(0, number - NEAR) : number] if c.section == claim.section]
    found = [
        t
        for c in near
        for t in c.terms
        if t.role not in _NEVER
        and t.figure.kind in _KINDS
        and len(name) > 1
        and _core(t.metric, words) == name
    ]
    values = {(t.figure.number, t.figure.unit) for t in found}
    return [found[-1].model_copy(update={"role": Role.PART})] if len(values) == 1 else []


def _joined(
    claims: Sequence[Claim], group: Sequence[_Share], words: WholeWords
) -> Iterator[tuple[_Share, Term | None, str]]:
    """The shares of a group with the whole that was told before, None where theirs is confirmed, and the rule that says so."""
    bare = [share for share in group if share.whole is None]
    unsure = [
        share for share in group if share.whole is not None and claims[share.number].joined_by_agreement
    ]
    if not bare and not unsure:
        return
    candidates = list(_candidates(claims, group, words))
    common = _of_siblings(group, candidates)
    for share in unsure:
        own = [c for c in candidates if c.term.figure == share.whole]
        if any(
            c == (common and common.whole) or any(_is_called(name, share.base) for name in c.names)
            for c in own
        ):
            yield share, None, SURE
    for share in bare:
        if common is None:
            yield from _alone(share, candidates)
        elif _within(share, common.whole.term.figure):
            yield share, common.whole.term, SURE if common.holds(share) else LOOSE


def _alone(share: _Share, candidates: Sequence[_Candidate]) -> Iterator[tuple[_Share, Term | None, str]]:
    """A share by itself: of the one figure that its base names, or of the one that it agrees with."""
    called = [
        c
        for c in candidates
        if c.number < share.number and any(_is_called(name, share.base) for name in c.names)
    ]
    called = [c for c in called if _within(share, c.term.figure)]
    values = {c.term.figure.number for c in called}
    if len(values) == 1:
        good = _fits(share, called[-1].term.figure)
        yield share, called[-1].term, SURE if good else LOOSE
        return
    agreeing = [c for c in called or candidates if c.number < share.number and _fits(share, c.term.figure)]
    if len({c.term.figure.number for c in agreeing}) == 1 and _is_telling(share):
        yield share, agreeing[-1].term, AGREES


def _fits(share: _Share, whole: Figure) -> bool:
    return agree(share, whole, cut=False) or agree(share, whole, cut=True)


def _is_telling(share: _Share) -> bool:
    """Whether agreement says something: 50% of anything does not."""
    return share.share.figure.decimals > 0 and share.share.figure.hedge is None


def _of_siblings(group: Sequence[_Share], candidates: Sequence[_Candidate]) -> _Common | None:
    """The figure that two or more shares of a group, and most of them, agree with; of several the one they agree with best."""
    found = []
    for candidate in candidates:
        if candidate.number >= group[0].number and group[0].whole is None:
            continue
        for cut in (False, True):
            fitting = [s for s in group if agree(s, candidate.term.figure, cut=cut)]
            if len({s.share.figure.number for s in fitting}) > 1 and 2 * len(fitting) > len(group):
                off = [_off(s, candidate.term.figure) for s in fitting]
                strong = sum(1 for s, by in zip(fitting, off, strict=True) if _is_telling(s) or by <= TELLING)
                common = _Common(candidate, frozenset(s.number for s in fitting), strong > 1)
                found.append((len(fitting), -sum(off), candidate.number, common))
    return max(found, key=lambda one: one[:3])[-1] if found else None


def _off(share: _Share, whole: Figure) -> Fraction:
    """How far part over whole is from the share, in units of its last printed place."""
    made = Fraction(share.part.figure.number or 0) / Fraction(whole.number or 1) * 100
    return abs(made - Fraction(share.share.figure.number or 0)) / Fraction(
        share.share.figure.unit_in_last_place
    )


def _candidates(claims: Sequence[Claim], group: Sequence[_Share], words: WholeWords) -> Iterator[_Candidate]:
    """Figures before the last share of a group that may be its whole: of its kind and unit, and no less than every part."""
    first, last = group[0], group[-1]
    section = claims[first.number].section
    most = max(Fraction(s.part.figure.number or 0) for s in group)
    seen = {share.part.figure.place.address for share in group}
    for number, claim in enumerate(claims[: last.number + 1]):
        if number < first.number - REACH or not _before(claim.section, section):
            continue
        for term in claim.terms:
            figure = term.figure
            same = figure.kind == first.part.figure.kind and figure.unit == first.part.figure.unit
            large = figure.number is not None and Fraction(figure.number) >= most
            if same and large and term.role not in _NEVER and figure.place.address not in seen:
                seen.add(figure.place.address)
                names = (term.metric or claim.subject, _printed_before(figure, claim.sentence, words))
                yield _Candidate(number, term, tuple(_core(name, words) for name in names))


_WORDS = regex.compile(r"[\p{Han}（）“”]*$")


def _printed_before(figure: Figure, sentence: str, words: WholeWords) -> str:
    """The words right before a figure, behind what is counted there: 追加合计 of 6月和10月两次追加合计1,365.50万元."""
    found = _WORDS.search(sentence, 0, max(sentence.find(figure.text), 0))
    return compiled(words.counted_pattern).split(found[0])[-1] if found else ""


def _before(section: int | None, other: int | None) -> bool:
    """Whether what stands in one section may be the whole of shares in another: the same, or not after it."""
    return section is None or other is None or section <= other


def _core(name: str, words: WholeWords) -> str:
    """A name without the words that make no difference."""
    return compiled(either(words.general)).sub("", compiled(words.item_pattern).sub("", name))


def _is_called(name: str, base: str) -> bool:
    """Whether a figure is called what a base says."""
    return len(base) > 1 and (name == base or (min(len(name), len(base)) > SHORT and _same(name, base)))


def _within(share: _Share, whole: Figure) -> bool:
    return (share.part.figure.number or 0) <= (whole.number or 0)


def agree(share: _Share, whole: Figure, *, cut: bool) -> bool:
    """Whether part over whole, as printed or before they were rounded, makes the share: rounded, or cut."""
    part, said = share.part.figure, share.share.figure
    if not whole.number or said.number is None or part.number is None or _is_bound(whole):
        return False
    (less, more), (few, many) = _before_rounding(part), _before_rounding(whole)
    low, high = less / many * 100, more / max(few, SMALLEST) * 100
    value, unit = Fraction(said.number), Fraction(said.unit_in_last_place)
    narrow = high - low <= 2 * unit + value / 50
    least, most = (value, value + unit) if cut else (value - unit / 2, value + unit / 2)
    return narrow and low <= most and high >= least and (low < most or not cut)


def _before_rounding(figure: Figure) -> tuple[Fraction, Fraction]:
    """Between what a figure may lie that was rounded to its last printed place; counts are exact."""
    value = Fraction(figure.number or 0)
    half = Fraction(0) if figure.kind is FigureKind.COUNT else Fraction(figure.unit_in_last_place) / 2
    return value - half, value + half


def _is_bound(figure: Figure) -> bool:
    return figure.hedge in {Hedge.AT_LEAST, Hedge.AT_MOST}

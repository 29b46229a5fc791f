"""A count and the names it counts: 六个社区：甲、乙、丙… · 甲、乙两个村."""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import ALL_SIGNS, COUNT, ORDINAL
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role

_STOPS = "，；。：:"
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "「": "」", "‘": "’"}
LONGEST_NAME = 24


def enumerations(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """Every count of named things with the names, in front of it or behind."""
    drafts = []
    for mention in sentence.mentions:
        if mention.index in taken or mention.sign not in {COUNT, ORDINAL}:
            continue
        noun = _noun(sentence, mention, cues)
        value = mention.figure.number
        if value is None or value != value.to_integral_value() or not 2 <= value <= 60:
            continue
        wanted = int(value)
        listed = None
        if noun:
            listed = _behind(sentence, mention, noun, wanted, cues) or _in_front(
                sentence, mention, wanted, cues
            )
        if listed is None and (other := _of_any_noun(sentence, mention, wanted, cues)):
            noun, listed = other
        if listed is not None:
            names, closed = listed
            part = Part(mention, Role.LIST_COUNT, noun, "list_count", inherited=False)
            drafts.append(
                Draft(ClaimKind.ENUMERATION, (part,), "enumeration", noun, closed=closed, names=names)
            )
    return drafts


def _noun(sentence: Sentence, mention: Mention, cues: Cues) -> str:
    """The counted noun right behind the figure, if it is one whose members are named."""
    found = compiled(f"^[^，；。：:、（(]{{0,10}}?{either(cues.enumeration.nouns)}").match(
        sentence.text[mention.at + 1 :]
    )
    return found[0] if found else ""


def _behind(
    sentence: Sentence, mention: Mention, noun: str, wanted: int, cues: Cues
) -> tuple[tuple[str, ...], bool] | None:
    text = sentence.text
    start = mention.at + 1 + len(noun)
    opening = compiled(
        f"([^，；。：:、{''.join(ALL_SIGNS)}]{{0,8}})(，?{either(cues.enumeration.introduces)}[：:]?|[：:（(])"
    ).match(text, start)
    if not opening:
        return None
    body = _list_after(text, opening.end(), bracketed=opening[2][-1:] in "（(")
    found = _names(body, wanted, cues, 2)
    if found and opening[2][-1:] in "（(" and (min(map(len, found[0])) < 2 or not _near(found[0], wanted)):
        return None
    return found


def _of_any_noun(
    sentence: Sentence, mention: Mention, wanted: int, cues: Cues
) -> tuple[str, tuple[tuple[str, ...], bool]] | None:
    """Things counted one by one and all named at once: 四项制度：《…》《…》, 五大类：甲、乙….

    The noun is free, so the list must be whole: it runs to the end of its sentence and holds no lists of its own.
    """
    enumeration = cues.enumeration
    if not compiled(f"{either(enumeration.counters)}$").search(mention.figure.text):
        return None
    text = sentence.text
    found = compiled(f"([^，；。：:、（({''.join(ALL_SIGNS)}]{{0,8}}?){either(enumeration.naming)}").match(
        text, mention.at + 1
    )
    if not found:
        return None
    body = _list_after(text, found.end(), bracketed=False)
    rest = text[found.end() + len(body) :].strip(_CLOSING)
    if rest or compiled(either(enumeration.numbered)).search(body):
        return None
    names = _names(body, wanted, cues, 2)
    if names is None or not names[1] or min(map(len, names[0])) < 2 or len({*names[0]}) < len(names[0]):
        return None
    return found[1], names


_CLOSING = "。；;！”’」』 　"


def _near(names: tuple[str, ...] | list[str], wanted: int) -> bool:
    return abs(len(names) - wanted) <= max(2, wanted // 3)


def _list_after(text: str, start: int, *, bracketed: bool) -> str:
    """The text of the list: up to the clause end, or to the closing bracket."""
    depth = 0
    for position in range(start, len(text)):
        sign = text[position]
        if sign in _PAIRS:
            depth += 1
        elif sign in _PAIRS.values():
            if depth == 0:
                return text[start:position]
            depth -= 1
        elif depth == 0 and (sign in _STOPS or (sign in ALL_SIGNS and not bracketed)):
            return text[start:position]
    return text[start:]


def _in_front(
    sentence: Sentence, mention: Mention, wanted: int, cues: Cues
) -> tuple[tuple[str, ...], bool] | None:
    """甲、乙、丙等三个村: the names end where the count begins."""
    lead = _text_before(sentence, mention, cues)
    if "、" not in lead and wanted > 2:
        return None
    intro = list(
        compiled(either(cues.enumeration.introduces_before)).finditer(_shallow(lead).split("、", 1)[0])
    )
    body = lead[intro[-1].end() :] if intro else lead
    opened = compiled(f"^{either(cues.enumeration.openers)}+(?=..)").match(body)
    return _names(body[opened.end() :] if opened else body, wanted, cues, 2)


def _text_before(sentence: Sentence, mention: Mention, cues: Cues) -> str:
    """Back to the clause boundary, or to the noun of the count before (六个社区及甲、乙两个村)."""
    shallow = _shallow(sentence.text)
    start = max((shallow.rfind(mark, 0, mention.at) for mark in (*_STOPS, *ALL_SIGNS)), default=-1) + 1
    text = sentence.text[start : mention.at]
    if mention.index and start == sentence.mentions[mention.index - 1].at + 1:
        found = compiled(
            f"^[^、]{{0,12}}?{either(cues.enumeration.nouns)}{either(cues.enumeration.joins)}"
        ).match(text)
        text = text[found.end() :] if found else mention.lead
    return text


def _names(body: str, wanted: int, cues: Cues, least: int) -> tuple[tuple[str, ...], bool] | None:
    """The names of a list and whether it is closed; None when it is no list.

    和 in the last name may join two names or belong to one: whichever agrees with the count is taken. A list
    far shorter or longer than the count is taken for an open one: it rarely is the list of what was counted.
    """
    opened = compiled(f"{either(cues.enumeration.open)}$").search(body)
    body = _titles(body[: opened.start()] if opened else body)
    if body.startswith(cues.enumeration.remarks):
        return None
    pieces = _split(body, "、")
    if not pieces or any(not 0 < len(piece) <= LONGEST_NAME for piece in pieces):
        return None
    if any(sign in ALL_SIGNS for sign in body):
        return None
    split = [*pieces[:-1], *_split_last(pieces[-1], cues)]
    chosen = pieces if len(pieces) == wanted else split
    if len(chosen) < least or (len(pieces) == 1 and len(chosen) != wanted):
        return None
    agrees = len(chosen) == wanted
    return tuple(name.strip("“”\"'‘’") for name in chosen), agrees or (
        opened is None and _near(chosen, wanted)
    )


def _titles(body: str) -> str:
    """《甲》《乙》 is a list like 《甲》、《乙》."""
    return body.replace("》《", "》、《").replace("”“", "”、“")


def _split_last(piece: str, cues: Cues) -> list[str]:
    found = list(compiled(either(cues.enumeration.joins)).finditer(_shallow(piece)))
    if not found:
        return [piece]
    join = found[-1]
    halves = [piece[: join.start()], piece[join.end() :]]
    return halves if all(halves) else [piece]


def _split(text: str, mark: str) -> list[str]:
    """Split outside brackets and quotation marks."""
    shallow = _shallow(text)
    pieces, start = [], 0
    for position, sign in enumerate(shallow):
        if sign == mark:
            pieces.append(text[start:position])
            start = position + 1
    pieces.append(text[start:])
    return pieces


def _shallow(text: str) -> str:
    """The text with everything inside brackets and quotation marks blotted out, same length."""
    depth, signs = 0, []
    for sign in text:
        if sign in _PAIRS:
            depth += 1
        signs.append("□" if depth else sign)
        if sign in _PAIRS.values() and depth:
            depth -= 1
    return "".join(signs)

"""Classes that exclude one another: men and women, the quarters of a year, 合格 and 不合格.

Parts named by them cannot lie in one another, so they are never more than their whole; where all classes are named they make it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.statements.lexicon import Cues, compiled, either

SHORTEST_END = 2


def exclusive(names: Sequence[str], cues: Cues) -> bool:
    """Whether nothing can belong to two of what is named: by known classes, a negation, or one noun with different words in front."""
    if len(names) < 2 or len(set(names)) != len(names):
        return False
    return bool(_class_of(names, cues)) or _negated(names, cues) or _one_noun(names, cues)


def of_one_kind(names: Sequence[str], cues: Cues) -> bool:
    """Whether all that is named are classes of one kind."""
    return len(set(names)) == len(names) and bool(_class_of(names, cues))


def complete(names: Sequence[str], cues: Cues) -> bool:
    """Whether what is named is all there can be: a class and its negation, all classes of a kind, or 其他 at the end."""
    if len(names) < 2 or len(set(names)) != len(names):
        return False
    if compiled(cues.classes.rest_pattern).search(names[-1]) or (len(names) == 2 and _negated(names, cues)):
        return True
    found = _class_of(names, cues)
    return found in cues.classes.complete and len(found) == len(names)


def denied(names: Sequence[str], cues: Cues) -> bool:
    """Whether two names are a class and its negation, between which there is nothing."""
    return len(names) == len(set(names)) == SHORTEST_END and _negated(names, cues)


def _class_of(names: Sequence[str], cues: Cues) -> tuple[str, ...]:
    """The kind of classes of which every name holds a word of its own; empty when there is none."""
    for kind in (*cues.classes.complete, *cues.classes.exclusive):
        words = [_word_in(name, kind) for name in names]
        if None not in words and len(set(words)) == len(words):
            return kind
    return ()


def _word_in(name: str, kind: Sequence[str]) -> str | None:
    found = [word for word in kind if word in name]
    return max(found, key=len) if found else None


def _negated(names: Sequence[str], cues: Cues) -> bool:
    """Whether of the last two one is the other denied: 合格, 不合格."""
    pattern = compiled(f"{either(cues.classes.negations)}(?P<what>\\p{{Han}}{{2,}})$")
    for one, other in ((names[-2], names[-1]), (names[-1], names[-2])):
        denials = [found["what"] for found in pattern.finditer(one, overlapped=True)]
        if len(names) == SHORTEST_END:
            denials = [what for what in denials if what not in cues.classes.graded]
        if any(other.endswith(what) for what in denials) and not pattern.search(other):
            return True
    return False


def _one_noun(names: Sequence[str], cues: Cues) -> bool:
    """社区站, 农村站: one noun at the end; never where a word says what people are besides (党员, 研究生)."""
    if any(word in name for name in names for word in cues.classes.besides):
        return False
    end = 0
    while all(len(name) > end + 1 for name in names) and len({name[-end - 1 :] for name in names}) == 1:
        end += 1
    return end >= SHORTEST_END or (end == 1 and names[0][-1] in cues.classes.short_nouns)

"""What a figure measures, in the report's own words: the phrase beside it, trimmed token by token.

Trimming works on whole tokens of the segmenter, so that 有效回收率 never loses its 有.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import regex

from extract.statements.lexicon import Trim, compiled

_BRACKETED = regex.compile(r"\p{Han}{1,3}[（(]\p{Han}(?:、?\p{Han}){0,3}[）)](?![\p{Han}])")
"""县（市、区）: a noun with another in brackets."""
LONG = 14
"""Longer phrases are cut after their last 的: what stands before it is the doer or the occasion."""


@dataclass(frozen=True)
class Phrases:
    """Trims phrases with the word lists; `cut` is the segmenter."""

    trim: Trim
    joins: tuple[str, ...]
    cut: Callable[[str], list[str]]

    def tokens(self, text: str) -> list[str]:
        """The words of a phrase; a verb and its particle (开展了) are two."""
        result: list[str] = []
        for token in self.cut(text):
            glued = self._adverb(token) if token.startswith(self.trim.adverbs) else ""
            if token[-1:] in self.trim.particles and token[:-1] in self.trim.verbs:
                result += [token[:-1], token[-1:]]
            elif glued and token not in self.trim.verbs and token[len(glued) :] in self.trim.verbs:
                result += [glued, token[len(glued) :]]
            else:
                result.append(token)
        return result

    def _adverb(self, token: str) -> str:
        return next(word for word in self.trim.adverbs if token.startswith(word))

    def metric(self, lead: str, tail: str, *, counted: bool, classed: bool = False) -> str:
        """The metric of a figure between `lead` and `tail`; empty when neither names one.

        A count takes the noun behind it when its unit is a classifier (6个 行政村) or the words before end in
        a verb (聘请了 3名 本土督导).
        """
        tokens = self._without_ends(self.tokens(self._bare(lead)))
        behind = self.noun_behind(tail)
        bare_verb = bool(tokens) and self._ends_in_verb(tokens) and (counted or len(tokens) == 1)
        per_only = bool(compiled(self.trim.per_only_pattern).match(lead))
        described = counted and lead.endswith("的") and len(behind) > 1
        if behind and (classed or not tokens or bare_verb or per_only or described):
            return behind
        noun = self._without_reach(self._without_doer(self._deed(tokens)))
        if noun:
            return self._shortened(noun)
        return (behind if counted else "") or "".join(tokens)

    def noun_behind(self, tail: str) -> str:
        """The noun that begins right behind a figure, up to a verb or a connective."""
        if named := _BRACKETED.match(tail):
            return str(named[0])
        kept: list[str] = []
        for token in self.tokens(tail.split("、", 1)[0]):
            if token in self.trim.tail_never or (token in self.trim.verbs and token not in self.trim.events):
                break
            kept.append(token)
        if sum(map(len, kept)) > LONG:
            kept = kept[:2]
        return "".join(kept).strip("“”\"'")

    def divide(self, gap: str) -> tuple[str, str, str]:
        """A gap between two figures without clause marks, as `(tail, joint, lead)`."""
        if "、" in gap:
            tail, lead = gap.split("、", 1)
            return tail, "、", lead
        if compiled(self.trim.movement_pattern).match(gap):
            return "", "", gap
        tokens = self.tokens(gap)
        for number, token in enumerate(tokens):
            if token in self.joins:
                return "".join(tokens[:number]), token, "".join(tokens[number + 1 :])
        if "的" in tokens[1:-1]:
            middle = tokens.index("的", 1)
            return "".join(tokens[:middle]), "", "".join(tokens[middle + 1 :])
        for number, token in enumerate(tokens):
            if (token in self.trim.verbs or token in self.trim.middle) and number:
                return "".join(tokens[:number]), "", "".join(tokens[number:])
        return "", "", gap

    def _bare(self, lead: str) -> str:
        """Without copulas at the end (…率为): cut by characters, since segmenters glue them to the noun."""
        bare = compiled(self.trim.remark_pattern).sub("", lead)
        bare = compiled(self.trim.copula_pattern).sub("", compiled(self.trim.front_pattern).sub("", bare))
        bare = compiled(self.trim.since_pattern).sub("", bare)
        bare = compiled(self.trim.bearer_pattern).sub("", bare)
        bare = compiled(self.trim.per_pattern).sub("", bare)
        return str(compiled(self.trim.since_pattern).sub("", bare))

    def _without_ends(self, tokens: list[str]) -> list[str]:
        start, end = 0, len(tokens)
        while end > start and (tokens[end - 1] in self.trim.back or tokens[end - 1] in self.trim.particles):
            end -= 1
        while start < end and tokens[start] in self.trim.front:
            start += 1
        return tokens[start:end]

    def _ends_in_verb(self, tokens: list[str]) -> bool:
        return tokens[-1] in self.trim.verbs

    def _without_doer(self, tokens: list[str]) -> list[str]:
        """What follows the last verb; tokens as they are when none has anything behind it."""
        for number in range(len(tokens) - 1, -1, -1):
            token = tokens[number]
            if token not in self.trim.verbs and token not in self.trim.equals:
                continue
            rest = tokens[number + 1 :]
            doing = bool(rest) and rest[0] in self.trim.particles
            if token in self.trim.events and not doing:
                continue
            if not doing and self._names_deed(token, number, "".join(rest)):
                continue
            rest = self._without_ends(rest[1:] if doing else rest)
            if len("".join(rest)) > 1:
                return rest
        return tokens

    def _names_deed(self, verb: str, number: int, rest: str) -> bool:
        """Whether a verb is part of the name of what follows: 发放及时率, 安装调试费."""
        if compiled(self.trim.bare_rate_pattern).match(rest):
            return True
        if compiled(self.trim.rate_pattern).match(rest):
            return verb not in self.trim.attaining and verb not in self.trim.equals
        return verb in self.trim.working and bool(compiled(self.trim.fee_pattern).match(rest))

    def _without_reach(self, tokens: list[str]) -> list[str]:
        """签约服务覆盖12万人: without the verb that says how far it reaches."""
        reaching = len(tokens) > 1 and tokens[-1] in self.trim.reaching
        return tokens[:-1] if reaching and len("".join(tokens[:-1])) > 1 else tokens

    def _deed(self, tokens: list[str]) -> list[str]:
        """What stands behind the last adverb that parts the doer from the deed."""
        for number in range(len(tokens) - 2, -1, -1):
            if tokens[number] in self.trim.middle:
                return self._without_ends(tokens[number + 1 :]) or tokens
        return tokens

    def _shortened(self, tokens: list[str]) -> str:
        text = "".join(tokens)
        if len(text) > LONG and "的" in tokens[:-1]:
            last = len(tokens) - 1 - tokens[::-1].index("的")
            text = "".join(tokens[last + 1 :]) or text
        text = text.strip("\"'，。：:、")
        text = text.rsplit("）", 1)[-1] if text.count("）") > text.count("（") else text
        quoted = text.startswith("“") and text.endswith("”") and text.count("“") == 1
        return text.strip("“”") if quoted or text.count("“") != text.count("”") else text

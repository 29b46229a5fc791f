"""The body that a document is about: labelled, written to, named in the title, or in charge of what the title names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import regex

from extract.tables.words import tidy
from extract.titles import title_parts, words
from extract.words import compiled

ADDRESS_REACH = 8


def organisation_of(title: str | None, texts: list[str], stated: Mapping[str, str]) -> str | None:
    """The body a document is about, or None.

    `title` is its title, `texts` are its text blocks in order, `stated` what its forms state by field. A letter that
    answers names it as the one it is written to; else a label says it, the form, the title, a line of its own; a title that
    names a region alone leaves it to the body of that region that is in charge.
    """
    if written_to := _addressee(title, texts):
        return written_to
    labelled = first_labelled(words().facts.organisation, texts[:15] + texts[-8:])
    if labelled and not regex.search(words().facts.firms, labelled):
        return labelled
    unit = stated.get("implementing_unit")
    if unit and not regex.match(words().facts.many, unit):
        return unit
    named = title_parts(title).organisation if title else None
    if named and not named.endswith(tuple(words().facts.regions)):
        return named
    above = stated.get("supervising_dept") or first_labelled(words().facts.organisation_above, texts[:15])
    if named and above and above.startswith(named):
        return above
    if named and (spoken := _body_of_region(named, texts)):
        return spoken
    if named:
        return named
    for text in texts[:4] + texts[-4:]:
        flat = tidy(text)
        if len(flat) <= 40 and title_parts(flat).organisation == flat:
            return flat
    return above or unit


def _body_of_region(region: str, texts: list[str]) -> str | None:
    """The body of this region that is in charge of what is evaluated; else the one the report speaks of most.

    The latter as long as it does so more than once or alone; who asks for the report or is obeyed comes last, and
    who pays for it never.
    """
    ends = "|".join(sorted(map(regex.escape, words().facts.bodies), key=len, reverse=True))
    name = rf"[\p{{Han}}]{{1,14}}?(?:{ends})"
    whole = rf"{regex.escape(region)}{name}"
    local = rf"{regex.escape(region[-1])}{name}"  # 县水利局 in a report on 某县
    if in_charge := _in_charge(region, rf"(?P<body>{whole}|{local})", texts):
        return in_charge
    others = regex.compile(words().facts.not_evaluated.replace("{body}", f"(?:{whole}|{local})"))
    acting = regex.compile(words().facts.acting + rf"\K{local}")
    free = [others.sub("。", text) for text in texts]
    return (
        _most_spoken(regex.compile(whole), free)
        or _most_spoken(regex.compile(whole), texts)
        or _named(region, _most_spoken(acting, free))
    )


def _most_spoken(body: regex.Pattern[str], texts: list[str]) -> str | None:
    """The body spoken of most, none if two are as often; those who pay or audit are left out."""
    counts = Counter(found[0] for text in texts for found in body.finditer(text))
    best = [
        (name, count) for name, count in counts.most_common() if not regex.search(words().facts.funders, name)
    ]
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return str(best[0][0])


def _named(region: str, name: str | None) -> str | None:
    """A local name (县水利局) with that of its region."""
    return name if name is None or name.startswith(region) else region[:-1] + name


def _in_charge(region: str, body: str, texts: list[str]) -> str | None:
    """The only body that is said to carry out what is evaluated, with the name of its region."""
    found: set[str] = set()
    for pattern in words().facts.in_charge:
        expression = regex.compile(pattern.replace("{body}", body))
        found |= {str(match["body"]) for text in texts for match in expression.finditer(text)}
    named = {_named(region, name) for name in found}
    return named.pop() if len(named) == 1 else None


def _addressee(title: str | None, texts: list[str]) -> str | None:
    """The body that a letter which approves, orders or finds is written to: the line of its own 某市水利局： below the title."""
    if not title or not regex.search(words().facts.answers, title):
        return None
    for text in texts[:ADDRESS_REACH]:
        flat = tidy(text)
        if flat.endswith((":", "：")) and title_parts(flat[:-1]).organisation == flat[:-1]:
            return flat[:-1]
    return None


def first_labelled(patterns: list[str], texts: list[str]) -> str | None:
    """What stands behind the first label found: `value` of the first expression that fits a text, in order of texts."""
    for text in texts:
        for pattern in patterns:
            if found := compiled(pattern).search(text):
                return str(found["value"]).strip()
    return None

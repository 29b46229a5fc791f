"""Totals of runs of figures, one behind the other: 分别资助1,205人、843人，金额依次为60万元、53万元，总人数2,048人，金额113万元."""

from __future__ import annotations

from collections.abc import Sequence

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import compiled
from extract.statements.masking import AMOUNTS
from extract.statements.mentions import Mention
from extract.statements.names import in_common
from extract.statements.operands import Near, fits
from extract.statements.relations import RunWords
from schema.report import ClaimKind, Role

TOTAL, MONTHS = "sum.runs.unique", "months.unique"
LONG_SUM = 2
NAMED = 2
Run = tuple[Mention, ...]


def run_totals(near: Near, found: Sequence[Run], words: RunWords) -> None:
    """The total of a run that is said to be one, and right behind it those of other runs of as many figures."""
    amounts = [run for run in found if run[0].sign in AMOUNTS and not run[0].duration]
    size, last = 0, -1
    for one in near.sentence.mentions:
        follows = size > 0 and one.index == last + 1 and one.joint in {"，", ","}
        run = _only_run(near, amounts, one)
        said = _is_total(one, words)
        told = run is not None and (said or (follows and len(run) == size and _of_name(one, run, words)))
        size, last = (len(run), one.index) if run is not None and told else (0, -1)
        if run is not None and told and not _summed(near, one):
            near.drafts.append(_sum(run, one))
        elif not _summed(near, one) and (products := _products(near, one, words)):
            near.drafts.append(_sum(products, one))
        elif (months := _months(near, amounts, one, words)) is not None:
            near.drafts.append(months)


def _is_total(mention: Mention, words: RunWords) -> bool:
    more = compiled(words.never_pattern).search(mention.lead)
    return more is None and compiled(words.total_pattern).search(mention.lead) is not None


def _products(near: Near, total: Mention, words: RunWords) -> Run:
    """每座补2万元，15座共30万元；每座补8万元，2座共16万元，两项补助46万元: as many products as are said to be added up."""
    said = near.sentence.mentions[total.index - 1] if total.index else None
    if said is None or said.figure.unit not in words.counted or total.joint or not fits(total):
        return ()
    made = [d.parts[-1].mention for d in near.drafts if d.kind is ClaimKind.PRODUCT and d.parts]
    told = [m for m in made if m.at < said.at and m.family == total.family]
    return tuple(told) if len(told) >= LONG_SUM and said.figure.number == len(told) else ()


def _months(near: Near, found: Sequence[Run], total: Mention, words: RunWords) -> Draft | None:
    """月租金分别为4,000元、5,500元、6,500元，全年租金19.2万元: so much a month, twelve times."""
    run = next((r for r in found if r[-1].index == total.index - 1 and r[0].family == total.family), None)
    if run is None and total.index and near.sentence.mentions[total.index - 1].family == total.family:
        run = (near.sentence.mentions[total.index - 1],)
    if run is None or any(m.duration for m in near.sentence.of_segment(total.segment)):
        return None
    monthly = compiled(words.monthly_pattern).search(run[0].lead)
    yearly = compiled(words.yearly_pattern).match(total.lead)
    if monthly is None or yearly is None or monthly["what"] not in total.lead:
        return None
    added = (token for number in range(1, len(run)) for token in (str(number), "+"))
    terms = (*(Part(m, Role.BASELINE) for m in run), Part(total, Role.TOTAL))
    held = frozenset(m.index for m in (*run, total))
    formula = ("0", *added, "#12", "*")
    return Draft(ClaimKind.OTHER, terms, MONTHS, total.metric, formula=formula, referred=held, retold=held)


def _sum(run: Run, total: Mention) -> Draft:
    parts = (*(Part(m, Role.PART) for m in run), Part(total, Role.TOTAL))
    held = frozenset(m.index for m in (*run, total))
    return Draft(ClaimKind.SUM, parts, TOTAL, total.metric, referred=held, retold=held)


def _only_run(near: Near, found: Sequence[Run], total: Mention) -> Run | None:
    """The run before a total that has all the figures of its kind there."""
    if not fits(total) or total.bounded or any(total in run for run in found):
        return None
    before = [m for m in near.sentence.mentions[: total.index] if m.family == total.family]
    return next((run for run in found if list(run) == before), None)


def _of_name(total: Mention, run: Run, words: RunWords) -> bool:
    generic = compiled(words.amount_pattern).match(total.lead)
    return generic is not None or in_common(total.lead.lstrip("，"), run[0].lead) >= NAMED


def _summed(near: Near, total: Mention) -> bool:
    return any(d.kind is ClaimKind.SUM and len(d.parts) > LONG_SUM for d in near.holding(total))

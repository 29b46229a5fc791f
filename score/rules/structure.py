"""Structure: headings in sequence, references that lead somewhere, pairs that close, nothing left over, targets with results."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from schema.figure import Place
from schema.finding import Check, Severity, Verdict
from schema.report import (
    Absent,
    DocType,
    Form,
    Indicator,
    Passage,
    ReferenceKind,
    Report,
    Section,
    TargetKind,
)
from score.context import Context
from score.lexicon import any_of, count_words
from score.rule import rule

LARGEST_GAP = 3
"""A larger jump in numbering is a misread number, not a missing heading."""

AROUND = 12
"""Characters shown on either side of a damaged spot."""

PLANS = frozenset(
    {DocType.TARGET_FORM, DocType.MONITOR_FORM, DocType.BUDGET_TABLE, DocType.FINAL_ACCOUNTS, DocType.LEDGER}
)
"""Documents that say what is planned, or only money: no results are expected in them."""

_DIGITS = "一二三四五六七八九十"


@rule("N03", severity=Severity.NOTE, needs=("sections",), compares=False)
def headings_are_in_sequence(context: Context) -> Iterator[Check]:
    """Headings of one level under one heading are numbered without gap and without repetition.

    A missing number may be a missing section. Lists that begin again at 1 are lists of their own, and a number carried by
    a paragraph is there. Example: 1, 2, 4 under （四）.
    """
    groups: dict[tuple[int | None, str], list[Section]] = defaultdict(list)
    for section in context.report.sections:
        if section.ordinal is not None:
            groups[section.parent, unicodedata.normalize("NFKC", section.style)].append(section)
    for sections in groups.values():
        steps = [
            check
            for before, after in pairwise(sections)
            if not _new_list(context.report.sections, before, after)
            for check in _step(context.report, before, after)
        ]
        # A sequence that holds is told once, not once a heading.
        wrong = [check for check in steps if check.verdict is not Verdict.CONSISTENT]
        yield from wrong or steps[-1:]


def _new_list(sections: Sequence[Section], before: Section, after: Section) -> bool:
    """Whether a numbered heading of another style and no lower level stands between: then numbering begins anew."""
    first, last = (next(n for n, s in enumerate(sections) if s is one) for one in (before, after))
    return any(
        between.style and between.level <= after.level
        for between in sections[first + 1 : last]
        if unicodedata.normalize("NFKC", between.style) != unicodedata.normalize("NFKC", before.style)
    )


def _step(report: Report, before: Section, after: Section) -> Iterator[Check]:
    first, second = before.ordinal or 0, after.ordinal or 0
    if second == 1 and first != 1:
        return
    missing = [n for n in range(first + 1, second) if not _stands_between(report, before, after, n)]
    if second == first:
        verdict, outcome = Verdict.INCONSISTENT, "repeated"
    elif second < first or second - first - 1 > LARGEST_GAP:
        verdict, outcome = Verdict.UNDETERMINED, "unclear"
    elif missing:
        verdict, outcome = Verdict.INCONSISTENT, "gap"
    else:
        verdict, outcome = Verdict.CONSISTENT, "consistent"
    parent = report.sections[after.parent] if after.parent is not None else None
    yield Check(
        rule="N03",
        verdict=verdict,
        severity=Severity.NOTE if verdict is Verdict.INCONSISTENT else None,
        subject=f"{parent.number}{parent.title}" if parent else "",
        reported=after.number or str(second),
        quote=f"{before.number}{before.title} → {after.number}{after.title}",
        places=(before.place, after.place),
        facts={
            "outcome": outcome,
            "before": f"{before.number}{before.title}",
            "after": f"{after.number}{after.title}",
            "number": after.number or str(second),
            "missing": "、".join(str(n) for n in missing),
        },
    )


def _stands_between(report: Report, before: Section, after: Section, number: int) -> bool:
    """Whether a paragraph, or a heading of another style, carries the number between two headings.

    A misread line end puts the number inside a paragraph: it is there all the same.
    """
    start, end = before.place.block, after.place.block
    if start is None or end is None:
        return False
    either = f"(?:{number}|{_chinese(number)})"
    sign = re.compile(rf"[（(]\s*{either}\s*[)）]|(?:^|[。；;\s])\s*{either}\s*[)）.．、]")
    texts = [(p.place.block, p.text) for p in report.passages]
    texts += [(s.place.block, f"{s.number}{s.title}") for s in report.sections]
    return any(block is not None and start <= block < end and sign.search(text) for block, text in texts)


def _chinese(number: int) -> str:
    return _DIGITS[number - 1] if 0 < number <= len(_DIGITS) else "@"


@rule("N04", severity=Severity.WARNING, needs=("references",), compares=False)
def references_lead_somewhere(context: Context) -> Iterator[Check]:
    """Every annex, table and picture that is referred to is in the file.

    What is only referred to cannot be re-checked; an annex may be filed apart, so the finding says "not in this file".
    Where none of its kind is in the file, all are filed apart, or were left out when the text was taken over: that is a note.
    Example: 实际支出情况详见附件3, in a file with 附件1 and 附件2.
    """
    kept = {reference.kind for reference in context.report.references if reference.present}
    groups: dict[tuple[ReferenceKind, str], list[int]] = defaultdict(list)
    for number, reference in enumerate(context.report.references):
        if reference.kind is not ReferenceKind.REGULATION and reference.label:
            groups[reference.kind, reference.label].append(number)
    for (kind, label), numbers in groups.items():
        found = [context.report.references[n] for n in numbers]
        answers = {reference.present for reference in found}
        if True in answers:
            verdict = Verdict.CONSISTENT
        else:
            verdict = Verdict.UNDETERMINED if None in answers else Verdict.INCONSISTENT
        titles = list(dict.fromkeys(r.title for r in found if r.title))
        missing = Severity.WARNING if kind in kept else Severity.NOTE
        yield Check(
            rule="N04",
            verdict=verdict,
            severity=missing if verdict is Verdict.INCONSISTENT else None,
            subject=label,
            quote=label,
            places=tuple(r.place for r in found),
            facts={
                "label": label,
                "titles": f"（{'、'.join(titles)}）" if titles else "",
                "kind": kind.value,
                "times": str(len(found)),
            },
        )


@rule("N07", severity=Severity.NOTE, needs=("passages",), compares=False)
def brackets_close(context: Context) -> Iterator[Check]:
    """Brackets, title marks and quotation marks come in pairs.

    An unclosed title mark often means that words were lost. A pair may close in the next paragraph when a page ends between.
    Example: 《以广州市社工服务站评估指标体系（试行）作为……
    """
    passages = context.report.passages
    open_ends = [_unpaired(passage.text) for passage in passages]
    for number, (passage, loose) in enumerate(zip(passages, open_ends, strict=True)):
        near = [*open_ends[max(0, number - 1) : number], *open_ends[number + 1 : number + 2]]
        others = {_partner(sign) for ends in near for _, sign in ends}
        for position, sign in loose:
            if unicodedata.normalize("NFKC", sign) not in others:
                yield _spot("N07", passage, position, position + 1, {"sign": sign})


def _unpaired(text: str) -> list[tuple[int, str]]:
    """Offsets and signs of brackets without a partner; numbering such as 1) is none."""
    words = count_words().brackets
    skipped = {at for found in words.item.finditer(text) for at in range(*found.span())}
    loose: list[tuple[int, str]] = []
    stack: list[tuple[int, str]] = []
    for position, sign in enumerate(text):
        if position in skipped:
            continue
        if sign in words.round_open:
            stack.append((position, sign))
        elif sign in words.round_close:
            if stack:
                stack.pop()
            else:
                loose.append((position, sign))
    loose += stack
    for pair in words.pairs:
        loose += _unpaired_signs(text, pair[0], pair[1])
    return sorted(loose)


def _unpaired_signs(text: str, opening: str, closing: str) -> list[tuple[int, str]]:
    """Signs of one kind without a partner; an even number of quotation marks is taken as wrongly turned pairs."""
    if opening not in text and closing not in text:
        return []
    stack: list[int] = []
    loose: list[tuple[int, str]] = []
    for position, sign in enumerate(text):
        if sign == opening:
            stack.append(position)
        elif sign == closing and stack:
            stack.pop()
        elif sign == closing:
            loose.append((position, sign))
    loose += [(position, opening) for position in stack]
    quotes = opening in "“「『"
    return [] if quotes and len(loose) % 2 == 0 else loose


def _partner(sign: str) -> str:
    pairs = {pair[0]: pair[1] for pair in count_words().brackets.pairs} | {"（": "）", "(": ")"}
    turned = {closing: opening for opening, closing in pairs.items()}
    return unicodedata.normalize("NFKC", {**pairs, **turned}.get(sign, sign))


def _spot(rule_id: str, passage: Passage, start: int, end: int, facts: dict[str, str]) -> Check:
    """A note on one spot of a paragraph."""
    offset = passage.place.start or 0
    quote = passage.text[max(0, start - AROUND) : end + AROUND]
    place = passage.place.model_copy(update={"start": offset + start, "end": offset + end})
    return Check(
        rule=rule_id,
        verdict=Verdict.INCONSISTENT,
        severity=Severity.NOTE,
        quote=quote,
        reported=passage.text[start:end],
        places=(place,),
        facts={"quote": quote, **facts},
    )


@rule("N08", severity=Severity.NOTE, needs=("passages",), compares=False)
def nothing_is_left_over(context: Context) -> Iterator[Check]:
    """No amount without its number, no orphaned punctuation, no placeholder of the template.

    Such residue means that something was deleted or never filled in. Example: 。元安排的项目资金; 100%、；; 20XX年.
    """
    words = count_words().residue
    passages = context.report.passages
    for number, passage in enumerate(passages):
        before = passages[number - 1].text.rstrip() if number else ""
        for outcome, pattern in (
            ("lost_amount", words.lost_amount),
            ("orphan", words.orphans),
            ("placeholder", words.placeholders),
        ):
            for found in pattern.finditer(passage.text):
                split = outcome == "lost_amount" and found.start() == 0 and before[-1:].isdigit()
                if not split:
                    start, end = found.span("residue")
                    yield _spot("N08", passage, start, end, {"outcome": outcome, "residue": found["residue"]})


@rule("N09", severity=Severity.NOTE, needs=("indicators",), compares=False)
def targets_can_be_measured(context: Context) -> Iterator[Check]:
    """A target of a quantity is a number, and no target only points to another paper.

    What cannot be measured cannot be missed. Example: 全年招募志愿者数量 with the target 满足实际需求.
    """
    words = count_words().targets
    vague: dict[int | None, list[Indicator]] = defaultdict(list)
    for row in context.report.indicators:
        if row.target is None or row.target.kind is not TargetKind.QUALITATIVE:
            continue
        counted = any_of(words.quantity, row.level2) or count_words().unit_kind.count_name.search(
            row.level3 or ""
        )
        deferred = any_of(words.deferred, row.target.text)
        if deferred or (counted and any_of(words.empty, row.target.text)):
            vague[row.form].append(row)
    for form, rows in vague.items():
        yield _rows_check("N09", Severity.NOTE, _form(context.report, form), rows, "vague")


@rule("N10", severity=Severity.WARNING, needs=("indicators",), compares=False)
def targets_have_results(context: Context) -> Iterator[Check]:
    """Every target has an actual value.

    A form without any column for results is noted once; single rows left empty are asked about. Example: 15 targets, and no
    actual value anywhere.
    """
    if context.report.document.doc_type in PLANS:
        return
    groups: dict[int | None, list[Indicator]] = defaultdict(list)
    for row in context.report.indicators:
        if row.target is not None and row.target.kind is not TargetKind.PLACEHOLDER:
            groups[row.form].append(row)
    for number, rows in groups.items():
        form = _form(context.report, number)
        column = any(row.actual for row in rows) or bool(form and "actual_value" in form.fields)
        empty = [row for row in rows if row.actual is None and _blank(row)]
        if not column:
            yield _rows_check("N10", Severity.NOTE, form, rows, "no_column")
        elif empty:
            yield _rows_check("N10", Severity.WARNING, form, empty, "blank")


@rule("N11", severity=Severity.NOTE, needs=("indicators",), compares=False)
def results_are_measured(context: Context) -> Iterator[Check]:
    """An actual value is a measurement, not the bound of the target once more.

    ≥266米 under 实际完成值 says that the target was met and not what was done. Example: target ≥266米, actual ≥266米.
    """
    groups: dict[int | None, list[Indicator]] = defaultdict(list)
    for row in context.report.indicators:
        if row.target and row.actual and row.target.operator in {">=", "<=", ">", "<"}:
            same = "".join(row.target.text.split()) == "".join(row.actual.text.split())
            # The operator must stand in the cell itself; in a column of its own 20 beside 20 is a result.
            if same and not row.actual.text.strip()[:1].isdigit():
                groups[row.form].append(row)
    for form, rows in groups.items():
        check = _rows_check("N11", Severity.NOTE, _form(context.report, form), rows, "echo")
        yield check.model_copy(update={"verdict": Verdict.UNDETERMINED})


def _blank(row: Indicator) -> bool:
    """Whether the cell for the result is empty, and not marked as not applicable."""
    absent = row.absent.get("actual_value", row.absent.get("actual", Absent.BLANK))
    return absent is Absent.BLANK


def _form(report: Report, number: int | None) -> Form | None:
    return report.forms[number] if number is not None and number < len(report.forms) else None


def _rows_check(
    rule_id: str, severity: Severity, form: Form | None, rows: list[Indicator], outcome: str
) -> Check:
    """One check for several rows of a form: one fact, every place."""
    names = [row.level3 or row.level2 or "" for row in rows]
    places: list[Place] = [row.place for row in rows]
    quote = "；".join(
        f"{name}：{row.target.text if row.target else ''}" for name, row in zip(names, rows, strict=True)
    )
    return Check(
        rule=rule_id,
        verdict=Verdict.INCONSISTENT,
        severity=severity,
        subject=(form.title or form.project_name or "") if form else "",
        quote=quote,
        places=tuple(places),
        facts={"outcome": outcome, "count": str(len(rows)), "names": "、".join(names[:6]), "quote": quote},
    )

"""Small reports written by hand, for tests of the rules: figures, claims and rows from short texts.

    figure("170万元")      figure("1,700,000.00", "元")      figure("近20万人次")      figure("95", "分")
    claim("completion", ("actual", "67次", "中小型社区活动"), ("completion", "101.49%"))
    money_table('''
        | name     | budget_adjusted | budget_initial |
        | 合计     | 1,700,000.00    | 720,000.00     |
        | 项目经费 | 83,000.00       | 0.00           |
    ''', unit="元")
    ledger('''
        | date       | voucher_no | description | debit | credit | balance |
    ''')
    indicators('''
        | level1 | level2 | level3 | target | actual | rate | weight | score | deviation_reason | scoring_rule |
    ''')
    report(claims=[...], budget_lines=money_table(...))

Every figure gets a place of its own, so that nothing is merged by accident. Rows named 合计/总计 are totals,
小计 subtotals, 其中 rows parts of the row above; a name of `*` is an unlabelled total found by arithmetic.
"""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterable, Iterator
from decimal import Decimal

from schema.figure import Figure, FigureKind, Flaw, Hedge, Place
from schema.report import (
    Absent,
    Actual,
    BudgetLine,
    Claim,
    ClaimKind,
    Direction,
    DocumentFacts,
    Indicator,
    LedgerEntry,
    LedgerRowKind,
    Passage,
    Report,
    Role,
    RowKind,
    Target,
    TargetKind,
    Term,
)

_blocks = itertools.count()
_NUMBER = re.compile(r"[-−]?\d[\d,，]*(?:\.\d+)?")
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?)+")
_RANGE = re.compile(r"(\d[\d,.]*)\s*[%万元人场次]*\s*(?:-|—|~|至)\s*(\d[\d,.]*)")
_HEDGES = {
    "近": Hedge.NEARLY,
    "约": Hedge.ABOUT,
    "超过": Hedge.OVER,
    "不低于": Hedge.AT_LEAST,
    "≥": Hedge.AT_LEAST,
    "≤": Hedge.AT_MOST,
    "不超过": Hedge.AT_MOST,
    "不足": Hedge.UNDER,
}
_SCALES = {"亿": 8, "百万": 6, "万": 4, "千": 3, "": 0}
_MONEY = re.compile(r"(亿|百万|万|千|)元")


def place(**parts: int) -> Place:
    """A place that nothing else has; name parts to fix them."""
    return Place(**{"block": next(_blocks), "start": 0, "end": 1, **parts})


def figure(
    text: str,
    unit: str = "",
    *,
    kind: FigureKind | str | None = None,
    at: Place | None = None,
    flaw: Flaw | None = None,
) -> Figure:
    """The figure that `text` prints; `unit` is one given elsewhere (a header, a caption)."""
    at = at or place()
    if _RATIO.fullmatch(text):
        return Figure(text=text, kind=FigureKind.RATIO, value=text.replace("：", ":"), place=at)
    if flaw is Flaw.MALFORMED:
        return Figure(text=text, kind=FigureKind.MONEY, unit=unit, flaw=flaw, place=at)
    found = _NUMBER.search(text)
    if not found:
        raise ValueError(f"no number in {text!r}")
    digits = re.sub("[,，]", "", found.group()).replace("−", "-")
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    named = text[found.end() :].strip() or unit
    named = named.removesuffix("余").removesuffix("多")
    guessed, canonical, scale = _meaning(named)
    before = text[: found.start()].strip()
    hedge = next((h for word, h in _HEDGES.items() if before == word), None)
    if text.rstrip().endswith(("余", "多")):
        hedge = Hedge.OVER
    span = _RANGE.search(text)
    if span:
        guessed, canonical, scale = _meaning(text[span.end() :].strip() or unit)
    shared = {
        "text": text,
        "kind": FigureKind(kind) if kind else guessed,
        "unit": canonical,
        "decimals": decimals,
        "scale": scale,
        "hedge": hedge,
        "flaw": flaw,
        "place": at,
    }
    if span:
        ends = [Decimal(end.replace(",", "")).scaleb(scale) for end in span.groups()]
        return Figure(**(shared | {"low": ends[0], "high": ends[1]}))
    return Figure(**(shared | {"value": Decimal(digits).scaleb(scale)}))


def _meaning(unit: str) -> tuple[FigureKind, str, int]:
    """Kind, canonical unit and scale of a unit as printed."""
    if money := _MONEY.fullmatch(unit):
        return FigureKind.MONEY, "元", _SCALES[money[1]]
    if unit in {"万", "亿"}:
        return FigureKind.MONEY, "元", _SCALES[unit]
    if unit in {"%", "％", "个百分点"}:
        return FigureKind.PERCENT, "%" if unit != "个百分点" else "个百分点", 0
    if unit == "分":
        return FigureKind.SCORE, "分", 0
    if unit in {"小时", "公里", "亩", "平方米", "吨"}:
        return FigureKind.MEASURE, unit, 0
    if unit.startswith("万"):
        return FigureKind.COUNT, unit[1:], 4
    return FigureKind.COUNT, unit, 0


def term(role: Role | str, text: str | Figure, metric: str = "", field: str | None = None) -> Term:
    """A term of a claim from its printed figure."""
    return Term(
        role=Role(role), metric=metric, figure=text if isinstance(text, Figure) else figure(text), field=field
    )


def claim(kind: ClaimKind | str, *terms: Term | tuple[str, ...], **rest: object) -> Claim:
    """A claim; a term may be `(role, text[, metric[, field]])`. Other fields by name."""
    made = tuple(t if isinstance(t, Term) else term(*t) for t in terms)
    at = rest.pop("place", None) or place()
    return Claim(kind=ClaimKind(kind), terms=made, place=at, **rest)


def standing(said: Claim, at: Place, start: int = 0) -> Claim:
    """The claim with its figures one after the other at a place, from character `start` on."""
    terms = tuple(
        t.model_copy(
            update={"figure": t.figure.model_copy(update={"place": at.model_copy(update={"start": n})})}
        )
        for n, t in enumerate(said.terms, start)
    )
    return said.model_copy(update={"terms": terms})


def rows(text: str) -> Iterator[dict[str, str]]:
    """The rows of a pipe table, by the names in its first row; rows of dashes are skipped."""
    lines = [line.strip() for line in textwrap.dedent(text).strip().splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    header, *body = [row for row in cells if not all(set(cell) <= set("-: ") and cell for cell in row)]
    for row in body:
        yield dict(zip(header, row, strict=True))


def money_table(
    text: str, unit: str = "元", table: str = "", headers: dict[str, str] | None = None
) -> tuple[BudgetLine, ...]:
    """Budget lines of one table. Columns: name, code, level, and any field; `%` fields keep their own unit."""
    number = next(_blocks)
    lines: list[BudgetLine] = []
    last_parent: int | None = None
    for r, row in enumerate(rows(text)):
        name = row.get("name", "")
        kind, is_total = _row_kind(name)
        if kind is RowKind.OF_WHICH:
            parent = last_parent if last_parent is not None else len(lines) - 1
        else:
            parent, last_parent = None, len(lines)
        amounts: dict[str, Figure] = {}
        for c, (field, cell) in enumerate(row.items()):
            if field in {"name", "code", "level"} or not _NUMBER.search(cell):
                continue
            own = "" if cell.endswith("%") else ("%" if field.endswith("_rate") else unit)
            amounts[field] = figure(cell, own, at=Place(block=number, table=number, row=r, column=c))
        lines.append(
            BudgetLine(
                table=table,
                code=row.get("code") or None,
                name="" if name == "*" else name,
                is_total=is_total or name == "*",
                inferred_total=name == "*",
                row_kind=RowKind.TOTAL if name == "*" else kind,
                level=int(row.get("level") or 0),
                parent=parent,
                amounts=amounts,
                headers={**{f: f for f in amounts}, **(headers or {})},
                absent={f: _ABSENT[cell] for f, cell in row.items() if f != "name" and cell in _ABSENT},
                place=Place(block=number, table=number, row=r, column=0),
            )
        )
    return tuple(lines)


_ABSENT = {"": Absent.BLANK, "—": Absent.DASH, "/": Absent.SLASH, "无": Absent.NONE_WORD}


def _row_kind(name: str) -> tuple[RowKind, bool]:
    if name.startswith("其中"):
        return RowKind.OF_WHICH, False
    if name.endswith("小计"):
        return RowKind.SUBTOTAL, False
    if name in {"合计", "总计", "年度资金总额"} or name.endswith("合计"):
        return RowKind.TOTAL, True
    return RowKind.ENTRY, False


_LEDGER_KINDS = {
    "期初余额": LedgerRowKind.OPENING,
    "上年结转": LedgerRowKind.OPENING,
    "本月合计": LedgerRowKind.MONTH_TOTAL,
    "本年累计": LedgerRowKind.YEAR_TOTAL,
    "合计": LedgerRowKind.TOTAL,
    "承前页": LedgerRowKind.CARRIED,
    "过次页": LedgerRowKind.CARRIED,
}


def ledger(text: str, unit: str = "元", table: str = "明细账") -> tuple[LedgerEntry, ...]:
    """Rows of one ledger; the description says what kind of row it is."""
    number = next(_blocks)
    out: list[LedgerEntry] = []
    for r, row in enumerate(rows(text)):
        amounts = {
            side: figure(row[side], unit, at=Place(block=number, table=number, row=r, column=c))
            for c, side in enumerate(("debit", "credit", "balance"))
            if row.get(side)
        }
        description = row.get("description", "")
        out.append(
            LedgerEntry(
                date=row.get("date") or None,
                voucher_no=row.get("voucher_no") or None,
                description=description,
                account=row.get("account") or None,
                row_kind=_LEDGER_KINDS.get(description, LedgerRowKind.ENTRY),
                direction=row.get("direction") or None,
                table=table,
                place=Place(block=number, table=number, row=r, column=0),
                **amounts,
            )
        )
    return tuple(out)


_OPERATORS = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", "=": "="}


def indicators(text: str, form: int = 0) -> tuple[Indicator, ...]:
    """Rows of an indicator table. An empty cell is None; words without a number have no figures."""
    number = next(_blocks)
    out: list[Indicator] = []
    for r, row in enumerate(rows(text)):

        def cell(name: str, unit: str = "", row: dict[str, str] = row, r: int = r) -> Figure | None:
            at = Place(block=number, table=number, row=r, column=list(row).index(name) if name in row else 0)
            found = row.get(name)
            return figure(found, unit, at=at) if found and _NUMBER.search(found) else None

        target, actual = row.get("target", ""), row.get("actual", "")
        goal, done = cell("target"), cell("actual")
        operator = next((sign for mark, sign in _OPERATORS.items() if target.startswith(mark)), None)
        out.append(
            Indicator(
                level1=row.get("level1") or None,
                level2=row.get("level2") or None,
                level3=row.get("level3") or None,
                target=Target(
                    text=target,
                    kind=TargetKind.NUMBER if goal else TargetKind.QUALITATIVE,
                    operator=operator,
                    figures=(goal.model_copy(update={"hedge": None}),) if goal else (),
                )
                if target
                else None,
                actual=Actual(text=actual, figures=(done,) if done else ()) if actual else None,
                rate=cell("rate", "%"),
                weight=cell("weight", "分"),
                score=cell("score", "分"),
                unit=row.get("unit") or None,
                direction=Direction(row["direction"]) if row.get("direction") else None,
                deviation_reason=row.get("deviation_reason") or None,
                scoring_rule=row.get("scoring_rule") or None,
                form=form,
                place=Place(block=number, table=number, row=r, column=0),
            )
        )
    return tuple(out)


def passage(text: str, section: int | None = None) -> Passage:
    """A paragraph."""
    return Passage(text=text, section=section, place=place())


def report(**parts: Iterable[object]) -> Report:
    """A report of the given parts, of a document without a file."""
    facts = parts.pop("document", None) or DocumentFacts(id="test", fiscal_year=2022)
    return Report(document=facts, **{name: tuple(part) for name, part in parts.items()})


FUNDS_HEAD = "| name | budget_initial | budget_adjusted | executed_amount | execution_rate |\n"


def funds_row(text: str, head: str = FUNDS_HEAD) -> Report:
    """A report with one row of money, in 万元."""
    return report(budget_lines=money_table(head + text, unit="万元"))


LEDGER_BOOK = """
| date | voucher_no | description | debit | credit | balance |
| 2022-01-01 | | 期初余额 | | | 100.00 |
| 2022-01-05 | 1 | 物资 | 50.00 | | 150.00 |
| 2022-01-09 | 2 | 退款 | | 20.00 | {} |
| 2022-01-20 | 3 | 劳务 | {} | | 170.00 |
| 2022-02-03 | 4 | 劳务 | 30.00 | | 200.00 |
| 2022-02-09 | 5 | 培训 | 10.00 | | 210.00 |
| 2022-02-19 | 6 | 交通 | 1.00 | | 211.00 |
| 2022-03-09 | 7 | 印刷 | 2.00 | | 213.00 |
| 2022-03-19 | 8 | 茶水 | 3.00 | | 216.00 |
"""
"""A right ledger, but for the balance and the amount that are filled in: 130.00 and 40.00."""

"""Ledgers: entries told apart from opening balances, monthly and yearly totals and rows carried over a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import regex

from extract.cells import Reader
from extract.numbering import numbering_rank
from extract.tables.grid import Block, Column
from extract.tables.sides import cumulated, sides_by_balance
from extract.tables.words import (
    absence,
    folded,
    is_note,
    money_unit,
    row_kind,
    tidy,
    words,
)
from schema.document import Cell
from schema.figure import Figure
from schema.report import LedgerEntry, LedgerRowKind, RowKind

SINGLE = ("amount", "executed_amount", "received_amount", "total_amount")

_FULL = regex.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s+[\d:]+)?")
_COMPACT = regex.compile(r"(20\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])")
_YEAR_MONTH = regex.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?")
_MONTH_DAY = regex.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_YEAR = regex.compile(r"((?:19|20)\d{2})\s*年?")
_CODE = regex.compile(r"\s*(\d{3,9})[\s　]+(?=\p{Han})")


def entries_of(block: Block, reader: Reader, table: str, caption_unit: str | None) -> list[LedgerEntry]:
    """The rows of a ledger, in order."""
    return _Reading(block, reader, table, caption_unit).run()


def iso_date(text: str, year: str | None = None) -> str | None:
    """A date as far as it is printed: 2022-03-05, 2022-03, or 03-05 when the year is nowhere."""
    flat = folded(text)
    if found := _FULL.fullmatch(text.strip()) or _FULL.fullmatch(flat) or _COMPACT.fullmatch(flat):
        return _joined(found[1], found[2], found[3])
    if found := _YEAR_MONTH.fullmatch(flat):
        return _joined(found[1], found[2])
    if found := _MONTH_DAY.fullmatch(flat):
        return _joined(year, found[1], found[2])
    return None


def _joined(year: str | None, month: str, day: str | None = None) -> str | None:
    if not 1 <= int(month) <= 12 or (day is not None and not 1 <= int(day) <= 31):
        return None
    parts = [year] if year else []
    return "-".join([*parts, f"{int(month):02d}", *([f"{int(day):02d}"] if day else [])])


@dataclass(slots=True)
class _Row:
    """One row with what its kind is judged by."""

    entry: LedgerEntry
    own_date: str | None
    amount: Decimal | None = None
    extra: dict[str, str] = field(default_factory=dict)


class _Reading:
    """One pass over the rows of a ledger."""

    def __init__(self, block: Block, reader: Reader, table: str, caption_unit: str | None) -> None:
        self.block = block
        self.at = block.grid.block
        self.reader = reader
        self.table = table
        self.unit = money_unit(block.banner) or money_unit(block.label) or caption_unit
        self.dates = [column for column in block.columns if column.field == "date"]
        self.year = self._year_of_header()
        self.vouchers = [column for column in block.columns if column.field == "voucher_no"]
        self.debit, self.credit = self._sides()
        self.balance = block.column("balance") or self._left_over() or self._running_total()
        self.described = "description" if block.column("description") else "project_name"
        used = {
            id(c)
            for c in (
                *self.dates,
                *self.vouchers,
                self.debit,
                self.credit,
                self.balance,
                *(block.column(n) for n in (self.described, "account", "code", "direction", "serial_no")),
            )
        }
        self.others = [c for c in block.columns if id(c) not in used and c.header]
        self.last_date: str | None = None
        self.last_month: str | None = None

    def run(self) -> list[LedgerEntry]:
        out: list[LedgerEntry] = []
        ranks: list[int | None] = []
        for row in self.block.rows:
            own = self.block.grid.own(row)
            if not own or (is_note(own[0].text) and len(own) <= 2):
                continue
            entry = self._entry(row)
            if entry is not None:
                out.append(entry)
                ranks.append(self._rank(row, entry))
        return _subtotals(_headings(out, ranks))

    def _rank(self, row: int, entry: LedgerEntry) -> int | None:
        """Rank of the number the row is headed by, in its own column or in front of the description."""
        cell = self.block.cell(row, self.block.column("serial_no"))
        serial = folded(cell.text).rstrip("、.") if cell is not None else ""
        marked = f"{serial}. " if serial.isdecimal() else f"{serial}、" if serial else entry.description
        return numbering_rank(marked)

    def _sides(self) -> tuple[Column | None, Column | None]:
        ledger = words().ledger
        debit, credit = self.block.column("debit"), self.block.column("credit")
        if debit is not None or credit is not None:
            return debit, credit
        plain = {folded(column.bottom): column for column in self.block.columns}
        income = next((plain[word] for word in ledger.income_header if word in plain), None)
        outlay = next((plain[word] for word in ledger.outlay_header if word in plain), None)
        if income is not None and outlay is not None:
            return income, outlay
        if (found := sides_by_balance(self.block)) is not None:
            return found
        single = next((c for name in SINGLE if (c := self.block.column(name)) is not None), None)
        return single, None

    def _left_over(self) -> Column | None:
        """结余 beside what came in and what went out is what the account holds."""
        return self.block.column("surplus") if self.debit is not None and self.credit is not None else None

    def _running_total(self) -> Column | None:
        """累计支出 behind what went out is what has gone out so far."""
        return cumulated(self.block, self.debit) if self.credit is None else None

    def _year_of_header(self) -> str | None:
        for column in self.dates:
            if found := _YEAR.search(column.header):
                return str(found[1])
        found = _YEAR.search(self.block.banner) or _YEAR.search(self.table)
        return str(found[1]) if found else None

    def _entry(self, row: int) -> LedgerEntry | None:
        date = self._date(row)
        description = self._text(row, self.described)
        debit, credit = self._amount(row, self.debit), self._amount(row, self.credit)
        balance = self._amount(row, self.balance)
        if debit is None and credit is None and balance is None and not description:
            return None
        kind = self._kind(row, description)
        inherited = date is None and self.last_date is not None
        self.last_date = date or self.last_date
        code = self._text(row, "code") or None
        if code is None and (found := _CODE.match(description)):
            code = found[1]
        anchor = self.block.grid.own(row)[0]
        return LedgerEntry(
            date=date or self.last_date,
            date_inherited=inherited,
            voucher_no=self._voucher(row),
            description=description or self._name_of_total(row, kind),
            account=self._text(row, "account") or None,
            code=folded(code) if code else None,
            row_kind=kind,
            debit=debit,
            credit=credit,
            direction=self._text(row, "direction") or None,
            balance=balance,
            table=self.table,
            other=self._other(row),
            place=self.reader.document.place_in_cell(self.at, anchor),
        )

    def _date(self, row: int) -> str | None:
        """The date printed in the row, from one column or from month and day in two."""
        cells = [(column, self.block.cell(row, column)) for column in self.dates]
        texts = [(c, folded(cell.text)) for c, cell in cells if cell is not None and cell.row == row]
        for _, cell in cells:
            if cell is not None and cell.text.strip():
                self.reader.take(self.at, cell)
        filled = [(c, text) for c, text in texts if text]
        if not filled:
            return None
        if len(self.dates) == 1:
            return iso_date(filled[0][1], self.year)
        ledger = words().ledger
        parts: dict[str, str] = {}
        for column, text in filled:
            name = folded(column.bottom)
            slot = "day" if name in ledger.day_header else "month" if name in ledger.month_header else "year"
            parts[slot] = text.rstrip("年月日")
        if not all(part.isdigit() for part in parts.values()):
            return iso_date(filled[0][1], self.year)
        self.last_month = parts.get("month", self.last_month)
        if self.last_month is None:
            return None
        return _joined(parts.get("year", self.year), self.last_month, parts.get("day"))

    def _amount(self, row: int, column: Column | None) -> Figure | None:
        cell = self.block.cell(row, column)
        if cell is None or cell.row != row or absence(cell.text) is not None:
            return None
        unit = column.unit if column is not None and column.unit else self.unit
        return self.reader.value(self.at, cell, unit)

    def _text(self, row: int, name: str) -> str:
        column = self.block.column(name)
        cell = self.block.cell(row, column)
        if cell is None or absence(cell.text) is not None:
            return ""
        if name in ("code", "account"):
            self.reader.take(self.at, cell)
        return tidy(cell.text)

    def _voucher(self, row: int) -> str | None:
        cells = [cell for c in self.vouchers if (cell := self.block.cell(row, c)) and cell.text.strip()]
        for cell in cells:
            self.reader.take(self.at, cell)
        parts = [tidy(cell.text) for cell in cells if absence(cell.text) is None]
        return "-".join(parts) or None

    def _own_texts(self, row: int) -> list[Cell]:
        return [cell for cell in self.block.grid.own(row) if cell.text.strip()][:4]

    def _kind(self, row: int, description: str) -> LedgerRowKind:
        """What the row is, by the words of its description or, where that is blank, of its first cells."""
        texts = [description] if description else [cell.text for cell in self._own_texts(row)]
        for text in texts:
            if (kind := kind_of_words(text)) is not LedgerRowKind.ENTRY:
                return kind
        return self._kind_of_date(row)

    def _kind_of_date(self, row: int) -> LedgerRowKind:
        """A row that says 小计 or 合计 where the others have their date or number adds them up, whatever else it says."""
        cells = [
            self.block.cell(row, c) for c in (*self.dates, *self.vouchers, self.block.column("serial_no"))
        ]
        kinds = {row_kind(cell.text) for cell in cells if cell is not None and cell.row == row}
        if RowKind.SUBTOTAL in kinds:
            return LedgerRowKind.MONTH_TOTAL
        return LedgerRowKind.TOTAL if RowKind.TOTAL in kinds else LedgerRowKind.ENTRY

    def _name_of_total(self, row: int, kind: LedgerRowKind) -> str:
        if kind is LedgerRowKind.ENTRY:
            return ""
        return next(
            (tidy(c.text) for c in self._own_texts(row) if kind_of_words(c.text) is not LedgerRowKind.ENTRY),
            "",
        )

    def _other(self, row: int) -> dict[str, str]:
        out: dict[str, str] = {}
        for column in self.others:
            cell = self.block.cell(row, column)
            if cell is not None and cell.text.strip():
                out[column.header] = tidy(cell.text)
        return out


def kind_of_words(text: str) -> LedgerRowKind:
    """What a row with this description is."""
    ledger = words().ledger
    flat = folded(text).strip(":：")
    named = regex.sub(rf"^{ledger.period_before}", "", flat)
    for kind, names in (
        (LedgerRowKind.CARRIED, ledger.carried),
        (LedgerRowKind.OPENING, ledger.opening),
        (LedgerRowKind.MONTH_TOTAL, ledger.month_total),
        (LedgerRowKind.YEAR_TOTAL, ledger.year_total),
        (LedgerRowKind.TOTAL, ledger.total),
    ):
        if flat in names:
            return kind
    if regex.fullmatch(ledger.period_total, flat) or named in ledger.month_total:
        return LedgerRowKind.MONTH_TOTAL
    if named in ledger.year_total:
        return LedgerRowKind.YEAR_TOTAL
    if named in ledger.total:
        return LedgerRowKind.TOTAL
    return LedgerRowKind.ENTRY


def _headings(entries: list[LedgerEntry], ranks: list[int | None]) -> list[LedgerEntry]:
    """Entries numbered 一、 without a voucher or date, each over entries numbered 1. 2.: their amount is a sum, no payment."""
    numbered = sorted({rank for rank in ranks if rank is not None})
    if len(numbered) < 2:
        return entries
    heads = [
        i
        for i, entry in enumerate(entries)
        if ranks[i] == numbered[0] and entry.row_kind is LedgerRowKind.ENTRY
    ]
    above = [i for i in heads if i + 1 < len(entries) and ranks[i + 1] == numbered[1]]
    if above != heads or any(entries[i].voucher_no for i in heads):
        return entries
    return [
        entry.model_copy(update={"row_kind": LedgerRowKind.GROUP}) if i in heads else entry
        for i, entry in enumerate(entries)
    ]


def _subtotals(entries: list[LedgerEntry]) -> list[LedgerEntry]:
    """A 小计 row that adds up the entries since the last total is a total; one that stands for others is not."""
    out: list[LedgerEntry] = []
    since = Decimal(0)
    count = 0
    for read in entries:
        entry, amount = read, _amount(read)
        if entry.row_kind is not LedgerRowKind.ENTRY:
            since, count = (Decimal(0), 0)
        elif folded(entry.description).endswith(tuple(words().rows.subtotal_endings)) and count:
            if amount is not None and amount == since:
                entry = entry.model_copy(update={"row_kind": LedgerRowKind.TOTAL})
                since, count = Decimal(0), 0
        elif amount is not None:
            since, count = since + amount, count + 1
        out.append(entry)
    return out


def _amount(entry: LedgerEntry) -> Decimal | None:
    figure = entry.debit or entry.credit
    return figure.number if figure is not None else None

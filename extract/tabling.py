"""All tables of a document: each block read by its family, blocks that belong together gathered into forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

import regex

from extract.cells import Reader
from extract.counted import has_columns_of_its_own, rows_of
from extract.facts import Contents, Head
from extract.forms import indicators_of
from extract.funds import POINTS, lines_of, points_row
from extract.headers import field_of, suggestion
from extract.labelled import pairs_of
from extract.ledgers import entries_of
from extract.surroundings import Surroundings, announced_levels, notes_below, surroundings
from extract.surveys import statements_of
from extract.tables.families import Family, family_of, numeric_columns
from extract.tables.grid import HEAD_FIELDS, Block, Grid, Rows
from extract.tables.halves import halves
from extract.tables.layout import blocks_of
from extract.tables.levels import group_of_line
from extract.tables.words import absence, announced_unit, folded, money_unit, row_kind, tidy, words
from extract.titles import words as title_words
from extract.turned import points_of, rows_of_points
from schema.document import Cell, NoticeSeverity, Table
from schema.figure import Figure, FigureKind, Place
from schema.report import (
    BudgetLine,
    Claim,
    ClaimKind,
    Form,
    GroupWeight,
    Indicator,
    LedgerEntry,
    ReportNotice,
    RowKind,
)

SURE_YUAN = Decimal(100_000)
_SCORED = frozenset({Family.INDICATORS, Family.WORKLOAD})


@dataclass(slots=True)
class _OpenForm:
    """A form while its blocks are being read."""

    title: str
    place: Place
    project_name: str | None = None
    tables: list[int] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    groups: list[GroupWeight] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    amount_unit: str | None = None
    family: str | None = None
    columns: frozenset[str] | None = None
    order: tuple[str | None, ...] = ()
    stated: int = 0
    """How many total scores are stated beside labels, which do not end a form as its total row does."""

    @property
    def complete(self) -> bool:
        """Whether its total row has been read."""
        return sum(group.level == 0 for group in self.groups) > self.stated

    def closed(self) -> Form:
        """The form as part of the report."""
        return Form(
            family=self.family,
            title=self.title,
            project_name=self.project_name,
            tables=tuple(self.tables),
            fields=self.fields,
            groups=tuple(self.groups),
            rules=tuple(self.rules),
            amount_unit=self.amount_unit,
            place=self.place,
        )


@dataclass(slots=True)
class Tabled:
    """Everything the tables of a document say."""

    forms: list[_OpenForm] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    lines: list[BudgetLine] = field(default_factory=list)
    entries: list[LedgerEntry] = field(default_factory=list)
    others: list[BudgetLine] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    notices: list[ReportNotice] = field(default_factory=list)
    head: Head = field(default_factory=Head)
    contents: Contents = field(default_factory=Contents)


def tables_of(reader: Reader, prose: list[Figure], section_of: dict[int, int | None]) -> Tabled:
    """Read every table. `prose` are the figures of the running text, by which an unprinted unit is confirmed."""
    out = Tabled()
    gather = _Gather(reader, prose, section_of, out)
    for index, number, table in reader.document.tables():
        gather.table(index, number, table)
    return out


class _Gather:
    """Reads tables one after the other and decides where a form ends."""

    def __init__(
        self, reader: Reader, prose: list[Figure], section_of: dict[int, int | None], out: Tabled
    ) -> None:
        self.reader = reader
        self.out = out
        self.section_of = section_of
        self.spoken = {f.number for f in prose if f.kind is FigureKind.MONEY and f.number}
        self.index = self.number = 0
        self.around = Surroundings("", None, False)
        self.fresh = self.split = False

    def table(self, index: int, number: int, table: Table) -> None:
        """Read one table."""
        self.index, self.number = index, number
        self.around = surroundings(self.reader.document, index)
        self.fresh = self.around.opens_form
        grid = Grid(index, table)
        parts = [half for block in blocks_of(grid) for half in halves(block)]
        kinds = [self._family(block) for block in parts]
        in_form = Family.INDICATORS in kinds or any(self._names_project(block) for block in parts)
        for block, family in zip(parts, kinds, strict=True):
            self.split = (
                sum(other.rows is not block.rows and other.header == block.header for other in parts) > 0
            )
            self._labels(block)
            if block.kind is Rows.HEAD:
                self._head(block)
            elif block.kind is Rows.BANNER:
                self._banner(block)
            elif block.kind is Rows.BLOCK and family is not None:
                self._block(block, family, in_form)
            elif block.kind is Rows.NOTE and self.out.forms and in_form:
                self._note(tidy(block.grid.own(block.rows[0])[0].text))
        if self.out.forms and number in self.out.forms[-1].tables:
            for text in notes_below(self.reader.document, index):
                self._note(text)

    def _family(self, block: Block) -> Family | None:
        return family_of(block, self.around.unit) if block.kind is Rows.BLOCK else None

    def _names_project(self, block: Block) -> bool:
        return block.kind is Rows.HEAD and any(
            field_of(cell.text) == "project_name" for row in block.rows for cell in block.grid.own(row)
        )

    def _labels(self, block: Block) -> None:
        for row in block.header:
            for cell in block.grid.own(row):
                self.reader.take(self.index, cell)

    def _head(self, block: Block) -> None:
        for row in block.rows:
            cells = block.grid.own(row)
            for label, value in pairwise(cells):
                name = field_of(label.text)
                if name not in HEAD_FIELDS or field_of(value.text) in HEAD_FIELDS:
                    continue
                self.reader.take(self.index, label)
                if absence(value.text) is not None:
                    continue
                if name not in ("goal_expected", "goal_actual", "total_score"):
                    self.reader.take(self.index, value)
                if name == "project_name":
                    self._new_project(tidy(value.text), block)
                if name == "total_score":
                    self._stated_total(label, value)
                printed = folded(value.text) if name == "project_code" else tidy(value.text)
                self.out.contents.transfer |= bool(
                    regex.search(title_words().facts.of_transfers, folded(label.text))
                )
                self.out.head.state(name, printed, label.text)

    def _stated_total(self, label: Cell, value: Cell) -> None:
        """A total score stated beside its label belongs to the form being read."""
        score = self.reader.value(self.index, value, "分")
        if score is None or not self.out.forms:
            return
        place = self.reader.document.place_in_cell(self.index, label)
        self.out.forms[-1].stated += 1
        self.out.forms[-1].groups.append(
            GroupWeight(level=0, name=tidy(label.text), score=score, place=place)
        )

    def _new_project(self, name: str, block: Block) -> None:
        form = self.out.forms[-1] if self.out.forms else None
        if form is None or form.project_name or form.columns is not None or form.complete:
            form = self._open(block)
        form.project_name = name
        self.fresh = False

    def _banner(self, block: Block) -> None:
        text = block.grid.own(block.rows[0])[0].text
        if any(word in folded(text) for word in words().projects.form_titles):
            self.fresh = True
            self.around = Surroundings(tidy(text), announced_unit(text) or self.around.unit, True)
        elif (unit := announced_unit(text) or money_unit(text)) is not None:
            self.around = Surroundings(self.around.title or tidy(text), unit, self.around.opens_form)

    def _note(self, text: str) -> None:
        if any(word in text for word in words().indicators.scoring_note):
            self.out.forms[-1].rules.append(text)

    def _open(self, block: Block) -> _OpenForm:
        place = self.reader.document.place_in_cell(
            self.index, block.grid.own((*block.header, *block.rows)[0])[0]
        )
        self.out.forms.append(_OpenForm(title=self.around.title, place=place, tables=[self.number]))
        return self.out.forms[-1]

    def _form(self, block: Block, *, scored: bool) -> int:
        """The index of the form the block belongs to; a new one when the last is complete or differs."""
        form = self.out.forms[-1] if self.out.forms else None
        columns = block.fields
        differs = (
            form is not None
            and form.columns is not None
            and not scored
            and self.number not in form.tables
            and form.columns != columns
        )
        begun = form is not None and (form.columns is not None or form.groups)
        if (
            form is None
            or form.complete
            or differs
            or (self.fresh and begun and self.number not in form.tables)
        ):
            form = self._open(block)
        self.fresh = False
        if self.number not in form.tables:
            form.tables.append(self.number)
        return len(self.out.forms) - 1

    def _block(self, block: Block, family: Family, in_form: bool) -> None:
        read = {
            Family.INDICATORS: self._indicators,
            Family.WORKLOAD: self._indicators,
            Family.LEDGER: self._ledger,
            Family.SURVEY: self._statements,
            Family.STAFF: self._statements,
        }
        if family in (Family.FUNDS, Family.PAIRS):
            self._funds(block, family, in_form)
        elif family in read:
            read[family](block, family)
        elif family is Family.OTHER and (rows := rows_of_points(block)):
            self._turned(block, rows)
        elif family is Family.OTHER:
            self._unread(block, numbered=self._numbers(block))
        if family in (Family.SURVEY, Family.STAFF) or (family in _SCORED and has_columns_of_its_own(block)):
            self._numbers(block)

    def _numbers(self, block: Block) -> bool:
        """The rows of a block as plain numbers under their headers; whether there are any."""
        title = self.around.title or block.label or tidy(block.banner) or _corner(block)
        lines = rows_of(block, self.reader, title, self.around.unit)
        self.out.others += lines
        return bool(lines)

    def _indicators(self, block: Block, family: Family) -> None:
        number = self._form(block, scored=False)
        form = self.out.forms[number]
        told = group_of_line(block.banner)
        announced = {1: told} if told else announced_levels(self.reader.document, self.index)
        found = indicators_of(block, self.reader, number, self.around.unit, announced)
        form.columns = block.fields
        form.order = tuple(column.field for column in block.columns)
        form.groups += found.groups
        form.rules += found.rules
        for column in block.columns:
            if column.field:
                form.fields.setdefault(column.field, column.header)
        form.family = letter_of(form, found.rows)
        self.out.indicators += found.rows
        self.out.notices += found.notices
        self._unknown_headers(block)
        contents = self.out.contents
        contents.indicators += len(found.rows)
        contents.workload += family is Family.WORKLOAD
        contents.scored |= any(row.score is not None for row in found.rows)
        contents.has_actuals |= any(row.actual is not None for row in found.rows)
        contents.criteria |= any(row.scoring_rule for row in found.rows)

    def _turned(self, block: Block, rows: dict[str, int]) -> None:
        """A table of points whose indicators are columns."""
        number = self._form(block, scored=True)
        form = self.out.forms[number]
        found = points_of(block, rows, self.reader, number)
        form.columns = form.columns or frozenset(rows)
        form.groups += found.groups
        form.family = form.family or letter_of(form, found.rows)
        self.out.indicators += found.rows
        told = self.out.contents
        told.indicators += len(found.rows)
        told.scored = True

    def _funds(self, block: Block, family: Family, in_form: bool) -> None:
        scored = bool(block.fields & POINTS) or any(points_row(block, row) for row in block.rows)
        number = self._form(block, scored=True) if scored or in_form else None
        unit = self.around.unit
        title = self.around.title or block.label or tidy(block.banner) or _corner(block)
        if self.split and block.columns and block.columns[0].header != block.columns[0].bottom:
            title = f"{title}（{block.columns[0].header.rpartition('/')[0]}）"
        if unit is None and not self._prints_unit(block):
            unit = self._assumed_unit(block)
        if family is Family.PAIRS:
            lines = pairs_of(block, self.reader, title, unit, number)
        else:
            found = lines_of(block, self.reader, title, unit, number)
            lines = found.lines
            if number is not None:
                self.out.forms[number].groups += found.groups
                for key, header in ((c.field, c.header) for c in block.columns if c.field):
                    self.out.forms[number].fields.setdefault(key, header)
            self._unknown_headers(block)
        if number is not None:
            form = self.out.forms[number]
            form.amount_unit = form.amount_unit or money_unit(block.label) or unit
        self.out.lines += self._shifted(lines, number)
        self.out.contents.lines += len(lines)

    def _shifted(self, lines: list[BudgetLine], form: int | None) -> list[BudgetLine]:
        """Parents counted among all lines of the table, of which this block may not be the first."""
        before = sum(line.place.table == self.number and line.form == form for line in self.out.lines)
        if not before:
            return lines
        return [
            line if line.parent is None else line.model_copy(update={"parent": line.parent + before})
            for line in lines
        ]

    def _prints_unit(self, block: Block) -> bool:
        return bool(
            money_unit(block.label)
            or money_unit(block.banner)
            or any(column.unit for column in block.columns)
            or any(money_unit(cell.text) for row in block.rows for cell in block.grid.own(row))
        )

    def _assumed_unit(self, block: Block) -> str | None:
        """The unit of amounts that print none: confirmed by the running text, or by cents on large amounts."""
        texts = [cell.text for c in numeric_columns(block) for r in block.rows if (cell := block.cell(r, c))]
        numbers = [number for text in texts if (number := _plain(text)) is not None]
        large = [number for number in numbers if number >= 10]
        hits = {
            unit: len({number for number in large if number.scaleb(scale) in self.spoken})
            for unit, scale in (("元", 0), ("万元", 4))
        }
        unit: str | None = None
        if bool(hits["元"]) != bool(hits["万元"]):
            unit = "元" if hits["元"] else "万元"
        elif (
            numbers
            and max(numbers) >= SURE_YUAN
            and all(_has_cents(t) for t in texts if _plain(t) is not None)
        ):
            unit = "元"
        if unit is not None:
            place = self.reader.document.place_in_cell(self.index, block.grid.own(block.rows[0])[0])
            message = f"表中金额没有写单位，按“{unit}”读取（与正文金额或数值形式相符），请核对"
            self._notice(NoticeSeverity.INFO, "unit_assumed", message, place)
        return unit

    def _ledger(self, block: Block, family: Family) -> None:
        unit = self.around.unit
        if unit is None and not self._prints_unit(block):
            unit = self._assumed_unit(block)
        entries = entries_of(block, self.reader, self.around.title or tidy(block.banner), unit)
        self.out.entries += entries
        self.out.contents.ledger += len(entries)
        self.out.contents.years |= {int(e.date[:4]) for e in entries if e.date and len(e.date) >= 7}
        self._unknown_headers(block)

    def _statements(self, block: Block, family: Family) -> None:
        kind = ClaimKind.SURVEY if family is Family.SURVEY else ClaimKind.STAFFING
        found = statements_of(block, self.reader, kind, self.section_of.get(self.index))
        self.out.claims += found
        if family is Family.SURVEY:
            self.out.contents.surveys += len(found)
        else:
            self.out.contents.staff += len(found)

    def _unread(self, block: Block, *, numbered: bool) -> None:
        """A block of no known family: said so if it holds numbers; `numbered` when its rows were read as plain numbers."""
        if not [column for column in numeric_columns(block) if column.field != "serial_no"]:
            return
        first = block.grid.own((*block.header, *block.rows)[0])
        headers = "、".join(tidy(cell.text) for cell in first[:8])
        kept = "各行数字按表头读取，只核对表内算式" if numbered else "数字按原文保留，不作结构化"
        message = f"未识别的表格（{headers}）：没有可认定的指标列、金额列或单位，{kept}"
        place = self.reader.document.place_in_cell(self.index, first[0])
        severity = NoticeSeverity.INFO if numbered else NoticeSeverity.WARNING
        self._notice(severity, "table_unknown", message, place)

    def _unknown_headers(self, block: Block) -> None:
        """A header that means nothing to us but is close to one that does: suggested, never assumed."""
        known = [column.first for column in block.columns if column.field]
        for column in block.columns:
            if column.field is not None or not column.bottom or not block.header or not known:
                continue
            if column.first < known[0] or row_kind(column.bottom) is not RowKind.ENTRY:
                continue
            if field_of(column.bottom) or (near := suggestion(column.bottom)) is None:
                continue
            cell = block.grid.cells[block.header[-1]][column.first]
            place = self.reader.document.place_in_cell(self.index, cell) if cell is not None else None
            message = f"未识别表头“{column.bottom}”，最接近“{near[0]}”，请确认；该列按原表头保留"
            self._notice(NoticeSeverity.INFO, "header_unknown", message, place)

    def _notice(self, severity: NoticeSeverity, code: str, message: str, place: Place | None) -> None:
        self.out.notices.append(ReportNotice(severity=severity, code=code, message=message, place=place))


def _corner(block: Block) -> str:
    """What the header prints above the names of the rows, as a last resort for a title."""
    first = block.columns[0] if block.columns else None
    return first.header if first is not None and first.field is None and money_unit(first.header) else ""


def _plain(text: str) -> Decimal | None:
    """A bare amount as a number, for judging the size of amounts only."""
    digits = folded(text).replace(",", "").replace("，", "")
    return Decimal(digits) if digits.replace(".", "", 1).isdigit() and digits.isascii() else None


def _has_cents(text: str) -> bool:
    whole, dot, cents = folded(text).rpartition(".")
    return bool(dot) and len(cents) == 2 and bool(whole)


def letter_of(form: _OpenForm, rows: list[Indicator]) -> str:
    """The family of the form among the published ones, by its columns."""
    fields = form.columns or frozenset()
    levels = {folded(row.level1 or "")[:2] for row in rows}
    if "operator" in fields or "unit" in fields:
        return "C"
    if levels & {"决策", "过程"} or "scoring_rule" in fields:
        return "F"
    if "score" in fields and "weight" not in fields:
        return "B"
    if not fields & {"score", "weight"}:
        return "D"
    return "A"

"""Workbooks and CSV files -> blocks. Every sheet is a heading and what stands on it, cells as displayed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from importlib.metadata import version
from io import BytesIO, StringIO
from typing import Any

import python_calamine as calamine

from ingest.cells import many_objects
from ingest.characters import all_clean, clean
from ingest.date_format import display_date
from ingest.encodings import decoded
from ingest.grid import Grid, blocks_of
from ingest.guards import Archive, Limits, RefusedError, corrupt, too_large
from ingest.legacy import converted, program
from ingest.number_format import display, displayed
from ingest.ods_shown import PART as ODS
from ingest.ods_shown import OdsShown
from ingest.reading import Reading
from ingest.stray import without_strays
from ingest.workbook_xml import SheetFacts, WorkbookXml, column_name
from ingest.xls_formats import XlsFormats
from schema.document import Block, BlockKind, Notice, NoticeSeverity, State, TextBlock

TOO_MANY, STRAYS = "too_many_cells", "stray_cells"
_NAMES = 8
"""A column of numbers has its names in fewer rows than this."""
_Columns = Sequence[Sequence[Any]]
"""Values as calamine gives them, by column."""
_Types = set[type]
"""The types of the values of a column."""


def read_workbook(data: bytes, limits: Limits) -> Reading:
    """Read an XLSX, XLS, XLSB or ODS; raises RefusedError for what may not or cannot be read.

    A workbook whose formulas carry no values (a program wrote it) is computed by LibreOffice if that is there.
    """
    data, reading = _read(data, limits)
    if program() is None or not _wants_values(reading):
        return reading
    try:
        _, again = _read(converted(data, ".xlsx", "xlsx", limits), limits)
    except RefusedError as refused:
        if refused.code == "wants_conversion":
            raise  # it is read again where there is time for it
        return reading
    message = "工作簿的公式没有保存计算结果，已由 LibreOffice 重新计算后读取。请与 Excel/WPS 中的显示核对。"
    notice = Notice(NoticeSeverity.WARNING, message, None, "formulas_recalculated")
    strays = (notice for notice in reading.notices if notice.code == STRAYS)
    return replace(
        again,
        notices=(notice, *strays, *again.notices),
        engines={"recalculate": "LibreOffice", **again.engines},
    )


def _wants_values(reading: Reading) -> bool:
    return any(notice.code == "formula_without_value" for notice in reading.notices)


def _read(data: bytes, limits: Limits) -> tuple[bytes, Reading]:
    """The workbook as it was read, without its strays if those would have cost it its reading, or its values."""
    facts = _guarded(data, limits) if data.startswith(b"PK") else XlsFormats.of(data)
    try:
        reading = _opened(data, facts, limits)
    except RefusedError as refused:
        if refused.code != TOO_MANY or not isinstance(facts, WorkbookXml):
            raise
        left, strays = without_strays(data, facts)
        if not strays:
            raise
    else:
        if not _wants_values(reading) or not isinstance(facts, WorkbookXml):
            return data, reading
        left, strays = without_strays(data, facts)
        if not strays:
            return data, reading
    reading = _opened(left, _guarded(left, limits), limits)
    return left, replace(reading, notices=(*map(_stray, strays, strays.values()), *reading.notices))


def _stray(name: str, addresses: list[str]) -> Notice:
    message = (
        f"工作表“{name}”有 {len(addresses)} 个单元格远离其他内容（{'、'.join(addresses[:5])}），未读取。"
        "如有内容，请移近表格后另存再读。"
    )
    return Notice(NoticeSeverity.WARNING, message, None, STRAYS)


def _opened(data: bytes, facts: WorkbookXml | OdsShown | XlsFormats | None, limits: Limits) -> Reading:
    try:
        with calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return _Book(book, facts, limits).reading()
    except calamine.PasswordError as error:
        raise RefusedError(
            State.NEEDS_PASSWORD,
            "needs_password",
            "工作簿已加密。请在 Excel/WPS 中输入密码打开，另存为不加密的文件后再读。",
        ) from error
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError) as error:
        raise _broken(error) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # a panic of the Rust library is no Exception
            raise _broken(error) from None
        raise


def _broken(error: BaseException) -> RefusedError:
    return corrupt(f"工作簿已损坏（{error}）。请在 Excel/WPS 中打开并修复后另存，再读一次。")


def _guarded(data: bytes, limits: Limits) -> WorkbookXml | OdsShown:
    archive = Archive(BytesIO(data), limits)
    for name in archive.names:
        if name.endswith((".xml", ".rels", ".bin")) and "/media/" not in name:
            archive.check(name)
    facts = OdsShown(archive) if ODS in archive.names else WorkbookXml(archive)
    hostile = facts.declares_dtd()
    if hostile is not None:
        raise RefusedError(
            State.CORRUPT,
            "dtd_refused",
            f"部件 {hostile} 含有 DTD 声明（<!DOCTYPE …>），办公文档不应有此内容，可能用于攻击，已拒绝读取。请核实文件来源。",
        )
    return facts


class _Book:
    def __init__(self, book: Any, facts: WorkbookXml | OdsShown | XlsFormats | None, limits: Limits) -> None:
        self.book = book
        self.facts = facts
        self.limits = limits
        self.notices: list[Notice] = []
        self.blocks: list[Block] = []
        self.cells = 0

    def reading(self) -> Reading:
        for meta in self.book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != calamine.SheetVisibleEnum.Visible:
                self._hidden(meta.name)
            else:
                with many_objects():
                    self._sheet(meta.name)
        if self.facts is None or not self.facts.has_sheets:
            self._notice(
                NoticeSeverity.INFO,
                "stored_numbers",
                "该格式的数字按存储值读取，显示的小数位数和千分位未读取。需要核对显示值时，请另存为 .xlsx 后再读。",
            )
        engines = {"sheet": f"python-calamine {version('python-calamine')}"}
        found = any(not (isinstance(b, TextBlock) and b.kind is BlockKind.HEADING) for b in self.blocks)
        if not found:
            self._notice(NoticeSeverity.ERROR, "empty", "工作簿中没有可见的内容。请核实是否为所需文件。")
        return Reading(tuple(self.blocks), tuple(self.notices), State.OK if found else State.EMPTY, engines)

    def _notice(self, severity: NoticeSeverity, code: str, message: str) -> None:
        self.notices.append(Notice(severity, message, None, code))

    def _hidden(self, name: str) -> None:
        rows = self.book.get_sheet_by_name(name).height
        if rows:
            self._notice(
                NoticeSeverity.WARNING,
                "hidden_sheet",
                f"工作表“{name}”是隐藏的（{rows} 行），未读取。如需核对，请在 Excel/WPS 中取消隐藏后另存。",
            )

    def _sheet(self, name: str) -> None:
        facts = self.facts.facts(name) if self.facts else SheetFacts()
        self._take(name, facts.rows, facts.columns)
        self._blocks(name, facts, self.book.get_sheet_by_name(name))

    def _blocks(self, name: str, facts: SheetFacts, sheet: Any) -> None:
        if sheet.start is None or not sheet.height:
            return
        self.cells += sheet.height * sheet.width
        self._take(name, 0, 0)
        top, left = sheet.start
        columns = list(zip(*sheet.to_python(), strict=True))
        types = [set(map(type, values)) for values in columns]
        rows = list(zip(*_texts(columns, types, facts, top, left), strict=True))
        self._about(name, facts, columns, types, top, left)
        merged = facts.spans or [(*a, *b) for a, b in sheet.merged_cell_ranges or ()]
        spans = [(a - top, b - left, c - top, d - left) for a, b, c, d in merged]
        self.blocks.append(TextBlock(BlockKind.HEADING, clean(name), level=1))
        self.blocks.extend(blocks_of(Grid(rows, spans, name, top, left, len(self.blocks) == 1)))

    def _take(self, name: str, rows: int, columns: int) -> None:
        """Refuse a sheet that reaches too far before anything stores all its positions."""
        if self.cells + rows * columns > self.limits.cells:
            raise too_large(
                f"工作簿单元格过多：至工作表“{name}”已超过上限 {self.limits.cells:,} 个（该表范围 {rows:,} 行 {columns:,} 列），未予读取。"
                "请删除远处的零散单元格，或拆分文件。",
                TOO_MANY,
            )

    def _about(
        self, name: str, facts: SheetFacts, columns: _Columns, types: Sequence[_Types], top: int, left: int
    ) -> None:
        if facts.hidden_rows or facts.hidden_columns:
            self._notice(
                NoticeSeverity.WARNING,
                "hidden_rows",
                f"工作表“{name}”有隐藏的行或列（行 {facts.hidden_rows}，列 {facts.hidden_columns}），已一并读取。",
            )
        if facts.errors:
            self._errors(name, facts)
        if facts.without_value:
            some = "、".join(facts.without_value[:5])
            self._notice(
                NoticeSeverity.WARNING,
                "formula_without_value",
                f"工作表“{name}”有 {len(facts.without_value)} 个公式没有保存计算结果（{some} 等），这些单元格读作空白。"
                "请在 Excel/WPS 中打开，保存后再读。",
            )
        lost = [
            f"{column_name(left + column)}{top + row + 1}"
            for column, values in enumerate(columns)
            if _reaches(values, types[column], 1e15)
            for row, value in enumerate(values)
            if type(value) is float and (value >= 1e15 or value <= -1e15)
        ]
        if lost:
            self._notice(
                NoticeSeverity.WARNING,
                "digits_lost",
                f"工作表“{name}”有 {len(lost)} 个超过 15 位的数字（{'、'.join(lost[:5])} 等），Excel 已丢失其末位数字，不能用作编码核对。"
                "编码请以文本格式录入。",
            )

    def _errors(self, name: str, facts: SheetFacts) -> None:
        found = [
            f"{column_name(column)}{row + 1} {text}"
            for column, rows in sorted(facts.errors.items())
            for row, text in sorted(rows.items())
        ]
        self._notice(
            NoticeSeverity.WARNING,
            "error_value",
            f"工作表“{name}”有 {len(found)} 个单元格是错误值（{'、'.join(found[:5])} 等），其中没有可核对的数字。"
            "请在 Excel/WPS 中改正公式后再读。",
        )


def _reaches(values: Sequence[Any], types: _Types, most: float) -> bool:
    """Whether a number of the column is as large, whatever its sign."""
    if float not in types:
        return False
    numbers = values if types == {float} else [value for value in values if type(value) is float]
    return max(numbers) >= most or min(numbers) <= -most


def _texts(
    columns: _Columns, kinds: Sequence[_Types], facts: SheetFacts, top: int, left: int
) -> Iterator[Sequence[str]]:
    """Columns of values -> columns of displayed texts; `top` and `left` are the position of the first on the sheet."""
    plain = _plain_texts(columns, kinds, facts, top, left)
    for number, texts in enumerate(plain, left):
        if errors := facts.errors.get(number):
            yield [text or errors.get(row, "") for row, text in enumerate(texts, top)]
        else:
            yield texts


def _plain_texts(
    columns: _Columns, kinds: Sequence[_Types], facts: SheetFacts, top: int, left: int
) -> Iterator[Sequence[str]]:
    """The texts of all values that are no errors: the reader leaves those empty."""
    for number, (values, types) in enumerate(zip(columns, kinds, strict=True), left):
        codes, code = facts.by_cell.get(number), facts.by_column.get(number, "")
        if types == {str} and all_clean(values):
            yield values
        elif shown := facts.shown.get(number):
            yield [
                clean(shown[row]) if row in shown else _text(value, "")
                for row, value in enumerate(values, top)
            ]
        elif codes is not None:
            yield [_text(value, codes.get(row, "")) for row, value in enumerate(values, top)]
        elif bool in types:  # True == 1.0: the two must not share a text
            yield [_text(value, code) for value in values]
        elif (begin := _numbers_from(values, types)) is not None:
            yield [*map(clean, values[:begin]), *displayed(values[begin:], code)]
        else:
            yield list(map(_by_value(set(values), code).__getitem__, values))


def _numbers_from(values: Sequence[Any], types: _Types) -> int | None:
    """The row from which on a column has only numbers, most of them different, under names; None if it has others."""
    if not types <= {float, str}:
        return None
    begin = next((row for row, value in enumerate(values[:_NAMES]) if type(value) is float), None)
    if begin is None or (str in types and set(map(type, values[begin:])) != {float}):
        return None
    return begin if len(set(values)) > len(values) / 2 else None


def _by_value(values: set[Any], code: str) -> dict[Any, str]:
    """Every value of a column of one format -> its text."""
    numbers = [value for value in values if type(value) is float]
    texts: dict[Any, str] = dict(zip(numbers, displayed(numbers, code), strict=True))
    texts |= {value: _text(value, code) for value in values if type(value) is not float}
    return texts


def _text(value: Any, code: str) -> str:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float):
        return display(value, code)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return display(float(value), code) if code else str(value)
    if isinstance(value, (date, datetime, time, timedelta)):
        return display_date(value, code)
    return clean(str(value))


def read_csv(data: bytes, limits: Limits) -> Reading:
    """Read a CSV or TSV in UTF-8, UTF-16 or GB18030."""
    text, encoding = decoded(data)
    rows = [[clean(cell) for cell in row] for row in _csv_rows(text)]
    if sum(map(len, rows)) > limits.cells:
        raise too_large(
            f"表格单元格过多，超过上限 {limits.cells:,}，未予读取。请拆分文件。", "too_many_cells"
        )
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    engines = {"csv": encoding}
    if not rows:
        notice = Notice(NoticeSeverity.ERROR, "文件没有内容。请核实是否为所需文件。", None, "empty")
        return Reading((), (notice,), State.EMPTY, engines)
    return Reading(tuple(blocks_of(Grid(rows, opening=True))), (), State.OK, engines)


_SEPARATOR = re.compile(r"sep=([,;|\t])", re.IGNORECASE)
"""A first line by which programs tell Excel what parts the fields; Excel does not show it."""


def _csv_rows(text: str) -> list[list[str]]:
    sample = text[:8192]
    first = sample.split("\n", 1)[0]
    if told := _SEPARATOR.fullmatch(first.strip()):
        text, delimiter = text[len(first) + 1 :], told[1]
    else:
        delimiter = max(",\t;|", key=lambda mark: (first.count(mark), sample.count(mark)))
    previous = csv.field_size_limit(1 << 24)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise corrupt(f"CSV 内容无法解析（{error}）。请用 Excel/WPS 打开后另存为 .xlsx 再读。") from error
    finally:
        csv.field_size_limit(previous)

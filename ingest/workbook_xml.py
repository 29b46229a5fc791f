"""What calamine does not tell of an XLSX: number formats of cells, formulas without value, hidden rows.

The sheets are searched with regular expressions, not parsed: 90,000 cells cost a tenth of what a parser needs,
and whatever is not found only falls back to the General format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.guards import Archive
from ingest.number_format import BUILT_IN


class _Patterns:
    """What is looked for in a sheet whose elements carry this prefix: a literal beginning is found fastest."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        numeric = rb'(?: t="n")?(?: s="(\d++)")?(?: t="n")?>'
        self.number = re.compile(rb"<" + p + rb'c r="([A-Z]{1,3}+)\d{1,7}+"' + numeric)
        self.untyped = re.compile(rb"<" + p + rb'c r="([A-Z]{1,3}+)\d{1,7}+"(?: s="(\d++)")?>')
        self.number_at = re.compile(rb"<" + p + rb'c r="([A-Z]{1,3})(\d{1,7})"' + numeric)
        self.row = re.compile(rb"<" + p + rb'row [^>]*?\br="(\d{1,7})"')
        self.hidden_row = re.compile(rb"<" + p + rb'row [^>]*?hidden="(?:1|true)"')
        self.hidden_column = re.compile(rb"<" + p + rb'col [^>]*?hidden="(?:1|true)"')
        formula = rb"(?:<%(p)sf\b[^>]*(?:/>|>[^<]*</%(p)sf>)\s*)?" % {b"p": p}
        # A formula without a value is stored by nobody, unless its value is an empty text.
        self.valued = re.compile(
            rb"<%(p)sc r=\"([A-Z]{1,3})(\d{1,7})\"(?:[^>]*?t=\"str\"[^>]*>\s*%(f)s<%(p)sv|"
            rb"[^>]*>\s*%(f)s<%(p)s(?:v>[^<]|is\b))" % {b"p": p, b"f": formula}
        )
        self.filled = re.compile(rb"<" + p + rb'c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<' + p + rb"(?:v|f|is)\b")
        self.error = re.compile(
            rb"<%(p)sc r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*? t=\"e\"[^>]*>\s*%(f)s<%(p)sv>([^<]{1,40})<"
            % {b"p": p, b"f": formula}
        )
        self.value = b"<" + prefix + b"v>"
        self.formula = re.compile(rb"<" + p + rb"f\b")
        self.no_value = re.compile(
            rb"<%(p)sc r=\"([A-Z]{1,3}\d{1,7})\"[^>]*>\s*<%(p)sf\b[^>]*(?:/>|>[^<]*</%(p)sf>)\s*"
            rb"(?:<%(p)sv\s*/>|<%(p)sv></%(p)sv>)?\s*</%(p)sc>" % {b"p": p}
        )


_patterns = lru_cache(maxsize=8)(_Patterns)
_PREFIX = re.compile(rb"<(\w+:)?worksheet\b")
_FAR_COLUMN = re.compile(rb' r="([A-Z]{2,3})\d{1,7}"')
_ERRORS = re.compile(rb' t="e"')
_TYPED = re.compile(rb' t="n"')
"""Most programs leave the type of numbers out; then the pattern without it is faster by a third."""
_DTD = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


@dataclass(slots=True)
class SheetFacts:
    """Of one sheet: formats of its numbers, addresses of formulas without value, hidden counts.

    `by_column` has the format code of columns all of whose numbers share it; `by_cell` column -> row -> code of the
    others (positions from 0; what is in neither is General). `shown`, column -> row -> text, is what a program has
    shown, and goes before formats; `errors` has the error values (#DIV/0!) in the same form. `spans` are merged cells
    the reader of values does not tell: first row and column, last row and column. `rows` and `columns` are how far the sheet reaches, as a reader that stores every
    position would have to.
    """

    by_column: dict[int, str] = field(default_factory=dict)
    by_cell: dict[int, dict[int, str]] = field(default_factory=dict)
    shown: dict[int, dict[int, str]] = field(default_factory=dict)
    without_value: list[str] = field(default_factory=list)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    rows: int = 0
    columns: int = 0


def column_number(letters: bytes | str) -> int:
    """Column from 0 of a column name (A, Z, AA)."""
    number = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + letter - 64
    return number - 1


def column_name(number: int) -> str:
    """Name of a column from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


class WorkbookXml:
    """The parts of an XLSX beside its values."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._codes = self._styles()
        self._sheets = self._names()

    def _styles(self) -> dict[bytes, str]:
        """Cell style index -> format code, for styles that are not General."""
        root = self.archive.tree("xl/styles.xml")
        if root is None:
            return {}
        codes = dict(BUILT_IN)
        for item in root.iter("{*}numFmt"):
            number = item.get("numFmtId") or ""
            if number.isdecimal():
                codes[int(number)] = item.get("formatCode") or "General"
        out: dict[bytes, str] = {}
        styles = root.find("{*}cellXfs")
        for index, item in enumerate(styles if styles is not None else ()):
            number = item.get("numFmtId") or "0"
            code = codes.get(int(number) if number.isdecimal() else 0, "General")
            if code not in ("General", "@"):
                out[str(index).encode()] = code
        return out

    def _names(self) -> dict[str, str]:
        """Sheet name -> part."""
        book = self.archive.tree("xl/workbook.xml")
        relations = self.archive.tree("xl/_rels/workbook.xml.rels")
        if book is None or relations is None:
            return {}
        targets = {item.get("Id"): item.get("Target") or "" for item in relations}
        out: dict[str, str] = {}
        for sheet in book.iter("{*}sheet"):
            identity = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
            target = targets.get(str(identity), "")
            out[sheet.get("name") or ""] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return out

    @property
    def has_sheets(self) -> bool:
        """Whether this is an XLSX, whose sheets can be looked into."""
        return bool(self._sheets)

    @property
    def parts(self) -> dict[str, str]:
        """Sheet name -> part, of those that are there."""
        return {sheet: part for sheet, part in self._sheets.items() if part in self.archive.names}

    def filled(self, content: bytes) -> list[tuple[str, int]]:
        """Column name and row from 1 of every cell with a value or a formula, from the content of a sheet."""
        return [
            (letters.decode(), int(row)) for letters, row in _patterns_of(content).filled.findall(content)
        ]

    def facts(self, sheet: str) -> SheetFacts:
        """What the part of that sheet says; empty if there is none."""
        name = self._sheets.get(sheet, "")
        if name not in self.archive.names:
            return SheetFacts()
        data = self.archive.read(name)
        patterns = _patterns_of(data)
        found = SheetFacts()
        if b'hidden="' in data:
            found.hidden_rows = len(patterns.hidden_row.findall(data))
            found.hidden_columns = len(patterns.hidden_column.findall(data))
        found.rows, found.columns = _extent(data, patterns, self.archive.limits.cells)
        if found.rows * found.columns > self.archive.limits.cells:
            return found
        if patterns.formula.search(data):
            found.without_value = [match.decode() for match in patterns.no_value.findall(data)]
        if _ERRORS.search(data):
            for letters, row, text in patterns.error.findall(data):
                found.errors.setdefault(column_number(letters), {})[int(row) - 1] = text.decode(
                    errors="replace"
                )
        if self._codes:
            self._formats(data, patterns, found)
        return found

    def _formats(self, data: bytes, patterns: _Patterns, found: SheetFacts) -> None:
        """Columns of one format first, as most are; the cells of the others one by one."""
        styles: dict[bytes, set[str]] = {}
        number = patterns.number if _TYPED.search(data) else patterns.untyped
        for letters, style in set(number.findall(data)):
            styles.setdefault(letters, set()).add(self._codes.get(style, ""))
        mixed = {letters: column_number(letters) for letters, codes in styles.items() if len(codes) > 1}
        for letters, codes in styles.items():
            if letters not in mixed:
                found.by_column[column_number(letters)] = codes.pop()
        if not mixed:
            return
        for letters, row, style in patterns.number_at.findall(data):
            if letters in mixed and style in self._codes:
                found.by_cell.setdefault(mixed[letters], {})[int(row) - 1] = self._codes[style]

    def declares_dtd(self) -> str | None:
        """The first XML part that declares a DTD, if any."""
        for name in self.archive.names:
            if name.startswith("xl/") and name.endswith(".xml"):
                with self.archive.open(name) as part:
                    if _DTD.search(part.read(4096)):
                        return name
        return None


def _patterns_of(data: bytes) -> _Patterns:
    prefix = _PREFIX.search(data, 0, 4096)
    return _patterns((prefix[1] or b"") if prefix else b"")


def _extent(data: bytes, patterns: _Patterns, most: int) -> tuple[int, int]:
    """Rows and columns the values reach over: a bound first, exact only where the bound is beyond `most`."""
    rows = max(map(int, patterns.row.findall(data)), default=0)
    columns = max((column_number(letters) + 1 for letters in set(_FAR_COLUMN.findall(data))), default=26)
    if rows * columns <= most or data.count(patterns.value) > most:
        return rows, columns
    valued = patterns.valued.findall(data)
    if not valued:
        return 0, 0
    return (
        max(int(row) for _, row in valued) - min(int(row) for _, row in valued) + 1,
        max(map(column_number, {letters for letters, _ in valued})) + 1,
    )

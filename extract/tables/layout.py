"""One table seen as blocks: header rows wherever they stand, the columns they name, the rows below them.

A published form is often a single grid that holds a project head, a money block, a goals block and an
indicator block with different columns. Nothing here depends on row or column numbers: a row is a header
because of what its cells say.
"""

from __future__ import annotations

from extract.headers import field_of, fold
from extract.tables.columns import columns_of
from extract.tables.grid import (
    LONGEST_HEADER,
    MOST_HEADER_ROWS,
    Block,
    Column,
    Grid,
    Rows,
    counts_columns,
    holds_values,
    is_banner,
    is_head,
    is_header,
    is_numeric,
)
from extract.tables.words import absence, folded, is_note, row_kind, tidy
from schema.document import Cell
from schema.report import RowKind


def blocks_of(grid: Grid) -> list[Block]:
    """The blocks of a grid, from top to bottom."""
    out: list[Block] = []
    banner = ""
    row = 0
    while row < grid.table.rows:
        if not grid.own(row):
            if out and out[-1].kind is Rows.BLOCK and grid.filled(row):
                out[-1].rows.append(row)
            row += 1
        elif is_banner(grid, row):
            note = is_note(grid.own(row)[0].text)
            out.append(Block(Rows.NOTE if note else Rows.BANNER, grid, (), (), [row]))
            banner = banner if note else tidy(grid.own(row)[0].text)
            row += 1
        elif is_header(grid, row) and not _repeats(grid, row, out):
            block = _opened(grid, row, out, banner)
            banner = ""
            row = block.header[-1] + 1
            out.append(block)
        elif is_header(grid, row):
            row += 1
        elif is_head(grid, row) and not _inside_list(grid, row, out):
            out.append(Block(Rows.HEAD, grid, (), (), [row]))
            row += 1
        elif counts_columns(grid, row):
            row += 1
        elif _names_anew(grid, row, out):
            block = _opened(grid, row, out, banner)
            banner = ""
            row = block.header[-1] + 1
            out.append(block)
        else:
            row = _data(grid, row, out, banner)
    return out


def _names_anew(grid: Grid, row: int, out: list[Block]) -> bool:
    """Whether a row of words in a block of numbers, with numbers again below it, names the columns anew."""
    last = out[-1] if out else None
    if last is None or last.kind is not Rows.BLOCK or not last.rows or row + 1 >= grid.table.rows:
        return False
    own, above, below = grid.own(row), grid.own(last.rows[-1]), grid.own(row + 1)
    if len(own) < 4 or any(is_numeric(cell.text) or absence(cell.text) is not None for cell in own):
        return False
    if any(len(fold(cell.text)) > LONGEST_HEADER for cell in own):
        return False
    named = {cell.column for cell in own[1:]}
    counted = {cell.column for cell in above if is_numeric(cell.text)}
    return len(named & counted) >= 2 and named <= {cell.column for cell in below if is_numeric(cell.text)}


def _repeats(grid: Grid, row: int, out: list[Block]) -> bool:
    """A header row printed again on the next page belongs to the block it repeats, unless a new head (项目名称) is between."""
    last = next((block for block in reversed(out) if block.kind in (Rows.BLOCK, Rows.HEAD)), None)
    if last is None or last.kind is Rows.HEAD or not last.header or not last.rows:
        return False
    texts = [folded(cell.text) for cell in grid.own(row)]
    return any(texts == [folded(cell.text) for cell in grid.own(above)] for above in last.header)


def _inside_list(grid: Grid, row: int, out: list[Block]) -> bool:
    """Whether the row is one of the block above, although its first cell could label a fact.

    Inside a list of projects, entries or indicators such words are values (绩效目标 as a level-2 name, 总分 as the last row).
    """
    above = next((block for block in reversed(out) if block.kind is not Rows.BANNER), None)
    if above is None or above.kind is not Rows.BLOCK or not above.fields:
        return False
    first = grid.own(row)[0]
    name = field_of(first.text)
    if above.fields & {"project_name", "date", "voucher_no", "name", "code", "account"}:
        return True
    if first.column > 0 or (name == "total_score" and above.fields & {"score", "weight"}):
        return True
    wide = any(cell.column_span > 1 for cell in grid.own(row)[1:]) or len(grid.own(row)) <= 2
    return name in ("goal_expected", "goal_actual", "grade", "fiscal_year") and not wide


def _data(grid: Grid, row: int, out: list[Block], banner: str) -> int:
    """A row of values: joins the block above, or opens one whose header is unknown. Returns the next row."""
    own = grid.own(row)
    if is_note(own[0].text) and len(own) <= 2:
        out.append(Block(Rows.NOTE, grid, (), (), [row]))
        return row + 1
    current = next((block for block in reversed(out) if block.kind not in (Rows.BANNER, Rows.NOTE)), None)
    if current is not None and current.kind is Rows.BLOCK:
        current.rows.append(row)
        return row + 1
    block = _unknown(grid, row, out, banner)
    out.append(block)
    if not block.header:
        block.rows.append(row)
        return row + 1
    return block.header[-1] + 1


def _unknown(grid: Grid, row: int, out: list[Block], banner: str) -> Block:
    """A block that begins without known headers: its first row names the columns if it holds no numbers."""
    own = grid.own(row)
    plain = not holds_values(own) and not (out and out[-1].kind is Rows.HEAD)
    more = row + 1 < grid.table.rows
    if plain and more and len(own) >= 2 and grid.table.columns > 2:
        return _opened(grid, row, out, banner)
    if plain and more and grid.table.columns == 2 and len(own) == 2 and _heads_pairs(grid, row):
        return _opened(grid, row, out, banner)
    columns = tuple(Column(c, c, "", "", None) for c in range(grid.table.columns))
    return Block(Rows.BLOCK, grid, (), columns, banner=banner)


def _heads_pairs(grid: Grid, row: int) -> bool:
    """Whether the first row of a two-column table names its columns (项目 | 内容) instead of being a pair."""
    first = grid.own(row)
    if field_of(first[1].text) is not None:
        return True
    return field_of(first[0].text) in ("project_name", "name", "account", "description") or all(
        len(folded(cell.text)) <= 4 for cell in first
    )


def _opened(grid: Grid, row: int, out: list[Block], banner: str) -> Block:
    """A block whose header begins at `row`, with upper and lower header rows around it."""
    first, last = row, row
    if (above := _header_alone(grid, row, out)) is not None:
        first = above
        out.pop()
    while first > 0 and _spans_above(grid, first - 1, out):
        first -= 1
    while last - first + 1 < MOST_HEADER_ROWS and last + 1 < grid.table.rows and _below(grid, last):
        last += 1
    header = tuple(range(first, last + 1))
    label = _label(grid, header)
    return Block(Rows.BLOCK, grid, header, columns_of(grid, header, label), [], label, banner)


def _header_alone(grid: Grid, row: int, out: list[Block]) -> int | None:
    """First row of a header right above that has no values of its own yet: it groups the columns named here."""
    above = out[-1] if out else None
    if above is None or above.kind is not Rows.BLOCK or not above.header or above.header[-1] >= row:
        return None
    if row - above.header[0] >= MOST_HEADER_ROWS:
        return None
    empty = all(not grid.own(between) for between in range(above.header[-1] + 1, row))
    return above.header[0] if empty else None


def _spans_above(grid: Grid, row: int, out: list[Block]) -> bool:
    """Whether the row above a header groups its columns, and was taken for the start of a block."""
    own = grid.own(row)
    if not own or is_head(grid, row) or any(is_numeric(cell.text) for cell in own):
        return False
    if not any(cell.column_span > 1 or _blank_after(grid, row, cell) for cell in own) or is_banner(grid, row):
        return False
    last = out[-1] if out else None
    if last is None or last.kind is not Rows.BLOCK or last.rows[:1] != [row] or last.rows[1:]:
        return False
    if last.fields & {"goal_expected", "goal_actual"}:
        return False
    out.pop()
    return True


def _blank_after(grid: Grid, row: int, cell: Cell) -> bool:
    beside = cell.column + cell.column_span
    if beside >= grid.table.columns:
        return False
    other = grid.cells[row][beside]
    return other is None or (other.row == row and not other.text.strip())


def _below(grid: Grid, row: int) -> bool:
    """Whether the row below `row` divides its spanning headers."""
    lower = grid.own(row + 1)
    if lower and _reaches_below(grid, row) and not holds_values(lower):
        return True
    if len(lower) < 2 or holds_values(lower) or any(len(fold(cell.text)) > LONGEST_HEADER for cell in lower):
        return False
    spanning = [cell for cell in grid.own(row) if cell.column_span > 1 or _blank_after(grid, row, cell)]
    if not spanning or is_head(grid, row + 1):
        return False
    ends = {cell.column: _reach(grid, row, cell) for cell in spanning}
    under = [
        next((start for start, end in ends.items() if start <= cell.column <= end), None) for cell in lower
    ]
    if any(start is None for start in under):
        return False
    divided = any(under.count(start) >= 2 for start in ends)
    beneath_label = all(row_kind(cell.text) is RowKind.ENTRY for cell in lower[:1]) or len(lower) >= 3
    return divided and beneath_label


def _reaches_below(grid: Grid, row: int) -> bool:
    """Whether a header cell, other than one that labels the block at its left, goes on in the next row."""
    filled = grid.filled(row)
    return any(cell.row + cell.row_span - 1 > row for cell in filled[1:])


def _reach(grid: Grid, row: int, cell: Cell) -> int:
    """The last column a header cell covers, blank cells after it included."""
    end = cell.column + cell.column_span - 1
    while end + 1 < grid.table.columns:
        beside = grid.cells[row][end + 1]
        if beside is not None and (beside.row != row or beside.text.strip()):
            break
        end += 1
    return end


def _label(grid: Grid, header: tuple[int, ...]) -> str:
    """The text of a cell at the left that begins in the header and stands beside the rows below it."""
    cell = grid.cells[header[0]][0]
    if cell is None or not cell.text.strip():
        return ""
    return tidy(cell.text) if cell.row + cell.row_span - 1 > header[-1] else ""

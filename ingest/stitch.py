"""Tables over pages made whole, as a stage of its own: every decision is a notice a reviewer can weigh.

No engine decides the quality of ruled tables; this does. A header printed again is dropped, a row cut by
the page end is one row, a merged label that goes on over the page is one label. In doubt two pieces stay
two tables, and two fragments stay two rows: a number glued to another would be a false figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.printed import CONTINUED, GridCell, PageTable
from ingest.whole import MOST_HEADER_ROWS, NUMBER, Whole
from ingest.wrap import join_cell, room_left
from schema.document import Part

SAME_EDGE = 4.0
"""Column edges of two pages that differ by less than this are the same, in points."""
RECENT = 4000
"""So many cells back labels of a column are looked at."""
ALWAYS = 0.9
"""A column filled in this share of the rows is a key column."""


def continues(whole: Whole, piece: PageTable, height: float) -> bool:
    """Whether `piece`, at the top of the next page with no text between, goes on with the table.

    `height` is that of the page on which the table stands so far.
    """
    tail = whole.tail
    if tail is None or piece.page != tail.page + 1 or tail.placed or piece.placed:
        return False
    if piece.route == CONTINUED and len(piece.xs) == len(whole.xs):
        return True
    if _column_map(whole.xs, piece.xs) is None and not _same_gutters(tail, piece):
        return False
    if _repeated_rows(whole, piece):
        return True
    if piece.ys[0] > 0.4 * height:
        return False
    if tail.ys[-1] < 0.6 * height and not (_is_names_alone(whole) or _goes_on_below(tail, piece)):
        return False
    return not _has_other_header(whole, piece)


def append(whole: Whole, piece: PageTable) -> None:
    """Put `piece` below the table."""
    page = piece.page
    whole.decide("table_continued", page, "表格承接上页，已合并为一张表", piece.box)
    skip = _repeated_rows(whole, piece)
    _fit_columns(whole, piece)
    if skip:
        whole.repeated = max(whole.repeated, skip)
        whole.decide("header_repeated", page, f"续页重复的表头{skip}行，已略去")
    rows = _by_row(piece.cells)
    cells = [cell for cell in piece.cells if cell.row >= skip]
    dropped = False
    while skip < piece.rows and _is_empty_remainder(rows, skip):
        dropped = True
        whole.decide("empty_row_dropped", page, "续页首行为空行（上页行的余部），已略去")
        cells = _without_first_row(cells, skip)
        rows = _by_row(cells)
        skip += 1
    offset = whole.rows - skip
    first = [cell for cell in cells if cell.row == skip]
    # What has left an empty rest on this page does not go on below it.
    if skip < piece.rows and not dropped and _is_cut(whole, piece, first):
        cells, offset = _rejoin_row(whole, cells, first, skip, offset)
    elif skip < piece.rows:
        cells = _continue_labels(whole, cells, first, page)
    for cell in cells:
        cell.row += offset
    start = whole.rows if offset == whole.rows - skip else whole.rows - 1
    whole.cells.extend(cells)
    whole.rows = offset + piece.rows
    whole.parts.append(Part(page, piece.box, min(start, whole.rows), whole.rows))
    whole.tail = piece
    whole.keep_bottom(cells)


# --- columns ---------------------------------------------------------------------------------------------


def _column_map(xs: Sequence[float], other: Sequence[float]) -> list[int] | None:
    """Index of each edge of the shorter list in the longer one, if all are found there and the ends agree."""
    few, many = (xs, other) if len(xs) < len(other) else (other, xs)
    found = []
    for x in few:
        nearest = min(range(len(many)), key=lambda i: abs(many[i] - x))
        if abs(many[nearest] - x) > SAME_EDGE:
            return None
        found.append(nearest)
    ends_agree = found[0] == 0 and found[-1] == len(many) - 1
    return found if ends_agree and len(set(found)) == len(found) else None


def _same_gutters(tail: PageTable, piece: PageTable) -> bool:
    """Both without ruled columns, as wide and with as many: a gutter lies where the text of a page leaves it."""
    if "lattice" in {tail.route, piece.route} or len(tail.xs) != len(piece.xs):
        return False
    ends = abs(tail.xs[0] - piece.xs[0]) < SAME_EDGE and abs(tail.xs[-1] - piece.xs[-1]) < SAME_EDGE
    if {tail.route, piece.route} == {"gutters", "shading"}:
        shaded, bare = (tail, piece) if tail.route == "shading" else (piece, tail)
        return _is_set_in(bare, shaded.xs)
    narrowest = min(b - a for a, b in pairwise(tail.xs))
    near = all(abs(a - b) < narrowest for a, b in zip(tail.xs, piece.xs, strict=True))
    return ends and (near or _is_set_in(tail, piece.xs) or _is_set_in(piece, tail.xs))


def _is_set_in(bare: PageTable, xs: Sequence[float]) -> bool:
    """Whether every line of a table without rules stands in its column between these edges of a shaded one."""
    return all(
        xs[cell.column] - SAME_EDGE < line.box[0]
        and line.box[2] < xs[cell.column + cell.column_span] + SAME_EDGE
        for cell in bare.cells
        for line in cell.lines
    )


def _fit_columns(whole: Whole, piece: PageTable) -> None:
    """Number the columns of both by the finer of the two sets of edges."""
    if len(whole.xs) == len(piece.xs):
        return
    found = _column_map(whole.xs, piece.xs)
    assert found is not None
    narrower = piece.cells if len(piece.xs) < len(whole.xs) else whole.cells
    for cell in narrower:
        end = found[cell.column + cell.column_span]
        cell.column = found[cell.column]
        cell.column_span = end - cell.column
    if len(piece.xs) > len(whole.xs):
        whole.xs = list(piece.xs)
    whole.decide("columns_matched", piece.page, "续页的列数与上页不同，已按列线位置对齐")


# --- header ----------------------------------------------------------------------------------------------


def _by_row(cells: Iterable[GridCell], below: int | None = None) -> dict[int, list[GridCell]]:
    rows: dict[int, list[GridCell]] = defaultdict(list)
    for cell in cells:
        if below is None or cell.row < below:
            rows[cell.row].append(cell)
    return rows


def _face(cells: Iterable[GridCell], columns: Sequence[int] | None) -> list[tuple[int, int, int, str]]:
    at = columns or range(10_000)
    return sorted(
        (
            at[cell.column],
            at[cell.column + cell.column_span],
            cell.row_span,
            "".join(cell.text.split()),
        )
        for cell in cells
    )


def _repeated_rows(whole: Whole, piece: PageTable) -> int:
    """How many first rows of the piece are the first rows of the table printed again; found once a piece."""
    if whole.compared is None or whole.compared[0] is not piece:
        whole.compared = piece, _count_repeated(whole, piece)
    return whole.compared[1]


def _count_repeated(whole: Whole, piece: PageTable) -> int:
    limit = min(MOST_HEADER_ROWS, piece.rows, whole.rows)
    head = _by_row((cell for cell in whole.cells[: 60 * MOST_HEADER_ROWS]), limit)
    again = _by_row(piece.cells, limit)
    columns = _column_map(whole.xs, piece.xs) if len(whole.xs) != len(piece.xs) else None
    wide, narrow = (columns, None) if len(whole.xs) < len(piece.xs) else (None, columns)
    if len(whole.xs) == len(piece.xs):
        wide = narrow = None
    count = 0
    for row in range(limit):
        ours, theirs = _face(head[row], wide), _face(again[row], narrow)
        if ours != theirs or not (any(face[3] for face in ours) or count):
            break
        count += 1
    reach = max((cell.row + cell.row_span for row in range(count) for cell in again[row]), default=0)
    if reach > count or count == piece.rows > 1:
        # All of it the same again: another copy of the table, not its header.
        return 0
    texts = [cell.text for row in range(count) for cell in again[row] if cell.text]
    return 0 if texts and all(NUMBER.fullmatch(text) for text in texts) else count


def _has_other_header(whole: Whole, piece: PageTable) -> bool:
    """The piece begins with names over columns that hold numbers in the table: another table."""
    assert whole.tail is not None
    numeric = _numeric_columns(whole.tail)
    first = [cell for cell in piece.cells if cell.row == 0 and cell.column_span == 1]
    names = [cell for cell in first if cell.column in numeric and cell.text]
    if len(whole.xs) != len(piece.xs) or len(names) < 2 or len(names) < len(numeric):
        return False
    return all(not any(character.isdecimal() for character in cell.text) for cell in names)


def _numeric_columns(piece: PageTable) -> set[int]:
    filled: dict[int, list[bool]] = defaultdict(list)
    for cell in piece.cells:
        if cell.text and cell.row and cell.column_span == 1:
            filled[cell.column].append(bool(NUMBER.fullmatch(cell.text)))
    return {column for column, are in filled.items() if len(are) >= 2 and sum(are) >= 0.8 * len(are)}


# --- the seam --------------------------------------------------------------------------------------------


def _is_empty_remainder(rows: dict[int, list[GridCell]], row: int) -> bool:
    """Nothing is printed in the row, and something is below it."""
    cells = rows[row]
    return (
        bool(cells)
        and not any(cell.text for cell in cells)
        and any(cell.text for later, mine in rows.items() if later > row for cell in mine)
        and all(cell.row_span == 1 for cell in cells[len(cells) // 2 :])
    )


def _without_first_row(cells: list[GridCell], row: int) -> list[GridCell]:
    for cell in cells:
        if cell.row == row and cell.row_span > 1:
            cell.row, cell.row_span = row + 1, cell.row_span - 1
    return [cell for cell in cells if cell.row > row]


def _bottom(whole: Whole) -> dict[int, GridCell]:
    """The cells that reach the last row, by their first column."""
    return {cell.column: cell for cell in whole.bottom}


def _labels(whole: Whole, first: Sequence[GridCell]) -> set[int]:
    """Columns whose cells are merged downwards somewhere on this page or the one before."""
    assert whole.tail is not None
    if _is_header_alone(whole, first):
        return {cell.column for cell in first}
    merged = {cell.column for cell in whole.tail.cells if cell.row_span > 1}
    return merged | {cell.column for cell in first if cell.row_span > 1}


def _goes_on_below(tail: PageTable, piece: PageTable) -> bool:
    """The table left much of its page empty, as before a row that may not be cut: ruled alike, without names."""
    if "lattice" not in {tail.route} & {piece.route} or len(tail.xs) != len(piece.xs) or piece.columns < 3:
        return False
    alike = all(abs(a - b) < SAME_EDGE / 2 for a, b in zip(tail.xs, piece.xs, strict=True))
    return alike and Whole.of(piece).header() == 0


def _is_names_alone(whole: Whole) -> bool:
    """One row so far, and no figure in it: names of columns whose rows all went to the next page."""
    return whole.rows == 1 and not any(
        character.isdecimal() for cell in whole.cells for character in cell.text
    )


def _is_rest_of_names(
    bottom: dict[int, GridCell], first: Sequence[GridCell], filled: Sequence[GridCell]
) -> bool:
    """Few words in an otherwise empty row, each below a name that had no room left for them: the header was cut."""
    if 2 * len(filled) >= len(first) or any(c.isdecimal() for cell in filled for c in cell.text):
        return False
    above = [(bottom[cell.column], cell) for cell in filled]
    return all(a.lines and room_left(a.lines[-1], cell.lines[0], a.box[0], a.box[2]) < 0 for a, cell in above)


def _is_header_alone(whole: Whole, first: Sequence[GridCell]) -> bool:
    """The page end has cut the header itself: names of columns only, on both sides."""
    if whole.rows > 2 or not any(cell.column_span > 1 for cell in whole.cells):
        return False
    return not any(re.search(r"\d[.,，]\d|^\d+$", cell.text) for cell in (*whole.cells, *first))


def _is_cut(whole: Whole, piece: PageTable, first: Sequence[GridCell]) -> bool:
    """Whether the first row is the rest of the last one: its key column is empty though it never is above."""
    filled = [cell for cell in first if cell.text]
    if not filled or _complete_twice(whole, filled):
        return False
    assert whole.tail is not None
    bottom = _bottom(whole)
    if {cell.column for cell in filled} - bottom.keys():
        return False
    if piece.route == "lattice" and piece.open_top and whole.tail.open_bottom:
        return True
    if _is_names_alone(whole) and _is_rest_of_names(bottom, first, filled):
        return True
    labels = _labels(whole, first)
    empty = {cell.column for cell in first if not cell.text and cell.column_span == 1} - labels
    return any(_is_key(whole, column) for column in empty)


def _is_key(whole: Whole, column: int) -> bool:
    assert whole.tail is not None
    # the first row of a page may itself be the rest of a cut one, and leave its key empty
    below = [cell for cell in whole.tail.cells if cell.row > 0]
    mine = [cell for cell in below if cell.column == column and cell.column_span == 1]
    if len(mine) < 2:
        recent = whole.cells[-60 * whole.columns :]
        mine = [cell for cell in recent if cell.column == column and cell.column_span == 1]
    return len(mine) >= 2 and sum(bool(cell.text) for cell in mine) >= ALWAYS * len(mine)


def _complete_twice(whole: Whole, filled: Sequence[GridCell]) -> bool:
    """A finished number above and one below: two rows, whatever the key column says."""
    bottom = _bottom(whole)
    for cell in filled:
        above = bottom.get(cell.column)
        if above is None or not above.text or not NUMBER.fullmatch(cell.text):
            continue
        if (
            NUMBER.fullmatch(above.text)
            and room_left(above.lines[-1], cell.lines[0], above.box[0], above.box[2]) >= 0
        ):
            return True
    return False


def _rejoin_row(
    whole: Whole, cells: list[GridCell], first: Sequence[GridCell], skip: int, offset: int
) -> tuple[list[GridCell], int]:
    """The last row with its rest from the next page; what remains of the piece, one row shorter."""
    bottom = _bottom(whole)
    left = [cell for cell in cells if cell.row > skip]
    for cell in first:
        above = bottom.get(cell.column)
        if above is None:
            continue
        above.row_span += cell.row_span - 1
        _append_lines(above, cell)
    page = first[0].page
    whole.decide("row_rejoined", page, "续页首行是上页末行被分页截断的余部，已并入上页末行")
    return left, offset - 1


def _append_lines(above: GridCell, cell: GridCell) -> None:
    if cell.lines:
        above.lines = above.lines + cell.lines
        join_cell(above)


def _continue_labels(
    whole: Whole, cells: list[GridCell], first: Sequence[GridCell], page: int
) -> list[GridCell]:
    """Merged labels of the table that go on in the first row of the piece."""
    bottom, labels = _bottom(whole), _labels(whole, first)
    taken: list[tuple[GridCell, GridCell]] = []
    for cell in sorted(first, key=lambda cell: cell.column):
        above = bottom.get(cell.column)
        if cell.column not in labels or above is None or not _goes_on(whole, above, cell):
            break
        taken.append((above, cell))
    if not taken or len(taken) == len(first):
        return cells
    for above, cell in taken:
        above.row_span += cell.row_span
        _append_lines(above, cell)
    whole.decide("label_continued", page, "合并单元格跨页延续，已接续")
    gone = {id(cell) for _, cell in taken}
    return [cell for cell in cells if id(cell) not in gone]


def _goes_on(whole: Whole, above: GridCell, cell: GridCell) -> bool:
    if above.column_span != cell.column_span or not above.text:
        return False
    return not cell.text or _is_cut_label(whole, above, cell)


def _is_cut_label(whole: Whole, above: GridCell, cell: GridCell) -> bool:
    """The two texts together end as the other labels of the column do, and neither does alone."""
    others = {
        one.text
        for one in whole.cells[-RECENT:]
        if one.column == above.column and one is not above and len(one.text) > 2 and one.row_span > 1
    }
    if len(others) < 2:
        return False
    ending = _common_ending(sorted(others))
    both = above.text + cell.text
    return (
        len(ending) >= 2
        and both.endswith(ending)
        and not above.text.endswith(ending)
        and not cell.text.endswith(ending)
    )


def _common_ending(texts: Sequence[str]) -> str:
    shortest = min(map(len, texts))
    length = 0
    while length < shortest and len({text[-length - 1] for text in texts}) == 1:
        length += 1
    return texts[0][len(texts[0]) - length :]

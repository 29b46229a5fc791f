"""One page of a PDF: characters and rules in, printed lines and tables out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.marks import is_caption
from ingest.pdf import announced, continued, gutters, striped, turned
from ingest.pdf.continued import Carried
from ingest.pdf.doubt import SecondReader
from ingest.pdf.frame import Floats, Frame
from ingest.pdf.glyphs import Glyphs, Ints
from ingest.pdf.lattice import Grid
from ingest.pdf.lines import Found, lines_of
from ingest.pdf.prepared import Prepared, arrangement, as_page, notice_of, prepare, regions
from ingest.pdf.rules import Rules
from ingest.printed import CONTINUED, GridCell, PageContent, PageTable, Printed
from ingest.wrap import join_cell
from schema.document import BlockKind, NoticeSeverity

Arranged = tuple[list[Printed], list[list[list[Printed]]]]
"""Lines of the free text, and for every grid the lines of each of its cells."""


def understand(
    found: Glyphs,
    edges: Rules,
    frame: Frame,
    number: int,
    second: SecondReader | None = None,
    above: Carried | None = None,
    named: bool = False,
) -> PageContent:
    """Lines and tables of one page from its characters and rules.

    `above` is the table at the foot of the page before that may go on here; `named` says that the page before
    ends with the caption of a table. `second` reads the tables of a page whose lattice fails its self-check.
    """
    prepared = prepare(found, edges, frame, number, second)
    return complete(prepared, first_lines([prepared])[0], above, named)


def first_lines(pages: Sequence[Prepared]) -> list[Found]:
    """The lines of some pages as far as their tables are known before those of the pages above them; none where
    nothing is to be read.
    """
    readable = [as_page(page) for page in pages if page.glyphs is not None]
    made = iter(lines_of(readable) if readable else ())
    return [next(made) if page.glyphs is not None else [] for page in pages]


def complete(prepared: Prepared, made: Found, above: Carried | None, named: bool) -> PageContent:
    """The page with all of its tables. `made` are its lines before more tables are found; for the rest see `understand`."""
    content, found, edges = prepared.content, prepared.glyphs, prepared.edges
    if found is not None and edges is not None:
        _fill(content, found, edges, prepared, made, above, named)
    content.notices.extend(prepared.later)
    return content


def _fill(
    content: PageContent,
    found: Glyphs,
    edges: Rules,
    prepared: Prepared,
    made: Found,
    above: Carried | None,
    named: bool,
) -> None:
    number, height = content.number, content.height
    grids, routes = prepared.grids, prepared.routes
    if "shading" in routes:
        grids, routes = _whole(found, edges, grids, routes, number, height, above)
        made = lines_of([arrangement(found, grids, number)])[0]
    first = _first_rest(found, edges, grids, above, height)
    if first:
        grids, routes = [*grids, first], [*routes, CONTINUED]
    lines, cells = _arranged(found, grids, number) if first else _by_grid(made, grids)
    if more := _more_tables(found, edges, grids, lines, height, above):
        grids, routes = [*grids, *more], [*routes, *(["gutters"] * len(more))]
    rest = (
        continued.find(found, _free(found, grids), above, _outside(edges.across, grids), grids, height)
        if above and not first
        else None
    )
    if rest:
        grids, routes = [*grids, rest], [*routes, CONTINUED]
    if named and (rest := announced.find(found, _free(found, grids), grids, height)):
        grids, routes = [*grids, rest], [*routes, "gutters"]
    if more or rest:
        lines, cells = _arranged(found, grids, number)
    content.lines = [*lines, *prepared.aside]
    for grid, mine, route in zip(grids, cells, routes, strict=True):
        if any(mine):
            content.tables.append(_table(found, grid, mine, number, route))
    if any(table.route == turned.ROUTE for table in content.tables):
        content.notices.append(
            notice_of(NoticeSeverity.INFO, "sideways_table", number, "表格横置，已转正后读取")
        )


def _whole(
    found: Glyphs,
    edges: Rules,
    grids: list[Grid],
    routes: list[str],
    number: int,
    height: float,
    above: Carried | None,
) -> tuple[list[Grid], list[str]]:
    """The grids, whole tables in the place of those that are only their shaded rows."""
    kept = [(grid, route) for grid, route in zip(grids, routes, strict=True) if route != "shading"]
    shaded = striped.stacked([grid for grid, route in zip(grids, routes, strict=True) if route == "shading"])
    others = [grid for grid, _ in kept]
    found_too: list[tuple[Grid, str]] = []
    if above:
        loose, free = _outside(edges.across, others), _free(found, others)
        rest = continued.find(found, free, above, loose, others, height)
        found_too += [(rest, CONTINUED)] if rest else []
    lines, _ = _arranged(found, others, number)
    found_too += [(grid, "gutters") for grid in _more_tables(found, edges, others, lines, height, above)]
    for grid, route in found_too:
        parts = [part for part in shaded if striped.covers(grid, part)]
        if parts and (larger := striped.whole_of(grid, parts, found)):
            shaded = [part for part in shaded if part not in parts]
            kept.append((larger, route))
    for grid, route in found_too:
        for part in list(shaded):
            if larger := striped.goes_on_in(grid, part, found):
                shaded.remove(part)
                kept.append((larger, route))
    kept += [(grid, "shading") for grid in shaded]
    return [grid for grid, _ in kept], [route for _, route in kept]


def _table(found: Glyphs, grid: Grid, lines: Sequence[list[Printed]], number: int, route: str) -> PageTable:
    if route == "lattice" and turned.angle_of(grid, found):
        lying = turned.read(grid, found, number, _arranged, page_table)
        if lying is not None:
            return lying
    return page_table(grid, lines, number, route)


def _first_rest(
    found: Glyphs, edges: Rules, grids: Sequence[Grid], above: Carried | None, height: float
) -> Grid | None:
    if above is None:
        return None
    loose = _outside(edges.across, grids)
    return continued.find_closed(found, _free(found, grids), above, loose, grids, height)


def _arranged(found: Glyphs, grids: Sequence[Grid], page: int) -> Arranged:
    return _by_grid(lines_of([arrangement(found, grids, page)])[0], grids)


def _by_grid(made: Found, grids: Sequence[Grid]) -> Arranged:
    free = sum(len(grid.cells) for grid in grids)
    cells: list[list[Printed]] = [[] for _ in range(free)]
    lines = []
    for key, line in made:
        if key < free:
            cells[key].append(line)
        else:
            line.kind = (None, BlockKind.FURNITURE)[key - free]
            lines.append(line)
    at, by_grid = 0, []
    for grid in grids:
        by_grid.append(cells[at : at + len(grid.cells)])
        at += len(grid.cells)
    return lines, by_grid


def _more_tables(
    found: Glyphs,
    edges: Rules,
    grids: Sequence[Grid],
    lines: Sequence[Printed],
    height: float,
    above: Carried | None,
) -> list[Grid]:
    """Tables without a lattice, looked for only where rules are left over or a caption stands."""
    loose = _outside(edges.across, grids)
    if not len(loose) and not any(line.kind is None and is_caption(line.text) for line in lines):
        return []
    return gutters.find(found, _free(found, grids), loose, lines, grids, height, above)


def _outside(across: Floats, grids: Sequence[Grid]) -> Floats:
    keep = np.ones(len(across), bool)
    for grid in grids:
        keep &= (across[:, 0] < grid.ys[0] - 2) | (across[:, 0] > grid.ys[-1] + 2)
    return across[keep]


def _free(found: Glyphs, grids: Sequence[Grid]) -> Ints:
    free = sum(len(grid.cells) for grid in grids)
    return np.nonzero(regions(found, grids, free) == free)[0]


def page_table(grid: Grid, lines: Sequence[list[Printed]], page: int, route: str = "lattice") -> PageTable:
    """A grid with its printed lines as the table of a page."""
    cells = []
    xs, ys = [round(x, 2) for x in grid.xs], [round(y, 2) for y in grid.ys]
    for (r, c, rs, cs), mine in zip(grid.cells, lines, strict=True):
        box = xs[c], ys[r], xs[c + cs], ys[r + rs]
        if len(mine) == 1:
            cells.append(GridCell(r, c, rs, cs, page, box, mine, mine[0].text))
            continue
        cell = GridCell(r, c, rs, cs, page, box, mine)
        join_cell(cell)
        cells.append(cell)
    return PageTable(page, grid.xs, grid.ys, cells, route, grid.open_top, grid.open_bottom)

"""The plain markup the corpus documents are written in, so that a person can read and correct them.

# title            ## 一、heading       = caption of a table      * note
{widths=2,5,3}     column widths in cm of the table that follows
{size=small}       9-point cells for the table that follows
| a | b |          a table row; `^` continues the cell above, `<` the cell to the left
{right}text        a paragraph set flush right         {pagebreak}
**text**           a bold paragraph
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Text:
    """A heading (`level` 0 is the title), caption, note or paragraph."""

    kind: str
    text: str
    level: int = 0


@dataclass
class Grid:
    """A table: rows of cell texts, with `^` and `<` for merged cells."""

    rows: list[list[str]] = field(default_factory=list)
    widths: list[float] | None = None
    small: bool = False

    def spans(self) -> list[tuple[int, int, int, int, str]]:
        """`(row, column, row_span, column_span, text)` of every cell that is not covered by another."""
        out = []
        for r, row in enumerate(self.rows):
            for c, text in enumerate(row):
                if text in ("^", "<"):
                    continue
                width = 1
                while c + width < len(row) and row[c + width] == "<":
                    width += 1
                height = 1
                while r + height < len(self.rows) and self.rows[r + height][c] == "^":
                    height += 1
                out.append((r, c, height, width, text))
        return out


def parse(source: Path) -> list[Text | Grid]:
    """Read a source file into texts and grids. Raises ValueError naming the line of a ragged table."""
    blocks: list[Text | Grid] = []
    options: dict[str, str] = {}
    grid: Grid | None = None
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("|"):
            grid = _row(blocks, grid, line, options, f"{source.name}:{number}")
            continue
        grid = None
        if match := re.fullmatch(r"\{(widths|size)=(.+)\}", line):
            options[match[1]] = match[2]
        elif line.strip():
            blocks.append(_text(line.strip()))
    return blocks


def _row(
    blocks: list[Text | Grid], grid: Grid | None, line: str, options: dict[str, str], where: str
) -> Grid:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    if grid is None:
        widths = options.pop("widths", None)
        grid = Grid(widths=[float(w) for w in widths.split(",")] if widths else None)
        grid.small = options.pop("size", "") == "small"
        blocks.append(grid)
    elif len(cells) != len(grid.rows[0]):
        raise ValueError(f"{where}: {len(cells)} cells, the first row has {len(grid.rows[0])}")
    grid.rows.append(cells)
    return grid


def _text(line: str) -> Text:
    if line == "{pagebreak}":
        return Text("pagebreak", "")
    if match := re.match(r"(#+)\s+(.*)", line):
        return Text("heading", match[2], len(match[1]) - 1)
    if line.startswith("= "):
        return Text("caption", line[2:])
    if line.startswith("{right}"):
        return Text("right", line[len("{right}") :])
    if match := re.fullmatch(r"\*\*(.+)\*\*", line):
        return Text("bold", match[1])
    return Text("paragraph", line)

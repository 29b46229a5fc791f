"""Small documents written as text, for tests of everything that comes after reading.

    document('''
    # 一、自评结论

    共完成家访 2,259 人次。

    caption: 表1：资金（万元）

    | 一级指标 | 二级指标 | 指标值 |
    | 产出指标 | 数量指标 | ≥95%  |
    | ^       | 质量指标 | <      |
    ''')

Blocks are separated by blank lines; the lines of one paragraph are joined. `# ` to `###### ` begin a heading,
`caption: `, `note: `, `furniture: ` and `watermark: ` a block of that kind. Lines that begin with `|` are a
table: `^` continues the cell above, `<` the cell on the left, `\\n` is a line end and `\\|` a bar inside a cell; a row of dashes
(`| --- | --- |`) says that the rows above it are header rows. With `pages=True` every block gets a page and a
box of its own, with form feeds (`\\f` alone on a line) as page ends.
"""

from __future__ import annotations

import re
import textwrap

from schema.document import Block, BlockKind, Cell, Document, Page, Part, Table, TextBlock
from schema.figure import Box

_HEADING = re.compile(r"(#{1,6})\s+(.*)", re.S)
_KIND = re.compile(r"(caption|note|furniture|watermark): ?(.*)", re.S)
_RULE = re.compile(r"^\|(\s*:?-{3,}:?\s*\|)+$")
_BAR = re.compile(r"(?<!\\)\|")


def document(
    text: str,
    *,
    path: str = "report.docx",
    file_format: str = "docx",
    pages: bool = False,
) -> Document:
    """The Document that `text` describes."""
    blocks: list[Block] = []
    number = 1
    for chunk in re.split(r"\n\s*\n", textwrap.dedent(text).strip("\n")):
        lines = [line.strip() for line in chunk.split("\n") if line.strip(" ")]
        while lines and lines[0] == "\f":
            number, lines = number + 1, lines[1:]
        if not lines:
            continue
        page = number if pages else None
        box = (72.0, 40.0 * len(blocks), 520.0, 40.0 * len(blocks) + 30.0) if pages else None
        blocks.append(_table(lines, page, box) if lines[0].startswith("|") else _text(lines, page, box))
    return Document(
        format=file_format,
        sha256="0" * 64,
        path=path,
        blocks=tuple(blocks),
        pages=tuple(Page(n, 595.0, 842.0) for n in range(1, number + 1)) if pages else (),
    )


def _text(lines: list[str], page: int | None, box: Box | None) -> TextBlock:
    joined = "".join(lines)
    if heading := _HEADING.fullmatch(joined):
        return TextBlock(BlockKind.HEADING, heading[2], page, box, level=len(heading[1]))
    if marked := _KIND.fullmatch(joined):
        return TextBlock(BlockKind(marked[1]), marked[2], page, box)
    return TextBlock(BlockKind.PARAGRAPH, joined, page, box)


def _table(lines: list[str], page: int | None, box: Box | None) -> Table:
    rules = [i for i, line in enumerate(lines) if _RULE.match(line.replace(" ", ""))]
    rows = [_row(line) for i, line in enumerate(lines) if i not in rules]
    columns = max(len(row) for row in rows)
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c in range(columns):
            text = row[c] if c < len(row) else ""
            if text == "^":
                owners[r, c] = owners[r - 1, c]
            elif text == "<":
                owners[r, c] = owners[r, c - 1]
            else:
                owners[r, c] = (r, c)
    cells = tuple(_cell(owner, owners, rows, page, box) for owner in sorted(set(owners.values())))
    parts = (Part(page, box, 0, len(rows)),) if page is not None and box is not None else ()
    return Table(cells, len(rows), columns, header_rows=rules[0] if rules else 0, parts=parts)


def _row(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    parts = _BAR.split(inner)
    if not parts[-1].strip():
        parts.pop()
    return [part.strip().replace("\\n", "\n").replace("\\|", "|") for part in parts]


def _cell(
    owner: tuple[int, int],
    owners: dict[tuple[int, int], tuple[int, int]],
    rows: list[list[str]],
    page: int | None,
    box: Box | None,
) -> Cell:
    covered = [place for place, mine in owners.items() if mine == owner]
    r, c = owner
    return Cell(
        row=r,
        column=c,
        text=rows[r][c] if c < len(rows[r]) else "",
        row_span=max(place[0] for place in covered) - r + 1,
        column_span=max(place[1] for place in covered) - c + 1,
        page=page,
        box=box,
    )

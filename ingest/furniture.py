"""Running headers, footers and page numbers: lines that belong to the paper, not to the text.

A line is furniture when it recurs at the same height on most pages once its digits are masked (on most
pages of one parity: books print odd and even pages apart), or when it is a page number standing alone at
the edge. Tables are never touched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median_high

from ingest.printed import PageContent, Printed
from schema.document import BlockKind

RECURS = 0.6
"""Share of the pages on which a running line must stand."""
MARGIN = 0.11
"""Share of the page height, at top and bottom, in which furniture is looked for."""
SAME_HEIGHT = 4.0
SMALL, LEAST_TEXT = 0.9, 100
"""Of two pages, type smaller than this share of that of the text, told from so many characters, is that of a header."""
_DIGITS = re.compile(r"[0-9０-９]+|[IVXivx]+(?=\s*$)")
_COUNT = r"(?:[0-9０-９]{1,4}|[ivx]{1,5}|[IVX]{1,5}|[一二三四五六七八九十百]{1,5}(?=\s*[页頁]))"
_ORNAMENT = r"[-－—–―~～·•.|｜〔〕【】\[\]\s]*"
_TOTAL = r"共\s*[0-9０-９]{1,4}\s*[页頁]"
_PAGE_NUMBER = re.compile(
    rf"{_ORNAMENT}(?:{_TOTAL}[\s,，/／]*)?(?:第\s*)?{_COUNT}(?:\s*[页頁])?"
    rf"(?:\s*[/／,，|｜]?\s*(?:共\s*)?[0-9０-９]{{1,4}}(?:\s*[页頁])?)?{_ORNAMENT}"
    r"|(?:Page|page|PAGE|P\.?|p\.)\s*[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?"
)


def is_page_number(text: str) -> bool:
    """Whether the line is a page number and nothing else (- 3 -, 第3页 共12页, 3/12)."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def mark(pages: Sequence[PageContent]) -> None:
    """Set `kind` of every line that is furniture."""
    edge = {page.number: list(_at_the_edge(page)) for page in pages}
    for recurring in _recurring(pages, edge):
        recurring.kind = BlockKind.FURNITURE
    for page in pages:
        for line in _outermost(page, edge[page.number]):
            if is_page_number(line.text):
                line.kind = BlockKind.FURNITURE


def _at_the_edge(page: PageContent) -> Iterable[Printed]:
    top, bottom = page.height * MARGIN, page.height * (1 - MARGIN)
    return (line for line in page.lines if line.kind is None and (line.box[3] < top or line.box[1] > bottom))


def _recurring(pages: Sequence[PageContent], edge: dict[int, list[Printed]]) -> Iterable[Printed]:
    """Lines with the same masked text at the same height on most pages, or on most of one parity."""
    found: dict[str, list[Printed]] = defaultdict(list)
    for page in pages:
        for line in edge[page.number]:
            found[_DIGITS.sub("#", line.text)].append(line)
    for lines in found.values():
        for group in _by_height(lines):
            if _is_running({line.page for line in group}, len(pages)) or (
                len(pages) == 2 and len(group) == 2 and all(_is_apart(line, pages) for line in group)
            ):
                yield from group


def _is_apart(line: Printed, pages: Sequence[PageContent]) -> bool:
    """On one of two pages: smaller than the text of the page, with nothing of it beyond or beside the line."""
    page = pages[line.page - pages[0].number]
    others = [other for other in page.lines if other.kind is None and other is not line]
    if sum(len(other.text) for other in others) < LEAST_TEXT:
        return False
    em = median_high(other.em for other in others for _ in other.text)
    body = [other for other in others if other.em > SMALL * em]
    head = all(other.box[1] > line.box[3] for other in body)
    foot = all(other.box[3] < line.box[1] for other in body)
    return line.em < SMALL * em and (head or foot)


def _by_height(lines: list[Printed]) -> Iterable[list[Printed]]:
    lines = sorted(lines, key=lambda line: line.box[1])
    group: list[Printed] = []
    for line in lines:
        if group and line.box[1] - group[-1].box[1] > SAME_HEIGHT:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _is_running(on: set[int], pages: int) -> bool:
    if len(on) < 2:
        return False
    if pages > 2 and len(on) >= RECURS * (pages - 1):
        return True
    odd, even = sum(number % 2 for number in on), sum(1 - number % 2 for number in on)
    return pages >= 6 and max(odd / ((pages + 1) // 2), even / (pages // 2)) >= RECURS


def _beside(line: Printed, other: Printed) -> bool:
    """On one row: entries of a line stand together, a page number stands alone."""
    return line.box[1] < (other.box[1] + other.box[3]) / 2 < line.box[3]


def _outermost(page: PageContent, edge: list[Printed]) -> list[Printed]:
    """Lines at the edge with nothing of the text or of a table beyond them."""
    body = [line for line in page.lines if line.kind is None]
    tops = [line.box[1] for line in body] + [table.box[1] for table in page.tables]
    bottoms = [line.box[3] for line in body] + [table.box[3] for table in page.tables]
    return [
        line
        for line in edge
        if line.kind is None
        and not any(_beside(line, other) for other in page.lines if other is not line)
        and (
            (line.box[1] > page.height / 2 and line.box[3] >= max(bottoms, default=0) - 1)
            or (line.box[1] < page.height / 2 and line.box[1] <= min(tops, default=0) + 1)
        )
    ]

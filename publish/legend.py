"""The legend: pages at the end of an annotated copy that say what the marks mean and list the findings.

Chinese text is set in a font every viewer for Chinese substitutes (STSong-Light of the Adobe-GB1 collection), so that
no font has to be packaged or found on the machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from publish.columns import wrapped
from publish.phrases import Words
from publish.places import places_of, places_text
from publish.terminal import tally
from schema.report import Report

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 56.0
SIZE, LEADING = 9.5, 15.0
CELLS = int((WIDTH - 2 * MARGIN) / (SIZE / 2))
"""Half-width characters on a line."""
MOST = 300
"""Findings listed; more are in the workbook."""
PER_PAGE = int((HEIGHT - 2 * MARGIN) / LEADING)

Line = tuple[str, bool]
"""Text, and whether it is a heading."""


def add_legend(pdf: Any, report: Report, words: Words, *, signed: bool) -> None:
    """Append the legend to a PDF of pikepdf."""
    lines = list(_lines(report, words, signed=signed))
    font = pdf.make_indirect(_font())
    for start in range(0, len(lines), PER_PAGE):
        _page(pdf, lines[start : start + PER_PAGE], font)


def _lines(report: Report, words: Words, *, signed: bool) -> Iterator[Line]:
    yield words.term("annotate", "legend_title"), True
    facts = report.document
    for text in (facts.title or "", PurePath(facts.path).name, f"SHA-256 {facts.sha256}"):
        yield from ((line, False) for line in wrapped(text, CELLS) if text)
    if signed:
        yield from ((line, False) for line in wrapped(words.term("annotate", "signed"), CELLS))
    for key in ("intro", "lines", "numbers"):
        yield from ((line, False) for line in wrapped(words.term("annotate", key), CELLS))
    yield "", False
    yield words.term("text", "findings", **tally(report.findings)), True
    for number, finding in enumerate(report.findings[:MOST], 1):
        label = words.term("severity", finding.severity)
        where = "；".join(places_text(places_of(finding)[:6], words))
        yield "", False
        head = f"{number}  {label}  {finding.rule} {words.title(finding.rule)}  {where}"
        yield from ((line, True) for line in wrapped(head, CELLS, rest="    "))
        yield from (
            (line, False) for line in wrapped(words.phrase(finding), CELLS, first="    ", rest="    ")
        )
    if len(report.findings) > MOST:
        yield words.term("annotate", "more", count=len(report.findings) - MOST), False


def _page(pdf: Any, lines: list[Line], font: Any) -> None:
    import pikepdf

    pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
    page = pdf.pages[-1]
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    drawn = [b"BT /F %.1f Tf %.1f TL %.1f %.1f Td" % (SIZE, LEADING, MARGIN, HEIGHT - MARGIN)]
    for text, heading in lines:
        weight = b"2 Tr 0.2 w" if heading else b"0 Tr"
        drawn.append(b"%s <%s> Tj T*" % (weight, text.encode("utf-16-be").hex().encode("ascii")))
    page.obj.Contents = pdf.make_stream(b"\n".join([*drawn, b"ET"]))


def _font() -> Any:
    """STSong-Light by name: digits and Latin letters half as wide as Chinese characters."""
    from pikepdf import Array, Dictionary, Name, String

    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/STSong-Light"),
        Encoding=Name("/UniGB-UTF16-H"),
        DescendantFonts=Array(
            [
                Dictionary(
                    Type=Name.Font,
                    Subtype=Name.CIDFontType0,
                    BaseFont=Name("/STSong-Light"),
                    CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("GB1"), Supplement=4),
                    DW=1000,
                    W=Array([1, Array([500] * 95), 814, Array([500] * 126)]),
                    FontDescriptor=Dictionary(
                        Type=Name.FontDescriptor,
                        FontName=Name("/STSong-Light"),
                        Flags=4,
                        FontBBox=Array([-25, -254, 1000, 880]),
                        ItalicAngle=0,
                        Ascent=880,
                        Descent=-120,
                        CapHeight=880,
                        StemV=50,
                    ),
                )
            ]
        ),
    )

"""A copy of the original with its findings marked: boxes on the figures, the arithmetic in a popup, an outline, a legend.

The original is opened for reading only. A box is drawn in an appearance of its own, as an outline around the
figure, so that the text under it stays readable in every viewer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

from publish.dataset import replaced
from publish.explain import explained
from publish.legend import add_legend
from publish.marks import Mark, marks_of
from publish.phrases import Words
from publish.places import place_text
from publish.tags import FreeSpace
from publish.userspace import UserSpace, space_of
from schema.document import Document
from schema.figure import Box
from schema.finding import Severity
from schema.report import Report

FOLDER = "annotated"
AS_WORD = frozenset({"docx", "doc", "rtf", "odt", "xml"})
AS_SHEET = frozenset({"xlsx", "xlsb", "xls", "ods", "csv"})
"""Formats whose marked copy is a DOCX, and those whose copy is an XLSX; that of a PDF is a PDF."""
AUTHOR = "author"
INKS: dict[Severity, tuple[float, float, float]] = {
    Severity.ERROR: (0.83, 0.08, 0.08),
    Severity.WARNING: (0.80, 0.42, 0.0),
    Severity.NOTE: (0.10, 0.36, 0.66),
}
DASHES: dict[Severity, str] = {
    Severity.ERROR: "[] 0",
    Severity.WARNING: "[4 2] 0",
    Severity.NOTE: "[1.5 1.5] 0",
}
"""The line says the severity too, for print without colour: solid, dashed, dotted."""
GAP, WIDTH, TAG = 0.4, 0.9, 7.0
"""Points between figure and outline, of the outline, and of the height of the number beside it."""
_UNFIT = re.compile(r"[\x00-\x1f<>:\"/\\|?*#%&{}$!'@+`=]+")


def copy_name(report: Report, suffix: str) -> str:
    """The name of the copy: the original's, cleaned, with the beginning of the document's id."""
    stem = _UNFIT.sub("_", PurePath(report.document.path).stem).strip(" .") or "document"
    return f"{stem[:60]}-{report.document.id[:8]}{suffix}"


def marked_name(report: Report) -> str | None:
    """The name of the marked copy of a document; None for formats that have none."""
    suffix = _suffix(report.document.format)
    return copy_name(report, suffix) if suffix else None


def _suffix(form: str) -> str:
    return ".docx" if form in AS_WORD else ".xlsx" if form in AS_SHEET else ".pdf" if form == "pdf" else ""


def annotate(
    source: Path, folder: Path, document: Document, report: Report, words: Words, password: str | None = None
) -> Path | None:
    """Write the marked copy into `folder`; None for formats that have none, or no findings.

    Of a Word file that is no DOCX, `source` is the DOCX made of it. Raises OSError when the copy cannot be written,
    and ValueError when the original cannot be copied.
    """
    suffix = _suffix(document.format)
    if not report.findings or not suffix:
        return None
    target = folder / copy_name(report, suffix)
    if document.format != "pdf" and "decrypt" in document.engines:  # a copy beside it would lie open
        raise ValueError(words.term("pages", "locked_copy"))
    try:
        if document.format in AS_WORD:
            from publish.comments import annotate_word

            annotate_word(source, target, document, report, words)
        elif document.format in AS_SHEET:
            from publish.sheetmarks import annotate_sheet

            annotate_sheet(source, target, document, report, words)
        else:
            annotate_pdf(source, target, document, report, words, password)
    except (OSError, ValueError):
        raise
    except Exception as error:
        # In a damaged file any object can be of any kind; the report stands without its copy.
        raise ValueError(f"{type(error).__name__}: {error}") from error
    return target


def annotate_pdf(
    source: Path, target: Path, document: Document, report: Report, words: Words, password: str | None = None
) -> int:
    """Write a marked copy of a PDF; the number of marks. Encryption of the original is kept."""
    import pikepdf

    try:
        with pikepdf.open(source, password=password or "") as pdf:
            signed = _signed(pdf)
            marks = [mark for mark in marks_of(report, document) if mark.page <= len(pdf.pages)]
            spaces = {n: space_of(pdf.pages[n - 1], document.pages[n - 1]) for n in {m.page for m in marks}}
            _draw(pdf, marks, spaces, FreeSpace(document), words)
            _outline(pdf, marks, spaces, words)
            add_legend(pdf, report, words, signed=signed)
            with replaced(target) as part:
                if pdf.is_encrypted:
                    pdf.save(part, encryption=True)
                else:
                    pdf.save(part, deterministic_id=True)
            return len(marks)
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error


def _signed(pdf: Any) -> bool:
    form = pdf.Root.get("/AcroForm")
    return bool(form is not None and int(form.get("/SigFlags", 0)) & 1)


def _draw(
    pdf: Any, marks: Sequence[Mark], spaces: dict[int, UserSpace], free: FreeSpace, words: Words
) -> None:
    font = pdf.make_indirect(_name_dictionary(Type="Font", Subtype="Type1", BaseFont="Helvetica-Bold"))
    stacked: Counter[tuple[int, int, int]] = Counter()
    named: Counter[tuple[str, int]] = Counter()
    for mark in marks:
        spot = (mark.page, round(mark.box[0] / 4), round(mark.box[1] / 4))
        named[mark.finding.id, mark.page] += 1
        count = named[mark.finding.id, mark.page]
        name = mark.finding.id if count == 1 else f"{mark.finding.id}.{count}"
        x0, top, x1, bottom = mark.box
        around = GAP + WIDTH + stacked[spot] * 1.6
        edge = (x0 - around, top - around, x1 + around, bottom + around)
        field = free.beside(mark.page, edge, 4.2 * len(str(mark.number)) + 2.5, TAG)
        _square(pdf, mark, spaces[mark.page], edge, field, name, font, words)
        stacked[spot] += 1


def _square(
    pdf: Any, mark: Mark, space: UserSpace, edge: Box, field: Box, name: str, font: Any, words: Words
) -> None:
    """One mark: the outline `edge` with its number in `field`, and the popup that goes with it."""
    import pikepdf

    finding, page = mark.finding, pdf.pages[mark.page - 1]
    _, _, x1, bottom = mark.box
    outer = (
        min(edge[0], field[0]), min(edge[1], field[1]), max(edge[2], field[2]), max(edge[3], field[3]),
    )  # fmt: skip
    width, height = outer[2] - outer[0], outer[3] - outer[1]
    rect = space.rect(outer)
    form = pdf.make_stream(_look(mark, _within(outer, edge), _within(outer, field)))
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = _numbers((0, 0, width, height))
    form.Matrix = _numbers(space.upright)
    form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    label = words.term("severity", finding.severity)
    note = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Square,
            Rect=_numbers(rect),
            NM=pikepdf.String(name),
            T=pikepdf.String(words.term("annotate", AUTHOR)),
            Subj=pikepdf.String(f"{mark.number} {label} {finding.rule} {words.title(finding.rule)}"),
            Contents=pikepdf.String(f"{mark.number} [{finding.rule}] {label}\n{explained(finding, words)}"),
            C=_numbers(INKS[finding.severity]),
            BS=pikepdf.Dictionary(W=1, S=pikepdf.Name.S),
            F=4,
            AP=pikepdf.Dictionary(N=form),
        )
    )
    popup = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Popup,
        Parent=note,
        Rect=_numbers(space.rect((x1 + 10, bottom + 4, x1 + 260, bottom + 154))),
        Open=False,
        F=4,
    )
    note.Popup = pdf.make_indirect(popup)
    if "/Annots" not in page.obj or not isinstance(page.obj.Annots, pikepdf.Array):
        page.obj.Annots = pikepdf.Array()
    page.obj.Annots.append(note)
    page.obj.Annots.append(note.Popup)


def _within(outer: Box, box: Box) -> Box:
    """`(left, bottom, width, height)` of a box in the drawing of `outer`, whose origin is bottom left."""
    return box[0] - outer[0], outer[3] - box[3], box[2] - box[0], box[3] - box[1]


def _look(mark: Mark, edge: Box, field: Box) -> bytes:
    """The drawing of a mark, upright, origin bottom left: an outline, and its number on a small field beside it."""
    red, green, blue = INKS[mark.finding.severity]
    half = WIDTH / 2
    left, bottom, width, height = edge
    outline = f"{left + half:.2f} {bottom + half:.2f} {width - WIDTH:.2f} {height - WIDTH:.2f} re S"
    plate = " ".join(f"{value:.2f}" for value in field) + " re f"
    text = f"BT /F 6.5 Tf 1 1 1 rg {field[0] + 1.2:.2f} {field[1] + 1.4:.2f} Td ({mark.number}) Tj ET"
    ink = f"{red} {green} {blue}"
    return (
        f"q {ink} RG {WIDTH} w {DASHES[mark.finding.severity]} d {outline} {ink} rg {plate} {text} Q"
    ).encode("ascii")


def _outline(pdf: Any, marks: Sequence[Mark], spaces: dict[int, UserSpace], words: Words) -> None:
    """An entry a finding, after the entries the document has."""
    import pikepdf

    firsts = [mark for mark in marks if mark.first]
    if not firsts:
        return
    with pdf.open_outline() as outline:
        title = words.term("annotate", "outline", count=len(firsts))
        root = pikepdf.OutlineItem(title, firsts[0].page - 1)
        for mark in firsts:
            left, top = spaces[mark.page].corner(mark.box)
            finding = mark.finding
            where = place_text(_page_of(mark), words)
            text = f"{mark.number} {words.term('severity', finding.severity)} {words.title(finding.rule)} {where}"
            root.children.append(pikepdf.OutlineItem(text, mark.page - 1, "XYZ", left=left, top=top))
        root.is_closed = False
        outline.root.append(root)


def _page_of(mark: Mark) -> Any:
    from schema.figure import Place

    return Place(page=mark.page)


def _numbers(values: Sequence[float]) -> Any:
    import pikepdf

    return pikepdf.Array([round(float(value), 3) for value in values])


def _name_dictionary(**names: str) -> Any:
    import pikepdf

    return pikepdf.Dictionary(**{key: pikepdf.Name("/" + value) for key, value in names.items()})

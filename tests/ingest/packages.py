"""Office files made by hand, part by part, so that a test says exactly what stands in them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from ingest.read import read
from schema.document import Document, Table, TextBlock

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of the parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def part(root: str, inner: str) -> str:
    """A WordprocessingML part with the usual namespaces."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMES}>{inner}</w:{root}>'


def docx(body: str, *, styles: str = "", numbering: str = "", **parts: str) -> bytes:
    """A DOCX with that body; further parts by kind (`footnotes`, `header`) with their inner XML."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(*parts),
        "_rels/.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="r1" Type="{_R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": part("styles", styles),
        "word/numbering.xml": part("numbering", numbering),
    }
    base = f"{_R}/"
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{base}{kind}" Target="{kind}.xml"/>'
        for kind in ("styles", "numbering")
    )
    for kind, inner in parts.items():
        root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        files[f"word/{kind}1.xml"] = part(root, inner)
        relations += f'<Relationship Id="{kind}" Type="{_R}/{kind}" Target="{kind}1.xml"/>'
    files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{_RELS}">{relations}</Relationships>'
    return zipped(files)


def _types(*kinds: str) -> str:
    """Content types, without which no office program opens the file."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    named = {"document": "document.main", "styles": "styles", "numbering": "numbering"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{main}{kind}+xml"/>'
        for name, kind in [*named.items(), *((f"{kind}1", kind) for kind in kinds)]
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def p(text: str = "", *, properties: str = "", run: str = "") -> str:
    """A paragraph with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    """A cell with one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table of rows of cells (`tc`)."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    inner = "".join(row if row.startswith("<w:tr") else f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{inner}</w:tbl>"


def plain_table(text: str, widths: tuple[int, ...] = ()) -> str:
    """A table without merges from lines of `a|b|c`."""
    rows = [line.strip().split("|") for line in text.strip().splitlines()]
    return table(*("".join(map(tc, row)) for row in rows), widths=widths)


def opened(data: bytes, folder: Path, name: str = "a.docx") -> Document:
    """The document read from a file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return read(path)


def lines(document: Document) -> list[tuple[str, int | None, str]]:
    """`(kind, level, text)` of the text blocks."""
    return [(b.kind.value, b.level, b.text) for b in document.blocks if isinstance(b, TextBlock)]


def tables(document: Document) -> list[Table]:
    """The tables."""
    return [block for block in document.blocks if isinstance(block, Table)]


def grid(of: Table) -> list[str]:
    """Rows as `a|b`; a position covered by a merged cell is `<` (from the left) or `^` (from above)."""
    out = []
    for number, row in enumerate(of.grid()):
        texts = []
        for column, cell in enumerate(row):
            if cell is None:
                texts.append("?")
            elif cell.row < number:
                texts.append("^")
            else:
                texts.append("<" if cell.column < column else cell.text)
        out.append("|".join(texts))
    return out


def codes(document: Document) -> set[str]:
    """Codes of the notices."""
    return {notice.code for notice in document.notices}

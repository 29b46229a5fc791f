"""The pages of a PDF as pictures, upright as they were read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from publish.dataset import replaced
from schema.document import Document

SCALE = 1.7
"""Pixels a point."""
QUALITY = 55
LARGEST = 2600
"""Pixels of the longer side of a picture."""
MOST = 300
"""Pages that get a picture; a longer file is shown as text from there on."""


def write_pictures(
    source: Path, folder: Path, document: Document, password: str | None = None
) -> Iterator[tuple[int, Path]]:
    """Write `p1.webp`, `p2.webp`, ... and give page number and path of each.

    Raises ValueError when the file cannot be rendered.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(source, password=password)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        for page in document.pages[: min(len(pdf), MOST)]:
            target = folder / f"p{page.number}.webp"
            try:
                sheet = pdf[page.number - 1]
                turn = (page.rotation - sheet.get_rotation()) % 360
                scale = min(SCALE, LARGEST / max(page.width, page.height, 1.0))
                picture = sheet.render(scale=scale, rotation=turn).to_pil().convert("RGB")
                sheet.close()
            except (pypdfium2.PdfiumError, ValueError, MemoryError):
                continue
            with replaced(target) as part:
                picture.save(part, format="WEBP", quality=QUALITY, method=1)
            yield page.number, target
    finally:
        pdf.close()

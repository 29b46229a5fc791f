"""What lies on a page without being part of it: filled-in fields of forms are read, typed remarks and stamps told."""

from __future__ import annotations

from ingest.pdf import raw

_FREE_TEXT, _STAMP, _WIDGET = 3, 13, 20
_DISPLAY = 0
MOST = 10_000
"""More annotations than this on one page are nobody's form."""


def settled(document: int, number: int, page: int, forms: int) -> tuple[int, int]:
    """The open page `number` (from 1), its fields made part of it if there are forms (pdfium's handle of them, or 0);
    how many remarks and stamps it has that are not read. The page given may be closed and opened anew: the one
    returned counts.
    """
    count = raw.count_annotations(page)
    if not 0 < count <= MOST:
        return page, 0
    kinds = [_kind(page, k) for k in range(count)]
    unread = sum(kind in (_FREE_TEXT, _STAMP) for kind in kinds)
    if not forms or _WIDGET not in kinds:
        return page, unread
    for k in reversed(range(count)):
        if kinds[k] != _WIDGET:
            raw.remove_annotation(page, k)
    # Fields without looks of their own get them here.
    raw.form_opens(page, forms)
    raw.form_closes(page, forms)
    raw.flatten(page, _DISPLAY)
    raw.close_page(page)
    return raw.load_page(document, number - 1), unread


def _kind(page: int, number: int) -> int:
    found = raw.annotation(page, number)
    if not found:
        return 0
    kind = raw.annotation_kind(found)
    raw.close_annotation(found)
    return int(kind)

"""The printed words that matter of a long quotation: those around the figures a finding is about."""

from __future__ import annotations

from schema.finding import Check, Finding

ELLIPSIS = "…"
AROUND = 36
"""Characters shown before and after the figures."""


def excerpt(subject: Check | Finding, longest: int = 150) -> str:
    """The quotation of a finding, cut to about `longest` characters around its figures, else the figures alone.

    The reported figure is always inside; the others as far as they stand near it.
    """
    quote = " ".join(subject.quote.split())
    if not quote:
        return "  ".join(dict.fromkeys(figure.text.strip() for figure in subject.figures))
    if len(quote) <= longest:
        return quote
    start, end = _span(quote, subject, longest)
    before, after = max(0, start - AROUND), min(len(quote), end + AROUND)
    head, tail = ELLIPSIS if before else "", ELLIPSIS if after < len(quote) else ""
    return f"{head}{quote[before:after]}{tail}"


def _span(quote: str, subject: Check | Finding, longest: int) -> tuple[int, int]:
    texts = [" ".join(figure.text.split()) for figure in subject.figures]
    anchor = quote.find(" ".join((subject.reported or "").split())) if subject.reported else -1
    found = [(at, at + len(text)) for text in texts if text and (at := quote.find(text)) >= 0]
    if anchor < 0:
        anchor = found[0][0] if found else 0
    start = end = anchor
    for left, right in sorted(found, key=lambda span: abs(span[0] - anchor)):
        if max(end, right) - min(start, left) <= longest - 2 * AROUND:
            start, end = min(start, left), max(end, right)
    return start, max(end, start + 1)

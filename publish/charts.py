"""Charts as inline SVG: no script, no style attributes, readable in print and by a screen reader.

Geometry is in floats: it is drawn, not computed with. Values come in as Decimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from publish.columns import cells

WIDTH = 680.0
ROW, BAR = 24.0, 13.0
LABEL = 210.0
LABEL_CELLS = 28
NOTES = 290.0
"""Room for what is said behind a bar that has a target."""
MOST = 40
"""Rows of a chart; what comes after is left to the tables."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a stacked bar: its class (a colour and a pattern of the style sheet), its name, its size."""

    kind: str
    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart. `link` is where a click on its label leads."""

    label: str
    pieces: tuple[Piece, ...]
    note: str = ""
    link: str = ""


def bars(
    bars: Sequence[Bar], title: str, *, line: Decimal | None = None, legend: Sequence[tuple[str, str]] = ()
) -> Markup:
    """Horizontal bars, one row each, stacked pieces; `line` draws a vertical line at a value (a target of 100).

    `legend` names the classes of the pieces, above the bars.
    """
    shown = list(bars)[:MOST]
    if not shown:
        return Markup("")
    totals = [sum((piece.value for piece in bar.pieces), Decimal(0)) for bar in shown]
    longest = float(max([*totals, line or Decimal(0)])) or 1.0
    room = WIDTH - LABEL - (NOTES if line is not None else 130)
    x = LABEL + float(line) * room / longest if line is not None else 0.0
    first = ROW if legend else 0.0
    rows = [_row(bar, first + number * ROW + 4, room / longest, x) for number, bar in enumerate(shown)]
    rows += _legend(legend)
    height = first + len(shown) * ROW + 10
    if line is not None:
        rows.append(
            Markup('<line class="goal" x1="{0:.1f}" y1="0" x2="{0:.1f}" y2="{1:.0f}"/>').format(x, height)
        )
    return _svg(rows, height, title)


def _legend(names: Sequence[tuple[str, str]]) -> list[Markup]:
    drawn, x = [], LABEL
    for kind, name in names:
        drawn.append(
            Markup(
                '<rect class="c-{}" x="{:.1f}" y="5" width="11" height="11"/><text class="value" x="{:.1f}" y="14.5">{}</text>'
            ).format(kind, x, x + 15, name)
        )
        x += 15 + 6 * sum(map(cells, name)) + 18
    return drawn


def _row(bar: Bar, y: float, factor: float, line: float) -> Markup:
    """A bar with its label and its note; the note stands beyond the vertical line, if there is one."""
    text = Markup('<text class="label" x="{:.0f}" y="{:.1f}">{}<title>{}</title></text>').format(
        LABEL - 8, y + 10.5, _cut(bar.label), bar.label
    )
    if bar.link:
        text = Markup('<a href="{}">{}</a>').format(bar.link, text)
    x, drawn = LABEL, [text]
    for piece in bar.pieces:
        width = float(piece.value) * factor
        if width > 0:
            drawn.append(
                Markup(
                    '<rect class="c-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.0f}"><title>{}</title></rect>'
                ).format(piece.kind, x, y, max(width, 1), BAR, f"{bar.label} {piece.name} {piece.value:,f}")
            )
        x += max(width, 0)
    note = bar.note or " ".join(f"{piece.name} {piece.value:,f}" for piece in bar.pieces if piece.value)
    drawn.append(
        Markup('<text class="value" x="{:.1f}" y="{:.1f}">{}</text>').format(max(x, line) + 6, y + 10.5, note)
    )
    return Markup("").join(drawn)


def columns(
    points: Sequence[tuple[str, Decimal]], title: str, kind: str = "note", notes: Sequence[str] = ()
) -> Markup:
    """Vertical columns in the order given, for months; `notes` stand below their labels."""
    if not points:
        return Markup("")
    top = float(max(abs(value) for _, value in points)) or 1.0
    step = (WIDTH - 20) / max(len(points), 6)
    drawn = []
    for number, (label, value) in enumerate(points):
        x, height = 10 + number * step, abs(float(value)) / top * 130
        shade = "error" if value < 0 else kind
        drawn.append(
            Markup(
                '<rect class="c-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
                '<text class="tick" x="{:.1f}" y="176">{}</text><text class="tick" x="{:.1f}" y="{:.1f}">{}</text>'
            ).format(
                shade,
                x + step * 0.2,
                158 - height,
                step * 0.6,
                max(height, 1),
                f"{label} {value:,f}",
                x + step / 2,
                label,
                x + step / 2,
                154 - height,
                _short(value) if value else "",
            )
        )
        if notes:
            note = Markup('<text class="tick soft" x="{:.1f}" y="192">{}</text>')
            drawn.append(note.format(x + step / 2, notes[number]))
    return _svg(drawn, 200 if notes else 184, title)


def scatter(points: Sequence[tuple[str, Decimal, Decimal, str]], title: str, across: str, up: str) -> Markup:
    """Points `(name, x, y, link)`; the axes reach to 100 or beyond, and begin where the points do."""
    if not points:
        return Markup("")
    left, right = _ends([x for _, x, _, _ in points])
    low, top = _ends([y for _, _, y, _ in points])
    wide, high = WIDTH - 90, 240.0
    drawn = [
        Markup('<path class="axis" d="M60 10V{0:.0f}H{1:.0f}"/>').format(high + 10, 60 + wide),
        Markup('<text class="tick" x="{:.0f}" y="{:.0f}">{}</text>').format(60 + wide / 2, high + 42, across),
        Markup('<text class="value" x="64" y="16">{}</text>').format(up),
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        drawn.append(
            Markup('<text class="tick" x="{:.1f}" y="{:.0f}">{:g}</text>').format(
                60 + share * wide, high + 25, round(left + share * (right - left), 1)
            )
        )
        drawn.append(
            Markup('<text class="label" x="54" y="{:.1f}">{:g}</text>').format(
                high + 14 - share * high, round(low + share * (top - low), 1)
            )
        )
    for name, x, y, link in points:
        dot = Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="4.5"><title>{}</title></circle>').format(
            60 + (float(x) - left) / (right - left) * wide,
            high + 10 - (float(y) - low) / (top - low) * high,
            f"{name}: {x:f}, {y:f}",
        )
        drawn.append(Markup('<a href="{}">{}</a>').format(link, dot) if link else dot)
    return _svg(drawn, high + 50, title)


def _ends(values: Sequence[Decimal]) -> tuple[float, float]:
    """Round ends of an axis around the values; 100 is on it."""
    low, high = min(values), max([Decimal(100), *values])
    step = 20 if high - low > 60 else 10
    return float((low - 2) // step * step if low >= 2 else min(low, Decimal(0))), float(high)


def _svg(drawn: Sequence[Markup], height: float, title: str) -> Markup:
    return Markup(
        '<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {:.0f} {:.0f}"><title>{}</title>{}</svg>'
    ).format(title, WIDTH, height, title, Markup("").join(drawn))


def _cut(text: str) -> str:
    used, kept = 0, ""
    for character in " ".join(text.split()):
        used += cells(character)
        if used > LABEL_CELLS:
            return kept + "…"
        kept += character
    return kept


def _short(value: Decimal) -> str:
    """An amount in a few characters: 万 above ten thousand."""
    if abs(value) >= 10_000:
        return f"{value / 10_000:,.1f}万"
    return f"{value:,.0f}"


__all__ = ["Bar", "Piece", "bars", "columns", "scatter"]

"""A folder of pages that opens by double click: one page a document, and an overview that leads to them.

Nothing is loaded from anywhere but the folder. A page is cut into parts before it grows beyond what a browser likes.
The review page (`fuhe review`) serves these same files; decisions are added by the script.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

from publish.annotate import FOLDER as ANNOTATED
from publish.annotate import marked_name
from publish.dataset import write_text
from publish.documentcharts import charts_of
from publish.explain import explanation
from publish.marks import boxes_of, marked_places, marks_of
from publish.numbers import STATES, Number, numbers_of
from publish.phrases import Words
from publish.pictures import write_pictures
from publish.places import cell_name, located, notice_text, place_text
from publish.prose import Marker, Sheet, sheets_of
from publish.quotes import excerpt
from publish.tags import FreeSpace
from publish.terminal import tally
from schema.document import Document
from schema.finding import Check, Finding
from schema.report import Report

FOLDER, ASSETS = "documents", "assets"
DECISIONS_SCRIPT = "assets/decisions.js"
STATIC = Path(__file__).parent / "static"
PART = 900_000
"""Estimated bytes after which a document goes on on another page; a page stays well below 2 MB."""
MOST_NOTICES = 12
_STAMP = re.compile(r'<meta name="fuhe" content="(\w+)">')


@dataclass(slots=True)
class View:
    """One sheet of a document as shown: a picture with boxes over it, or text. What stands on it by index and rank."""

    key: str
    title: str
    picture: str = ""
    width: float = 0.0
    height: float = 0.0
    html: Markup = field(default_factory=Markup)
    spots: list[tuple[int, tuple[float, float, float, float]]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    findings: set[int] = field(default_factory=set)

    def weight(self, numbers: Sequence[Number]) -> int:
        """About how many bytes it takes, with what is said of its numbers."""
        checks = {check for index in self.numbers for check in numbers[index].checks}
        drawn = 150 * len(self.spots) + 260 * len(self.marks)
        return 400 + len(self.html) + drawn + 340 * len(self.numbers) + 700 * len(checks)


@dataclass(slots=True)
class Part:
    """A page of a document: some of its sheets, and the findings that first stand there."""

    views: list[View] = field(default_factory=list)
    findings: list[int] = field(default_factory=list)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; everything put into them is escaped."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def page_name(identity: str, part: int = 0) -> str:
    """The file name of a part of a document, inside the folder of documents."""
    return f"{identity}.html" if not part else f"{identity}-{part + 1}.html"


def write_assets(out: Path) -> None:
    """Style sheet and script."""
    (out / ASSETS).mkdir(parents=True, exist_ok=True)
    for file in sorted(STATIC.iterdir()):
        part = out / ASSETS / f".{file.name}.{os.getpid()}.part"
        shutil.copyfile(file, part)
        os.replace(part, out / ASSETS / file.name)


def write_document(
    source: Path | None,
    out: Path,
    document: Document | None,
    report: Report,
    words: Words,
    *,
    password: str | None = None,
    stamp: str = "",
    problems: Sequence[str] = (),
    masked: bool = False,
) -> Path:
    """Write the page (or pages) of one document under `out`; the path of the first.

    Without `source` there are no page pictures, without `document` the page holds the findings alone. `stamp` is
    put into the page for `stamp_of`; `problems` are shown among those of reading. What is `masked` says so, and leads
    to nothing that is not.
    """
    folder = out / FOLDER
    identity = report.document.id
    numbers = numbers_of(report, document)
    views = _views(source, folder / identity, document, report, numbers, words, password)
    parts = _parts(views, report, numbers)
    where = {rank: n for n, part in enumerate(parts) for rank in part.findings}
    shared = _shared(out, report, numbers, words, len(parts), problems) | {"stamp": stamp, "masked": masked}
    template = environment().get_template("document.html")
    for n, part in enumerate(parts):
        context = {
            **shared,
            "part": n,
            "views": part.views,
            "findings": [_finding(rank, report, words, part, document) for rank in part.findings],
            "elsewhere": [
                {"part": page_name(identity, where[rank]), "number": rank}
                for rank in sorted(where)
                if where[rank] != n
            ],
            "numbers": [_number(i, numbers[i], words, document) for view in part.views for i in view.numbers],
            "data": _data(part, report, numbers, words)
            | {
                "elsewhere": {
                    report.findings[rank - 1].id: page_name(identity, where[rank])
                    for rank in where
                    if where[rank] != n
                }
            },
        }
        write_text(folder / page_name(identity, n), template.render(context))
    return folder / page_name(identity)


def stamp_of(page: Path) -> str:
    """The stamp of a page that was written before; empty if there is none."""
    try:
        with page.open(encoding="utf-8") as file:
            head = file.read(1200)
    except OSError:
        return ""
    found = _STAMP.search(head)
    return found[1] if found else ""


def _views(
    source: Path | None,
    folder: Path,
    document: Document | None,
    report: Report,
    numbers: Sequence[Number],
    words: Words,
    password: str | None,
) -> list[View]:
    if document is None:
        return []
    pictures: dict[int, Path] = {}
    if document.format == "pdf" and document.pages and source is not None:
        try:
            pictures = dict(write_pictures(source, folder, document, password))
        except ValueError:
            pictures = {}
    if not pictures:
        marker = Marker(report, numbers, words)
        return [_text_view(n, sheet) for n, sheet in enumerate(sheets_of(document, marker, words), 1)]
    return list(_picture_views(folder.name, document, report, numbers, words, set(pictures)))


def _picture_views(
    folder: str,
    document: Document,
    report: Report,
    numbers: Sequence[Number],
    words: Words,
    pictures: set[int],
) -> Iterator[View]:
    views = {
        page.number: View(
            f"p{page.number}",
            words.term("place", "page", page=page.number),
            f"{folder}/p{page.number}.webp" if page.number in pictures else "",
            page.width,
            page.height,
        )
        for page in document.pages
    }
    for index, number in enumerate(numbers):
        boxes = boxes_of(number.place, document)
        for page, box in boxes:
            if page in views:
                views[page].spots.append((index, box))
        if boxes and boxes[0][0] in views:
            views[boxes[0][0]].numbers.append(index)
    free = FreeSpace(document)
    for mark in marks_of(report, document):
        if mark.page in views:
            view = views[mark.page]
            x0, top, x1, bottom = mark.box
            edge = (x0 - 1.5, top - 1.5, x1 + 1.5, bottom + 1.5)
            at = free.beside(mark.page, edge, 4.5 * len(str(mark.number)), 6.5)
            view.findings.add(mark.number)
            view.marks.append(
                {"number": mark.number, "box": mark.box, "at": at, "severity": mark.finding.severity.value}
            )
    yield from views.values()


def _text_view(number: int, sheet: Sheet) -> View:
    return View(
        f"s{number}",
        sheet.title,
        html=sheet.html,
        numbers=sorted(sheet.numbers),
        findings=sheet.findings,
    )


def _parts(views: list[View], report: Report, numbers: Sequence[Number]) -> list[Part]:
    """Sheets in parts of bearable size; every finding in the part of its first sheet, the rest in the first part."""
    parts = [Part()]
    weight, placed = 0, set[int]()
    for view in views:
        new = sorted(view.findings - placed)
        size = view.weight(numbers) + 3500 * len(new)
        if weight and weight + size > PART:
            parts.append(Part())
            weight = 0
        parts[-1].views.append(view)
        parts[-1].findings += new
        placed |= view.findings
        weight += size
    parts[0].findings += [n for n in range(1, len(report.findings) + 1) if n not in placed]
    for part in parts:
        part.findings.sort()
    return parts


def _shared(
    out: Path,
    report: Report,
    numbers: Sequence[Number],
    words: Words,
    parts: int,
    problems: Sequence[str],
) -> dict[str, Any]:
    facts = report.document
    counts = {state: sum(number.state == state for number in numbers) for state in STATES}
    name = marked_name(report)
    copy = out / ANNOTATED / name if name else None
    grave = [notice for notice in report.notices if notice.severity != "info"]
    return {
        "t": words.term,
        "lang": words.lang,
        "root": "../",
        "id": facts.id,
        "title": facts.title or PurePath(facts.path).name or words.term("text", "untitled"),
        "name": PurePath(facts.path).name,
        "facts": _facts(report, words),
        "sha256": facts.sha256,
        "tally": tally(report.findings),
        "counts": counts,
        "total": len(numbers) - counts["excluded"],
        "score": report.score,
        "notices": [*problems, *(notice_text(notice, words) for notice in grave[:MOST_NOTICES])],
        "more_notices": max(0, len(grave) - MOST_NOTICES),
        "charts": charts_of(report, numbers, words),
        "parts": [page_name(facts.id, n) for n in range(parts)],
        "copy": f"../{ANNOTATED}/{quote(copy.name)}" if copy and copy.exists() else "",
        "reasons": words.section("reject_reason"),
        "states": STATES,
        "all_states": [number.state for number in numbers],
    }


def _facts(report: Report, words: Words) -> list[tuple[str, object]]:
    facts = report.document
    pairs: list[tuple[str, object]] = [
        (words.term("head", name), getattr(facts, name))
        for name in ("organisation", "project_name", "supervising_dept", "fiscal_year")
    ]
    pairs.append((words.term("head", "doc_type"), words.term("doc_type", facts.doc_type)))
    pairs.append((words.term("head", "pages"), facts.pages or None))
    return [(name, value) for name, value in pairs if value]


def _finding(
    rank: int, report: Report, words: Words, part: Part, document: Document | None
) -> dict[str, Any]:
    finding = report.findings[rank - 1]
    first = next((view.key for view in part.views if rank in view.findings), "")
    places = marked_places(finding, report.document.id)
    return {
        "rank": rank,
        "id": finding.id,
        "rule": finding.rule,
        "title": words.title(finding.rule),
        "severity": finding.severity.value,
        "label": words.term("severity", finding.severity),
        "message": words.phrase(finding),
        "parts": explanation(finding, words)[1:],
        "quote": _quoted(finding),
        "where": (cell_name(places[0], document) or located(places[0], report, words)) if places else "",
        "view": first,
        "stops": _stops(finding, report, words, document),
        "explains": words.rules[finding.rule].explains if finding.rule in words.rules else "",
        "others": _others(finding, report, words),
    }


def _stops(finding: Finding, report: Report, words: Words, document: Document | None) -> list[str]:
    """The places as names, each once."""
    places = marked_places(finding, report.document.id)
    names = (cell_name(place, document) or place_text(place, words) for place in places)
    return list(dict.fromkeys(filter(None, names)))[:12]


def _others(finding: Finding, report: Report, words: Words) -> list[tuple[str, str]]:
    """Places in other documents: their page, and the place in words."""
    places = [f.place for f in finding.figures] + list(finding.places)
    found = [
        (page_name(place.document), place_text(place, words) or place.document)
        for place in places
        if place.document and place.document != report.document.id
    ]
    return list(dict.fromkeys(found))


def _quoted(finding: Finding) -> Markup:
    """The quotation with the printed figures set off."""
    text = excerpt(finding, 220)
    spans: list[tuple[int, int]] = []
    for printed in sorted({" ".join(f.text.split()) for f in finding.figures}, key=len, reverse=True):
        at = text.find(printed) if printed else -1
        if at >= 0 and not any(start < at + len(printed) and at < end for start, end in spans):
            spans.append((at, at + len(printed)))
    out, last = Markup(""), 0
    for start, end in sorted(spans):
        out += Markup("{}<mark>{}</mark>").format(text[last:start], text[start:end])
        last = end
    return out + Markup("{}").format(text[last:])


def _number(index: int, number: Number, words: Words, document: Document | None) -> dict[str, Any]:
    return {
        "index": index,
        "text": number.text.strip(),
        "state": number.state,
        "label": words.term("number_state", number.state),
        "where": cell_name(number.place, document) or place_text(number.place, words, cell=True),
    }


def _data(part: Part, report: Report, numbers: Sequence[Number], words: Words) -> dict[str, Any]:
    """What the script needs: the checks of the numbers of this part, and the words of the page."""
    shown = sorted({i for view in part.views for i in [*view.numbers, *(n for n, _ in view.spots)]})
    wanted = sorted({c for i in shown for c in numbers[i].checks})
    ranks = {n: i for i, n in enumerate(wanted)}
    return {
        "document": report.document.id,
        "numbers": {
            i: [numbers[i].text.strip(), numbers[i].state, [ranks[c] for c in numbers[i].checks][:20]]
            for i in shown
        },
        "checks": [_check(report.checks[n], words) for n in wanted],
        "words": words.section("pages") | words.section("number_state") | words.section("decision"),
        "reasons": words.section("reject_reason"),
    }


def _check(check: Check, words: Words) -> dict[str, Any]:
    return {
        "rule": check.rule,
        "title": words.title(check.rule),
        "verdict": check.verdict.value,
        "label": words.term("verdict", check.verdict),
        "message": words.phrase(check)[:400],
        "parts": [
            [part.label, part.text[:300]]
            for part in explanation(check, words)
            if part.key in {"reported", "recomputed", "interval", "difference", "formula"}
        ],
    }


def embedded(value: object) -> Markup:
    """A JSON value inside a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - escaped just above


environment().filters["embedded"] = embedded

"""`fuhe export --to html --incognito`: pages with names and numbers masked, in a folder that holds nothing else."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

import extract
from fuhe.console import Session, say
from fuhe.decisions import script_of
from fuhe.errors import FuheError
from fuhe.filing import MEMORY, TIMEOUT, documents_of
from fuhe.pipeline import read
from fuhe.settings import Settings
from fuhe.sources import at_hand
from fuhe.supervisor import Supervisor
from publish.dataset import write_text
from publish.masking import Mask
from publish.overview import Overview
from publish.pages import DECISIONS_SCRIPT, write_document
from publish.phrases import words
from schema.report import Report

NAMES = ("title", "organisation", "project_name", "supervising_dept", "project_code")


@dataclass(frozen=True, slots=True)
class Masked:
    """A document whose masked page is to be written; `name` stands for its file."""

    report: Report
    source: str
    out: str
    name: str
    lang: str


def to_masked_html(session: Session, folder: Path, target: Path) -> Path:
    """Masked pages of a run. Raises FuheError when the folder is not a new or empty one."""
    if target.exists() and any(target.iterdir()):
        raise FuheError("incognito", path=target)
    lang = session.lang
    jobs = (
        Masked(report, source, str(target), name, lang) for report, source, name in _named(session, folder)
    )
    pool: Supervisor[Masked, str] = Supervisor(
        publish_masked, jobs=os.cpu_count() or 1, timeout=TIMEOUT, memory=MEMORY
    )
    for outcome in pool.run(jobs):
        if outcome.answer is None:
            say(session.text("no_page_of", path=outcome.task.source))
    overview = Overview(target, session.words, masked=True)
    for report, _, name in _named(session, folder):
        overview.add(mask_of(report).report(report, name))
    overview.write([], session.words.term("pages", "masked"))
    write_text(target / DECISIONS_SCRIPT, script_of({}))
    return target / "index.html"


def _named(session: Session, folder: Path) -> Iterator[tuple[Report, str, str]]:
    """Every report with its source and the name that stands for it: a number, and the format."""
    for number, (report, source) in enumerate(documents_of(folder, session.words), 1):
        name = session.words.term("pages", "masked_file", number=number, format=report.document.format)
        yield report, source, name


def publish_masked(job: Masked) -> str:
    """Write one masked page: what a worker does. A file that is gone gives a page without its text."""
    mask, wording = mask_of(job.report), words(job.lang)
    document = None
    try:
        with at_hand(job.source) as source:
            found = read(source, password=Settings(job.lang).password)
        if found.sha256 == job.report.document.sha256:
            document = mask.document(found, job.name)
    except Exception:  # noqa: S110
        # Reading went well once; whatever is wrong with the file now, the findings still have a page.
        pass
    report = mask.report(job.report, job.name)
    return str(write_document(None, Path(job.out), document, report, wording, masked=True))


def mask_of(report: Report) -> Mask:
    """What hides the names of a report and its numbers, and leaves the words of the field."""
    facts = report.document
    names = [getattr(facts, name) or "" for name in NAMES] + [PurePath(facts.path).stem]
    kept, units = _vocabulary()
    return Mask(kept, units, names)


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """The words of the built-in vocabulary, which names nobody; and its units."""
    folder = Path(extract.__file__).parent / "vocabulary"
    kept, units = set[str](), set[str]()
    for path in sorted(folder.glob("*.toml")):
        found = set(_strings(tomllib.loads(path.read_text(encoding="utf-8"))))
        kept |= {
            word
            for word in found
            if word.isalpha() and not word.isascii() and not any(map(str.isnumeric, word))
        }
        units |= found if path.stem == "units" else set()
    return frozenset(kept), frozenset(unit for unit in units if not any(map(str.isdigit, unit)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from (key, *_strings(part))
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)

"""The marked copy and the page of each document: made by the worker that read it, made anew when its findings grow.

What documents say of one another is known only when all are read; the pages it touches are written a second time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fuhe.copies import marked_copy
from fuhe.journal import program_digest
from fuhe.lanes import moved, slow_lanes
from fuhe.pipeline import read
from fuhe.settings import Settings
from fuhe.sources import at_hand
from fuhe.supervisor import Moved, Supervisor
from publish.annotate import FOLDER as ANNOTATED
from publish.annotate import marked_name
from publish.pages import FOLDER, page_name, stamp_of, write_document
from publish.phrases import words
from schema.document import Document
from schema.report import Report


@dataclass(frozen=True, slots=True)
class Job:
    """A document whose copy and page are to be written; `source` is its file. `patient` as in `fuhe.batch.Task`."""

    report: Report
    source: str
    out: str
    settings: Settings
    patient: bool = False


def stamp(report: Report, settings: Settings) -> str:
    """What a page depends on, as a digest."""
    parts = (program_digest(), settings.lang, report.model_dump_json())
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def publish_document(
    source: Path | None, out: Path, document: Document | None, report: Report, settings: Settings
) -> Path:
    """Write the marked copy and the page of one document; the path of the page.

    A copy that cannot be made, or that another program holds open, is said on the page. Raises OSError when nothing can
    be written.
    """
    wording, problems = words(settings.lang), []
    name = marked_name(report)
    if source is not None and document is not None and name is not None:
        old = out / ANNOTATED / name
        try:
            if marked_copy(source, out / ANNOTATED, document, report, wording, settings.password) is None:
                old.unlink(missing_ok=True)
        except ValueError as error:
            problems.append(wording.term("pages", "no_copy", reason=str(error)[:200]))
        except PermissionError:
            if not old.exists():
                raise
            problems.append(wording.term("pages", "old_copy"))
    return write_document(
        source,
        out,
        document,
        report,
        wording,
        password=settings.password,
        stamp=stamp(report, settings),
        problems=problems,
    )


def stale(reports: Iterable[tuple[Report, str]], out: Path, settings: Settings) -> Iterator[Job]:
    """The documents (report, path of the file) whose page is missing or says something else."""
    for report, source in reports:
        if stamp_of(out / FOLDER / page_name(report.document.id)) != stamp(report, settings):
            yield Job(report, source, str(out), settings)


def publish_one(job: Job) -> str | Moved[Job]:
    """Do a job: what a worker does. A file that is no longer there gives a page without its pictures."""
    out, settings = Path(job.out), job.settings
    try:
        with at_hand(job.source) as source:
            found = read(source, password=settings.password, slow=job.patient)
            if later := moved(found, replace(job, patient=True)):
                return later
            if found.sha256 == job.report.document.sha256:
                return str(publish_document(source, out, found, job.report, settings))
    except Exception:  # noqa: S110
        # Reading went well once; whatever is wrong with the file now, the findings still have a page.
        pass
    return str(publish_document(None, out, None, job.report, settings))


def publish_all(jobs: Iterable[Job], *, workers: int, timeout: float, memory: int) -> list[str]:
    """Do the jobs in parallel; the sources of those that failed."""
    pool: Supervisor[Job, str] = Supervisor(
        publish_one, jobs=workers, timeout=timeout, memory=memory, slow=slow_lanes(workers)
    )
    return [outcome.task.source for outcome in pool.run(jobs) if outcome.answer is None]

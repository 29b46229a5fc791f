"""A whole archive: every document in a worker of its own, results safe one by one, then the outputs from them.

A report is written to `reports/<id>.json` by the worker and then entered in the journal; a run killed at any
moment and started again goes on from there and ends in the same dataset.
"""

from __future__ import annotations

import errno
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from fuhe.archive import Archive, Found, explore
from fuhe.errors import FuheError
from fuhe.hashes import Hashes
from fuhe.journal import JOURNAL, LOCK, READ, Entry, Journal, held, key_of
from fuhe.lanes import OFFICE, moved, prepare, slow_lanes
from fuhe.pipeline import check_document, read, refusal
from fuhe.publishing import publish_document
from fuhe.settings import Settings
from fuhe.sources import at_hand
from fuhe.supervisor import MAIN, Lane, Moved, Outcome, Supervisor
from publish.dataset import replaced, write_text
from publish.tables import Failure
from publish.terminal import tally
from schema.report import Report

REPORTS = "reports"
OUTPUTS = (
    "findings.xlsx",
    "index.html",
    "run.json",
    "fuhe.duckdb",
    "datapackage.json",
    "dataset",
    "documents",
    REPORTS,
    "annotated",
)
"""What a run writes, and must not find in a folder that no run has begun."""


@dataclass(frozen=True, slots=True)
class Task:
    """One document for one worker. `patient`: what takes seconds a page may be done too.

    `ahead` are files that the worker is given next, for LibreOffice to convert all of them at one start.
    """

    found: Found
    settings: Settings
    folder: str
    patient: bool = False
    ahead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker says of a document: its state, and how many findings of each severity."""

    state: str
    detail: str = ""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    files: tuple[tuple[str, bytes], ...] = ()
    """What was written, by its path in the output folder, from a worker that does not write there itself."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How an archive is processed. `timeout` in seconds a document, `memory` in MB a worker, `links` a file,
    `scheduler` the address of a Dask scheduler."""

    settings: Settings
    jobs: int
    timeout: float = 300
    memory: int = 4096
    fresh: bool = False
    retry_failed: bool = False
    links: str | None = None
    scheduler: str | None = None


@dataclass(slots=True)
class Result:
    """What a run did. `entries` in the order of `archive.documents`, those not reached left out.

    `seconds` and `slow` (the lane, if it was a slow one) by the id of a document processed in this run; `lanes` as
    they were at the end. `outdated` counts the results that lay there but came from another program, rules or settings.
    """

    archive: Archive
    key: str
    entries: list[tuple[Found, Entry]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    slow: dict[str, str] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    taken_over: int = 0
    outdated: int = 0
    interrupted: bool = False

    @property
    def read(self) -> list[Found]:
        """The documents that gave a report."""
        return [found for found, entry in self.entries if entry.state == READ]

    def failures(self) -> list[Failure]:
        """Every file that gave none, with its reason."""
        lost = [
            Failure(found.paths, found.sha256, e.state, e.detail)
            for found, e in self.entries
            if e.state != READ
        ]
        lost += [Failure((path,), "", reason, detail) for path, reason, detail in self.archive.unreadable]
        return sorted(lost, key=lambda failure: failure.paths)


Progress = Callable[[int, int, Outcome[Task, Answer] | None, Mapping[str, Lane]], None]
"""Called with documents done, documents to do, the outcome that ended last, and the lanes."""


def process(task: Task) -> Answer | Moved[Task]:
    """Check one document and write its report: what a worker does.

    Everything is in the answer, also that the report could not be written (state `output`). A file that takes
    long is moved to the lane of its kind, unless the task is patient.
    """
    if task.ahead:
        prepare((task.found.paths[0], *task.ahead))
    try:
        with at_hand(task.found.paths[0]) as path:
            return _processed(task, path)
    except FuheError as error:
        return Answer(error.kind, error.cause(task.settings.lang))
    except FileNotFoundError as error:
        return Answer("missing", error.strerror or str(error))


def _processed(task: Task, path: Path) -> Answer | Moved[Task]:
    """The answer for a document that lies at `path`; it goes by the name of its first label."""
    label = task.found.paths[0]
    document = replace(read(path, password=task.settings.password, slow=task.patient), path=label)
    if document.sha256 != task.found.sha256:
        return Answer("changed")
    if later := moved(document, replace(task, patient=True)):
        return later
    if refused := refusal(document, label, task.settings.lang):
        return Answer(refused.kind, refused.facts.get("detail") or refused.facts.get("format", ""))
    report = check_document(document, task.settings)
    counts = tally(report.findings)
    try:
        save(report, Path(task.folder))
        publish_document(path, Path(task.folder).parent, document, report, task.settings)
    except OSError as error:
        return Answer("output", error.strerror or str(error))
    return Answer(READ, "", counts["errors"], counts["warnings"], counts["notes"])


def save(report: Report, folder: Path) -> None:
    """Write a report into the folder of reports, whole or not at all."""
    write_text(folder / f"{report.document.id}.json", report.model_dump_json(indent=1) + "\n")


def plan_of(
    sources: Sequence[str | Path], out: Path, plan: Plan, hashes: Hashes | None = None
) -> tuple[Archive, list[Found]]:
    """The archive, and those of its documents that a run into `out` would process."""
    archive = explore(sources, leave=out, hashes=hashes)
    journal = Journal(out)
    key = key_of(plan.settings)
    return archive, [found for found in archive.documents if not _done(journal, found, key, plan, out)]


def _done(journal: Journal, found: Found, key: str, plan: Plan, out: Path) -> bool:
    entry = journal.entries.get(found.id)
    if plan.fresh or entry is None or entry.key != key:
        return False
    if entry.state != READ:
        unlocked = entry.state == "needs_password" and plan.settings.password is not None
        return not (plan.retry_failed or unlocked)
    return _whole(out / REPORTS / f"{found.id}.json")


def _whole(report: Path) -> bool:
    """Whether a report lies there; a power cut leaves an empty file under a good name."""
    try:
        return report.stat().st_size > 2
    except OSError:
        return False


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Turn what the system says about the output folder into an error with a remedy."""
    try:
        yield
    except OSError as error:
        raise FuheError("output", path=out, detail=error.strerror or error) from error


def process_archive(
    archive: Archive, todo: Sequence[Found], out: Path, plan: Plan, progress: Progress
) -> Result:
    """Process the documents `todo` of an archive into `out`, and say what became of all of them.

    Ctrl-C ends the workers and returns what is done. Raises FuheError when nothing can be written.
    """
    key = key_of(plan.settings)
    result = Result(archive, key, taken_over=len(archive.documents) - len(todo))
    journal = Journal(out)
    before = (journal.entries.get(found.id) for found in todo)
    result.outdated = sum(entry is not None and entry.key != key for entry in before)
    folder = out / REPORTS
    with writing(out):
        folder.mkdir(parents=True, exist_ok=True)
    tasks = [Task(found, plan.settings, str(folder)) for found in todo]
    outcomes, result.lanes = _outcomes(tasks, plan)
    progress(0, len(tasks), None, result.lanes)
    try:
        with interruptible():
            for number, outcome in enumerate(outcomes, 1):
                with writing(out):
                    journal.add(_entry(outcome, key, out))
                result.seconds[outcome.task.found.id] = round(outcome.seconds, 3)
                if outcome.lane != MAIN:
                    result.slow[outcome.task.found.id] = outcome.lane
                progress(number, len(tasks), outcome, result.lanes)
    except KeyboardInterrupt:
        result.interrupted = True
    finally:
        outcomes.close()  # type: ignore[attr-defined]
        journal.close()
    known = ((found, journal.entries.get(found.id)) for found in archive.documents)
    result.entries = [(found, entry) for found, entry in known if entry is not None and entry.key == key]
    return result


def _outcomes(tasks: Sequence[Task], plan: Plan) -> tuple[Iterator[Outcome[Task, Answer]], dict[str, Lane]]:
    """The outcomes of the tasks, from workers of this machine or of a cluster, and the lanes as they change."""
    if plan.scheduler:
        from fuhe.cluster import on_cluster

        far = on_cluster(process_apart, tasks, plan.scheduler, timeout=plan.timeout, memory=plan.memory)
        return far, {}
    jobs = max(1, min(plan.jobs, len(tasks)))
    workers: Supervisor[Task, Answer] = Supervisor(
        process,
        jobs=jobs,
        timeout=plan.timeout,
        memory=plan.memory,
        slow=slow_lanes(jobs),
        together={OFFICE: _with_others},
    )
    return workers.run(tasks), workers.lanes


def _with_others(task: Task, others: Sequence[Task]) -> Task:
    return replace(task, ahead=tuple(other.found.paths[0] for other in others))


def process_apart(task: Task) -> Answer | Moved[Task]:
    """Check one document without an output folder: what is written travels in the answer. What a cluster's worker does."""
    with tempfile.TemporaryDirectory(prefix="fuhe-") as name:
        folder = Path(name)
        answer = process(replace(task, folder=str(folder / REPORTS)))
        if isinstance(answer, Moved):
            return replace(answer, task=replace(answer.task, folder=task.folder))
        written = sorted(path for path in folder.rglob("*") if path.is_file())
        return replace(
            answer, files=tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in written)
        )


def unpack(files: Iterable[tuple[str, bytes]], out: Path) -> None:
    """Write what a worker sent, the report last: it says that the document is done."""
    for name, content in sorted(files, key=lambda file: file[0].startswith(REPORTS)):
        with replaced(out / name) as part:
            part.write_bytes(content)


def _entry(outcome: Outcome[Task, Answer], key: str, out: Path) -> Entry:
    answer, identity = outcome.answer, outcome.task.found.id
    if answer is None:
        return Entry(identity, key, outcome.reason or "failed", outcome.detail)
    if answer.state == "output":
        raise FuheError("output", path=out, detail=answer.detail)
    unpack(answer.files, out)
    return Entry(identity, key, answer.state, answer.detail, answer.errors, answer.warnings, answer.notes)


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM interrupt like Ctrl-C."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not in the main thread: nobody sends signals there
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def report_of(identity: str, paths: tuple[str, ...], out: Path) -> Report:
    """The report of a document of a run, under the first of the paths where it lies now."""
    try:
        report = load(out, identity)
    except ValueError as error:
        raise FuheError("bad_report", path=out / REPORTS / f"{identity}.json") from error
    if report.document.path == paths[0]:
        return report
    facts = report.document.model_copy(update={"path": paths[0]})
    report = report.model_copy(update={"document": facts})
    save(report, out / REPORTS)
    return report


def load(out: Path, identity: str) -> Report:
    """One report of an output folder. Raises ValueError for one that is damaged or of another version."""
    return Report.model_validate_json((out / REPORTS / f"{identity}.json").read_bytes())


def open_output(out: Path) -> None:
    """Make the output folder, or raise FuheError: it is a file, may not be written, or the disk is full.

    Neither is a folder taken in which somebody keeps files of his own under the names of ours.
    """
    with writing(out):
        if out.exists() and not out.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "not a folder")
        out.mkdir(parents=True, exist_ok=True)
        ours = any((out / name).exists() for name in (LOCK, JOURNAL))
        taken = None if ours else next((name for name in OUTPUTS if (out / name).exists()), None)
        if taken:
            raise FuheError("output_foreign", path=out, name=taken)
        (out / LOCK).touch()


__all__ = [
    "Answer",
    "Plan",
    "Result",
    "Task",
    "held",
    "open_output",
    "plan_of",
    "process_archive",
    "report_of",
    "unpack",
]

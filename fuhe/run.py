"""`fuhe run`: an archive in, the dataset and the list of findings out, and the last word where to look."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fuhe.archive import SUFFIXES, Archive
from fuhe.batch import Plan, Result, held, open_output, plan_of, process_archive, writing
from fuhe.checking import verdict
from fuhe.console import Session, put, say
from fuhe.errors import ExitCode, FuheError
from fuhe.hashes import Hashes
from fuhe.journal import LOCK
from fuhe.outputs import Written, version_of, write_outputs
from fuhe.pipeline import validate, validate_links
from fuhe.progress import progress_of
from fuhe.settings import Settings


def run_archive(session: Session, sources: Sequence[str], *, out: Path | str, **options: Any) -> ExitCode:
    """Process everything under the sources into `out`, a folder or the address of one in a store."""
    if isinstance(out, str):
        from fuhe.remote import working_copy

        with working_copy(out) as folder:
            (folder / LOCK).touch()
            return _run(session, sources, out=folder, **options)
    return _run(session, sources, out=out, **options)


def _run(
    session: Session,
    sources: Sequence[str],
    *,
    out: Path,
    jobs: int | None,
    timeout: float,
    memory: int,
    profile: str | None,
    vocabulary: str | None,
    password: str | None,
    fresh: bool,
    retry_failed: bool,
    dry_run: bool,
    fail_on: str,
    links: str | None,
    scheduler: str | None,
) -> ExitCode:
    settings = Settings(session.lang, profile, vocabulary, password)
    plan = Plan(settings, jobs or os.cpu_count() or 1, timeout, memory, fresh, retry_failed, links, scheduler)
    if any(Path(source).is_dir() and Path(source).resolve() == out.resolve() for source in sources):
        raise FuheError("output_inside", path=out)
    validate(settings)
    validate_links(links)
    hashes = Hashes(None if fresh else out)
    archive, todo = plan_of(sources, out, plan, hashes)
    if not archive.documents and not archive.unreadable:
        raise FuheError("no_documents", path=", ".join(sources), suffixes=" ".join(sorted(SUFFIXES)))
    if dry_run:
        put(str(found.paths[0]) for found in todo)
        size = f"{sum(found.size for found in todo) / 2**20:.1f} MB"
        skipped = len(archive.documents) - len(todo)
        say(session.text("dry_run", count=len(todo), bytes=size, skipped=skipped))
        return ExitCode.DONE
    open_output(out)
    earlier = version_of(out)
    with held(out):
        with writing(out):
            hashes.save()
        with progress_of(session, len(todo)) as progress:
            result = process_archive(archive, todo, out, plan, progress)
        if sys.stderr.isatty():
            say(session.text("writing"))
        written = write_outputs(result, out, settings, plan)
    _report(session, result, written, out)
    if earlier not in {None, version("fuhe")}:
        say(session.text("other_version", old=earlier, new=version("fuhe")))
    if result.interrupted:
        return ExitCode.INTERRUPTED
    failed = len(result.failures())
    grave = fail_on != "never" and _grave(written, fail_on)
    return verdict(len(result.read) + failed, failed, grave)


def _grave(written: Written, fail_on: str) -> bool:
    names = ("errors", "warnings", "notes")
    graver = names[: names.index(f"{fail_on}s") + 1]
    return any(written.findings[name] for name in graver)


def _report(session: Session, result: Result, written: Written, out: Path) -> None:
    failed = len(result.failures())
    counts = written.findings
    lines = [
        session.text("done", read=len(result.read), failed=failed, findings=sum(counts.values()), **counts)
    ]
    if result.interrupted:
        lines.append(session.text("interrupted", read=len(result.read)))
    lines += [session.text("skipped", count=result.taken_over)] if result.taken_over else []
    lines += [session.text("outdated", count=result.outdated)] if result.outdated else []
    lines += [session.text("across", **written.across)] if written.across["links"] else []
    lines += [_across_notice(session, notice) for notice in written.across["notices"][:5]]
    lines += _asides(session, result.archive)
    if written.workbook != out / "findings.xlsx":
        lines.append(session.text("output_locked", path=out / "findings.xlsx", other=written.workbook))
    lines.append(session.text("look", path=written.workbook))
    lines += [session.text("look_failures", path=out / "dataset" / "failures.parquet")] if failed else []
    lines.append(session.text("look_data", path=f"{out / 'fuhe.duckdb'}  {out / 'dataset'}"))
    put(lines)


def _across_notice(session: Session, notice: str) -> str:
    """Why something across documents was not done: what is known to happen in its own words."""
    code, _, about = notice.partition(": ")
    if code in ("override", "too_many_links"):
        return session.text(f"across_{code}", text=about)
    return session.text("across_notice", text=notice)


def _asides(session: Session, archive: Archive) -> list[str]:
    counts = {"copies": archive.copies, "ignored": archive.ignored}
    return [session.text(key, count=count) for key, count in counts.items() if count]

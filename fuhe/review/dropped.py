"""A file dropped onto the review page: kept, checked in a process of its own, and given a page."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from fuhe.errors import FuheError
from fuhe.pipeline import check_document, read, refusal
from fuhe.publishing import publish_document
from fuhe.review.folder import DROPPED, Reviewed, dropped
from fuhe.settings import Settings
from fuhe.supervisor import Supervisor
from publish.dataset import write_text
from publish.pages import write_assets
from schema.report import Report

LARGEST = 200 * 2**20
"""Bytes of a file that is taken."""
TIMEOUT, MEMORY = 300, 4096
_UNFIT = re.compile(r"[\x00-\x1f<>:\"/\\|?*]+")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A kept file to be checked."""

    path: str
    out: str
    settings: Settings


def keep(out: Path, name: str, content: bytes) -> Path:
    """Write a dropped file into the output folder; the same file is kept once."""
    clean = _UNFIT.sub("_", Path(name.replace("\\", "/")).name).strip(" .")[-100:] or "document"
    folder = out / DROPPED / "files" / hashlib.sha256(content).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / clean
    target.write_bytes(content)
    return target


def check_dropped(task: Dropped) -> Report | FuheError:
    """Check a kept file and write its report and page: what the process does."""
    path, out = Path(task.path), Path(task.out) / DROPPED
    try:
        document = read(path, password=task.settings.password)
        if refused := refusal(document, path.name, task.settings.lang):
            return refused
        report = check_document(document, task.settings)
    except FuheError as error:
        return error
    write_text(out / "reports" / f"{report.document.id}.json", report.model_dump_json(indent=1) + "\n")
    write_assets(out)
    publish_document(path, out, document, report, task.settings)
    return Report.model_validate(report.model_dump())


def checked(task: Dropped) -> Reviewed:
    """Check a kept file under a time and memory limit. Raises FuheError with the reason when it cannot be checked."""
    pool: Supervisor[Dropped, Report | FuheError] = Supervisor(
        check_dropped, jobs=1, timeout=TIMEOUT, memory=MEMORY
    )
    outcome = next(iter(list(pool.run([task]))))
    if outcome.answer is None:
        raise FuheError("not_checked", path=Path(task.path).name, detail=outcome.detail or outcome.reason)
    if isinstance(outcome.answer, FuheError):
        raise outcome.answer
    report = outcome.answer
    return dropped(
        report.document.id, [{"id": f.id, "rule": f.rule, "message": f.message} for f in report.findings]
    )

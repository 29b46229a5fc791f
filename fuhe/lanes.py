"""Files that take seconds a page: which wait in a lane of their own, so that they hold up no other file.

A file is first read as if it were quick. One that wants character recognition or LibreOffice says so within
milliseconds and is moved to its lane.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack, suppress
from typing import TypeVar

from fuhe.errors import FuheError
from fuhe.sources import at_hand
from fuhe.supervisor import MAIN, Moved
from ingest.read import convert_ahead
from schema.document import Document

SCAN, OFFICE = "scan", "office"
LANES = (MAIN, SCAN, OFFICE)
WANTS = {"wants_recognition": SCAN, "wants_conversion": OFFICE}
"""Notice of reading -> lane."""
PAGE_SECONDS = 15.0
"""What a page that is recognised may take beyond the time limit of its file."""

Task = TypeVar("Task")


def slow_lanes(jobs: int) -> dict[str, int]:
    """How many workers each slow lane has beside `jobs` others; the recogniser alone uses two processors."""
    return dict.fromkeys((SCAN, OFFICE), max(1, jobs // 2))


def prepare(labels: Iterable[str]) -> None:
    """Let LibreOffice convert several files at one start; what cannot be is left to be converted by itself."""
    with ExitStack() as stack:
        paths = []
        for label in labels:
            with suppress(OSError, FuheError):
                paths.append(stack.enter_context(at_hand(label)))
        convert_ahead(paths)


def moved(document: Document, patient: Task) -> Moved[Task] | None:
    """The lane for a file that was read as if it were quick, and what is to be done there; None if it was quick."""
    lane = next((WANTS[notice.code] for notice in document.notices if notice.code in WANTS), None)
    if lane is None:
        return None
    unread = sum(page.route in {"image", "untrusted"} for page in document.pages)
    return Moved(lane, patient, PAGE_SECONDS * unread)

"""How far a run is: documents done, how many a minute, the time left, and what waits in the slow lanes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuhe.console import Session
from fuhe.supervisor import MAIN, Lane, Outcome

if TYPE_CHECKING:
    from fuhe.batch import Answer, Progress, Task

WINDOW = 60.0
"""Seconds over which the rate is taken."""
SPOKEN = 60.0
"""Seconds between two lines where there is no terminal."""
FEWEST = 3
"""Documents from which on a rate is told."""


class Pace:
    """Documents a minute over the last minute, and the seconds left."""

    def __init__(self) -> None:
        self._ends: deque[tuple[float, int]] = deque()

    def add(self, done: int, now: float) -> None:
        """Note that so many documents are done."""
        self._ends.append((now, done))
        while len(self._ends) > 2 and now - self._ends[1][0] > WINDOW:
            self._ends.popleft()

    @property
    def rate(self) -> float | None:
        """Documents a minute; None as long as too few are done."""
        if not self._ends:
            return None
        (began, first), (ended, last) = self._ends[0], self._ends[-1]
        return 60 * (last - first) / (ended - began) if last - first >= FEWEST and ended > began else None

    def left(self, todo: int, lanes: Mapping[str, Lane]) -> float | None:
        """Seconds for what is to do: by the rate, and in no slow lane less than its own files take; None if unknown."""
        rate = self.rate
        if not rate:
            return None
        return max(60 * todo / rate, *map(_alone, lanes.values()), 0.0)


def _alone(lane: Lane) -> float:
    """Seconds a lane needs for what waits and runs in it, going by what its files took."""
    if not lane.done:
        return 0.0
    return (lane.waiting + lane.running) * lane.seconds / lane.done / lane.workers


@contextmanager
def progress_of(session: Session, total: int) -> Iterator[Progress]:
    """A progress bar on a terminal, a line a minute elsewhere; failed files are named as they fail, everywhere."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True, highlight=False, markup=False)
    columns: tuple[Any, ...] = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    pace, said = Pace(), time.monotonic()
    with Bar(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        shown = bar.add_task(session.text("progress", n=0, total=total), total=total, name="")

        def progress(
            done: int, todo: int, last: Outcome[Task, Answer] | None, lanes: Mapping[str, Lane]
        ) -> None:
            nonlocal said
            now = time.monotonic()
            pace.add(done, now)
            name = Path(last.task.found.paths[0]).name if last else ""
            text = line_of(session, done, todo, pace, lanes)
            bar.update(shown, completed=done, description=text, name=name)
            reason = reason_of(session, last) if last else None
            if last and reason:
                console.print(
                    session.text("failed_file", path=last.task.found.paths[0], reason=reason), soft_wrap=True
                )
            if not console.is_terminal and now - said >= SPOKEN:
                said = now
                console.print(f"{text}  {name}", soft_wrap=True)

        yield progress


def line_of(session: Session, done: int, todo: int, pace: Pace, lanes: Mapping[str, Lane]) -> str:
    """How far the run is, in one line."""
    parts = [session.text("progress", n=done, total=todo)]
    if rate := pace.rate:
        parts.append(session.text("rate", rate=f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"))
    left = pace.left(todo - done, lanes)
    if left is not None and done < todo:
        parts.append(session.text("time_left", time=clock(left)))
    for name, lane in lanes.items():
        if name != MAIN and (open_ := lane.waiting + lane.running):
            parts.append(session.text(f"lane_{name}", done=lane.done, total=lane.done + open_))
    return session.text("progress_separator").join(parts)


def clock(seconds: float) -> str:
    """`1:02:03`, or `2:03` below an hour."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def reason_of(session: Session, outcome: Outcome[Task, Answer]) -> str | None:
    """Why a file gave no report, in words; None if it gave one."""
    if outcome.answer is None:
        word, detail = outcome.reason or "failed", outcome.detail
    elif outcome.answer.state == "read":
        return None
    else:
        word, detail = outcome.answer.state, outcome.answer.detail
    told = session.words.term("state", word)
    return f"{told} ({detail})" if detail else told

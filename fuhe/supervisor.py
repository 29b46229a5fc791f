"""Worker processes that may hang, crash or outgrow their memory without taking an innocent task with them.

One task at a time goes to a worker, so a worker that dies names its task. (ProcessPoolExecutor breaks the
whole pool on one crash: 6 of 40 tasks finished in the same trial in which this finished every innocent one.)

Tasks that turn out to be slow are moved to a lane of their own, with workers of their own and of lower priority, so that
they hold up nobody and never run in greater number than their lane allows.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from operator import length_hint
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")

START_LIMIT = 120.0
"""Seconds a worker may take to import what it needs."""
MAIN = "main"
TOGETHER, TOGETHER_SECONDS = 12, 60.0
"""Tasks that are prepared at once at most, and what that may take beyond the time limit of the first."""
SLOWER = 10
"""How much less of a processor the workers of a slow lane ask for (`nice`)."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Answer]):
    """What became of a task. `reason` is None if it was done, else timeout, memory, crashed or failed."""

    task: Task
    answer: Answer | None = None
    reason: str | None = None
    detail: str = ""
    seconds: float = 0.0
    lane: str = MAIN


@dataclass(frozen=True, slots=True)
class Moved(Generic[Task]):
    """An answer that asks for another task to be done instead, in a lane, with so many seconds more."""

    lane: str
    task: Task
    more_seconds: float = 0.0


@dataclass(slots=True)
class Lane:
    """Workers that share a queue, and how far they are. `seconds` is the sum over the tasks done."""

    workers: int
    waiting: int = 0
    running: int = 0
    done: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class _Slot(Generic[Task]):
    process: BaseProcess
    link: Connection
    lane: str
    ready: bool = False
    tasks: list[Task] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)
    more_seconds: float = 0.0
    served: int = 0
    kept: deque[Moved[Task]] = field(default_factory=deque)
    """Orders that this worker does next, and no other."""


class Supervisor(Generic[Task, Answer]):
    """Runs `work(task)` for many tasks in `jobs` processes, each answer as soon as it is there.

    `work` must be importable; it may answer `Moved`. `timeout` is in seconds a task, `memory` in MB a worker (where
    the system can limit it), `recycle` the number of tasks after which a worker is replaced. `slow` says how many
    workers each further lane has; they start when the lane has a task. `together` tells a task of such a lane which
    others its worker does next, that they can be prepared at once; each is still handed out, timed and blamed alone.
    """

    def __init__(
        self,
        work: Callable[[Task], Answer | Moved[Task]],
        *,
        jobs: int,
        timeout: float,
        memory: int,
        recycle: int = 500,
        slow: Mapping[str, int] | None = None,
        together: Mapping[str, Callable[[Task, Sequence[Task]], Task]] | None = None,
    ) -> None:
        self._work, self._timeout, self._memory = work, timeout, memory
        self._recycle, self._together = recycle, dict(together or {})
        self._context = multiprocessing.get_context("spawn")
        self._slots: list[_Slot[Task]] = []
        self._false_starts = 0
        self.lanes = {MAIN: Lane(jobs), **{name: Lane(workers) for name, workers in (slow or {}).items()}}
        self._moved: dict[str, deque[Moved[Task]]] = {name: deque() for name in self.lanes}

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome[Task, Answer]]:
        """An outcome for every task, in the order in which they end. Closing the iterator ends the workers."""
        queue = iter(tasks)
        self.lanes[MAIN].waiting = length_hint(tasks)
        try:
            while self._hand_out(queue) or any(slot.tasks for slot in self._slots):
                yield from self._await()
        finally:
            self._stop()

    def one(self, task: Task) -> Outcome[Task, Answer]:
        """The outcome of a single task; the worker stays warm for the next. `close` ends it."""
        self._moved[MAIN].append(Moved(MAIN, task))
        while True:
            self._hand_out(iter(()))
            for outcome in self._await():
                return outcome

    def close(self) -> None:
        """End the workers."""
        self._stop()

    def _hand_out(self, queue: Iterator[Task]) -> bool:
        """Give every worker that is free a task of its lane; whether there are more tasks than free workers."""
        left = False
        for name, waiting in self._moved.items():
            for busy in [slot for slot in self._slots if slot.lane == name and slot.kept and not slot.tasks]:
                if self._give(busy, busy.kept[0]):
                    busy.kept.popleft()
            while waiting or (name == MAIN and self._fetched(queue)):
                slot = self._free(name)
                if slot is None:
                    left = True
                    break
                order, others = self._with_others(name)
                if self._give(slot, order):
                    waiting.popleft()
                    slot.kept.extend(waiting.popleft() for _ in range(others))
            if name != MAIN:
                kept = sum(len(slot.kept) for slot in self._slots if slot.lane == name)
                self.lanes[name].waiting = len(waiting) + kept
        return left

    def _with_others(self, lane: str) -> tuple[Moved[Task], int]:
        """The next order of a lane, told of those its worker does after it, and how many these are."""
        waiting, tell = self._moved[lane], self._together.get(lane)
        share = -(-len(waiting) // self.lanes[lane].workers)
        others = [order.task for order in islice(waiting, 1, min(share, TOGETHER))] if tell else []
        if tell is None or not others:
            return waiting[0], 0
        more = waiting[0].more_seconds + TOGETHER_SECONDS
        return replace(waiting[0], task=tell(waiting[0].task, others), more_seconds=more), len(others)

    def _fetched(self, queue: Iterator[Task]) -> bool:
        """Take the next task of those that were given; whether there was one."""
        for task in queue:
            self._moved[MAIN].append(Moved(MAIN, task))
            return True
        return False

    def _free(self, lane: str) -> _Slot[Task] | None:
        mine = [slot for slot in self._slots if slot.lane == lane]
        for slot in mine:
            if slot.ready and not slot.tasks and not slot.kept:
                return slot
        if len(mine) < self.lanes[lane].workers:
            self._slots.append(self._start(lane))
        return None

    def _start(self, lane: str) -> _Slot[Task]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_serve,
            args=(theirs, self._work, self._memory, os.getpid(), 0 if lane == MAIN else SLOWER),
            daemon=True,
        )
        process.start()
        theirs.close()
        return _Slot(process, ours, lane)

    def _give(self, slot: _Slot[Task], order: Moved[Task]) -> bool:
        """Whether the worker took the task; one that died while idle did not, and no task is to blame."""
        try:
            slot.link.send(order.task)
        except OSError:
            self._end(slot)
            return False
        slot.tasks, slot.begun, slot.more_seconds = [order.task], time.monotonic(), order.more_seconds
        lane = self.lanes[slot.lane]
        lane.running += 1
        lane.waiting = max(0, lane.waiting - 1)
        return True

    def _await(self) -> Iterator[Outcome[Task, Answer]]:
        now = time.monotonic()
        limits = [self._limit(slot) - now for slot in self._slots if slot.tasks or not slot.ready]
        ends: list[Any] = [end for slot in self._slots for end in (slot.link, slot.process.sentinel)]
        wait(ends, max(0.0, min(limits, default=1.0)))
        for slot in list(self._slots):
            yield from self._look(slot)

    def _limit(self, slot: _Slot[Task]) -> float:
        return slot.begun + (self._timeout + slot.more_seconds if slot.ready else START_LIMIT)

    def _look(self, slot: _Slot[Task]) -> Iterator[Outcome[Task, Answer]]:
        try:
            if slot.link.poll():
                yield from self._hear(slot, *slot.link.recv())
                return
        except (EOFError, OSError):
            slot.process.join(5)
        if not slot.process.is_alive():
            yield from self._lost(slot, "crashed", _exit_text(slot.process.exitcode))
        elif (slot.tasks or not slot.ready) and time.monotonic() > self._limit(slot):
            yield from self._lost(slot, "timeout", f"{self._timeout + slot.more_seconds:g} s")

    def _hear(self, slot: _Slot[Task], word: str, content: Any) -> Iterator[Outcome[Task, Answer]]:
        if word == "ready":
            slot.ready, self._false_starts = True, 0
            return
        task, seconds = slot.tasks.pop(), time.monotonic() - slot.begun
        slot.served += 1
        if isinstance(content, Moved):
            self.lanes[slot.lane].running -= 1
            self._moved[content.lane if content.lane in self.lanes else MAIN].append(content)
        elif word == "done":
            yield self._ended(slot, Outcome(task, content, None, "", seconds, slot.lane))
        else:
            yield self._ended(slot, Outcome(task, None, word, content, seconds, slot.lane))
        if word == "memory" or slot.served >= self._recycle:
            self._end(slot)

    def _lost(self, slot: _Slot[Task], reason: str, detail: str) -> Iterator[Outcome[Task, Answer]]:
        self._end(slot)
        if slot.tasks:
            seconds = time.monotonic() - slot.begun
            yield self._ended(slot, Outcome(slot.tasks[0], None, reason, detail, seconds, slot.lane))
        elif not slot.ready:
            self._false_starts += 1
            if self._false_starts > 2 * self.lanes[MAIN].workers:
                raise RuntimeError(f"worker processes do not start ({detail})")

    def _ended(self, slot: _Slot[Task], outcome: Outcome[Task, Answer]) -> Outcome[Task, Answer]:
        lane = self.lanes[slot.lane]
        lane.running, lane.done, lane.seconds = (
            lane.running - 1,
            lane.done + 1,
            lane.seconds + outcome.seconds,
        )
        return outcome

    def _end(self, slot: _Slot[Task]) -> None:
        self._slots.remove(slot)
        self._moved[slot.lane].extendleft(reversed(slot.kept))
        slot.kept.clear()
        if slot.process.is_alive():
            slot.process.kill()
        slot.process.join(10)
        slot.link.close()

    def _stop(self) -> None:
        for slot in list(self._slots):
            self._end(slot)


def _exit_text(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"exit code {code}"


def _serve(link: Connection, work: Callable[[Any], Any], memory: int, parent: int, slower: int) -> None:
    """The life of a worker: it does tasks until the link is closed, and ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if slower and hasattr(os, "nice"):
        os.nice(slower)
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    os.dup2(2, 1)  # standard output holds results alone; a library that prints must not reach it
    _limit_memory(memory)
    try:
        link.send(("ready", None))
        while True:
            link.send(_answer(work, link.recv()))
    except (EOFError, OSError):
        return


def _answer(work: Callable[[Any], Any], task: Any) -> tuple[str, Any]:
    try:
        return "done", work(task)
    except MemoryError:
        return "memory", ""
    except Exception as error:
        return "failed", f"{type(error).__name__}: {error}"


def end_with(parent: int) -> None:
    """End this process when its parent is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))

"""Worker processes that may hang, crash or outgrow their memory without taking an innocent task with them.

One task at a time goes to a worker, so a worker that dies names its task. (ProcessPoolExecutor breaks the
whole pool on one crash: 6 of 40 tasks finished in the same trial in which this finished every innocent one.)
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")

START_LIMIT = 120.0
"""Seconds a worker may take to import what it needs."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Answer]):
    """What became of a task. `reason` is None if it was done, else timeout, memory, crashed or failed."""

    task: Task
    answer: Answer | None = None
    reason: str | None = None
    detail: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class _Slot(Generic[Task]):
    process: BaseProcess
    link: Connection
    ready: bool = False
    tasks: list[Task] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)
    served: int = 0


class Supervisor(Generic[Task, Answer]):
    """Runs `work(task)` for many tasks in `jobs` processes, each answer as soon as it is there.

    `work` must be importable. `timeout` is in seconds a task, `memory` in MB a worker (where the system can
    limit it), `recycle` the number of tasks after which a worker is replaced.
    """

    def __init__(
        self,
        work: Callable[[Task], Answer],
        *,
        jobs: int,
        timeout: float,
        memory: int,
        recycle: int = 500,
    ) -> None:
        self._work, self._jobs, self._timeout, self._memory = work, jobs, timeout, memory
        self._recycle = recycle
        self._context = multiprocessing.get_context("spawn")
        self._slots: list[_Slot[Task]] = []
        self._false_starts = 0

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome[Task, Answer]]:
        """An outcome for every task, in the order in which they end. Closing the iterator ends the workers."""
        queue = iter(tasks)
        try:
            waiting = next(queue, None)
            while waiting is not None or any(slot.tasks for slot in self._slots):
                while waiting is not None and (slot := self._free()) is not None:
                    if not self._give(slot, waiting):
                        break
                    waiting = next(queue, None)
                yield from self._await()
        finally:
            self._stop()

    def one(self, task: Task) -> Outcome[Task, Answer]:
        """The outcome of a single task; the worker stays warm for the next. `close` ends it."""
        while (slot := self._free()) is None or not self._give(slot, task):
            for _ in self._await():  # nobody has a task yet: this waits for a worker to be ready
                pass
        while True:
            for outcome in self._await():
                return outcome

    def close(self) -> None:
        """End the workers."""
        self._stop()

    def _free(self) -> _Slot[Task] | None:
        for slot in self._slots:
            if slot.ready and not slot.tasks:
                return slot
        if len(self._slots) < self._jobs:
            self._slots.append(self._start())
        return None

    def _start(self) -> _Slot[Task]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_serve, args=(theirs, self._work, self._memory, os.getpid()), daemon=True
        )
        process.start()
        theirs.close()
        return _Slot(process, ours)

    def _give(self, slot: _Slot[Task], task: Task) -> bool:
        """Whether the worker took the task; one that died while idle did not, and no task is to blame."""
        try:
            slot.link.send(task)
        except OSError:
            self._end(slot)
            return False
        slot.tasks, slot.begun = [task], time.monotonic()
        return True

    def _await(self) -> Iterator[Outcome[Task, Answer]]:
        now = time.monotonic()
        limits = [self._limit(slot) - now for slot in self._slots if slot.tasks or not slot.ready]
        ends: list[Any] = [end for slot in self._slots for end in (slot.link, slot.process.sentinel)]
        wait(ends, max(0.0, min(limits, default=1.0)))
        for slot in list(self._slots):
            yield from self._look(slot)

    def _limit(self, slot: _Slot[Task]) -> float:
        return slot.begun + (self._timeout if slot.ready else START_LIMIT)

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
            yield from self._lost(slot, "timeout", f"{self._timeout:g} s")

    def _hear(self, slot: _Slot[Task], word: str, content: Any) -> Iterator[Outcome[Task, Answer]]:
        if word == "ready":
            slot.ready, self._false_starts = True, 0
            return
        task, seconds = slot.tasks.pop(), time.monotonic() - slot.begun
        slot.served += 1
        if word == "done":
            yield Outcome(task, content, seconds=seconds)
        else:
            yield Outcome(task, None, word, content, seconds)
        if word == "memory" or slot.served >= self._recycle:
            self._end(slot)

    def _lost(self, slot: _Slot[Task], reason: str, detail: str) -> Iterator[Outcome[Task, Answer]]:
        self._end(slot)
        if slot.tasks:
            yield Outcome(slot.tasks[0], None, reason, detail, time.monotonic() - slot.begun)
        elif not slot.ready:
            self._false_starts += 1
            if self._false_starts > 2 * self._jobs:
                raise RuntimeError(f"worker processes do not start ({detail})")

    def _end(self, slot: _Slot[Task]) -> None:
        self._slots.remove(slot)
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


def _serve(link: Connection, work: Callable[[Any], Any], memory: int, parent: int) -> None:
    """The life of a worker: it does tasks until the link is closed, and ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
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


def _end_with(parent: int) -> None:
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

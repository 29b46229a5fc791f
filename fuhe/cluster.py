"""The same tasks on a Dask cluster: each in a killable child of the worker, with its own clock and memory limit.

Neither Dask nor any other scheduler ends a parse that hangs; a child process can be ended. A worker keeps one
warm child a thread. A worker that is lost gives its tasks to the others.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from itertools import islice
from operator import length_hint
from typing import Any, Generic, TypeVar

from fuhe.errors import FuheError
from fuhe.journal import program_digest
from fuhe.supervisor import Moved, Outcome, Supervisor

Task = TypeVar("Task")
Answer = TypeVar("Answer")

WAITING = 2
"""Batches given to each thread of the cluster at a time: enough that none waits, few enough that memory stays flat."""
BATCH, BATCH_SECONDS = 8, 1.0
"""The most documents of a batch, and the work a batch is to hold: a scheduler takes milliseconds a task, whatever is in it."""
PATIENCE = 30.0
"""Seconds to find the scheduler and its first worker."""
LOST = (BrokenExecutor, CancelledError, asyncio.CancelledError, OSError)
"""What a task ends with that was not to blame, because the scheduler is gone."""

_children = threading.local()


def on_cluster(
    work: Callable[[Task], Answer | Moved[Task]],
    tasks: Iterable[Task],
    address: str,
    *,
    timeout: float,
    memory: int,
) -> Iterator[Outcome[Task, Answer]]:
    """An outcome for every task, as they end. Closing the iterator lets the cluster go.

    Raises FuheError when there is no scheduler or no worker, when they are lost, or when a component is missing.
    """
    client = _client(address)
    try:
        threads = sum(client.nthreads().values())
        with client.get_executor(pure=False) as executor:
            outcomes: Iterator[Outcome[Task, Answer]]
            outcomes = dispatched(executor, work, tasks, threads, timeout, memory)
            yield from outcomes
    except LOST as error:
        detail = str(error) or type(error).__name__
        raise FuheError("cluster", path=address, detail=detail) from error
    finally:
        client.close()


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise FuheError("component", name="distributed", remedy="pip install fuhe[cluster]") from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise FuheError("cluster", path=address, detail=str(error) or type(error).__name__) from error
    return client


def dispatched(
    executor: Executor,
    work: Callable[[Task], Answer | Moved[Task]],
    tasks: Iterable[Task],
    threads: int,
    timeout: float,
    memory: int,
) -> Iterator[Outcome[Task, Answer]]:
    """Outcomes of the tasks through any executor with so many threads.

    Quick tasks go in batches; those of a batch that is lost are given out again one by one, so that only the guilty is
    to blame. Raises one of `LOST` when the cluster itself is lost.
    """
    batches: _Batches[Task] = _Batches(tasks, threads)
    pending: dict[Future[list[Outcome[Task, Answer]]], list[Task]] = {}
    digest = program_digest()
    try:
        while True:
            while len(pending) < threads * WAITING and (batch := batches.next()):
                pending[executor.submit(perform, work, batch, timeout, memory, digest)] = batch
            if not pending:
                return
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                batch = pending.pop(future)
                for outcome in _outcomes(future, batch, batches.alone):
                    batches.learn(outcome.seconds)
                    yield outcome
    finally:
        for future in pending:
            future.cancel()


class _Batches(Generic[Task]):
    """Cuts tasks into batches of about a second's work, smaller ones towards the end, so that no thread ends late."""

    def __init__(self, tasks: Iterable[Task], threads: int) -> None:
        self.alone: deque[Task] = deque()
        """Tasks to be given out one by one, before all others."""
        self._queue, self._threads = iter(tasks), threads
        self._left = length_hint(tasks)
        self._mean = BATCH_SECONDS

    def learn(self, seconds: float) -> None:
        """Take note of what a task took."""
        self._mean += (seconds - self._mean) / 8

    def next(self) -> list[Task]:
        """The next batch; empty when there are no more tasks."""
        if self.alone:
            return [self.alone.popleft()]
        size = min(BATCH, round(BATCH_SECONDS / max(self._mean, 0.01)), self._left // (2 * self._threads))
        batch = list(islice(self._queue, max(1, size)))
        self._left -= len(batch)
        return batch


def _outcomes(
    future: Future[list[Outcome[Task, Answer]]], batch: list[Task], alone: deque[Task]
) -> list[Outcome[Task, Answer]]:
    try:
        return future.result()
    except LOST:
        raise
    except Exception as error:  # the worker was lost again and again
        if len(batch) == 1:
            return [Outcome(batch[0], None, "crashed", f"{type(error).__name__}: {error}")]
        alone.extend(batch)
        return []


def perform(
    work: Callable[[Task], Answer | Moved[Task]], batch: list[Task], timeout: float, memory: int, digest: str
) -> list[Outcome[Task, Answer]]:
    """Do tasks one after the other in the warm child of this thread: what runs on a worker of the cluster."""
    if program_digest() != digest:
        return [Outcome(task, None, "failed", "another version of fuhe on the worker") for task in batch]
    settings = (work, timeout, memory)
    child: Supervisor[Task, Answer] | None = getattr(_children, "child", None)
    if child is None or _children.settings != settings:
        if child is not None:
            child.close()
        child = Supervisor(work, jobs=1, timeout=timeout, memory=memory)
        _children.child, _children.settings = child, settings
    _may_have_children()
    return [child.one(task) for task in batch]


def _may_have_children() -> None:
    """Dask marks its workers as daemons, which may have no children; ours end by themselves when the worker does."""
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]

"""The same tasks on a Dask cluster: each in a killable child of the worker, with its own clock and memory limit.

Neither Dask nor any other scheduler ends a parse that hangs; a child process can be ended. A worker keeps one
warm child a thread. A worker that is lost gives its tasks to the others.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Any, TypeVar

from fuhe.errors import FuheError
from fuhe.journal import program_digest
from fuhe.supervisor import Moved, Outcome, Supervisor

Task = TypeVar("Task")
Answer = TypeVar("Answer")

WAITING = 3
"""Tasks given to each thread of the cluster at a time: enough that none waits, few enough that memory stays flat."""
PATIENCE = 30.0
"""Seconds to find the scheduler and its first worker."""

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

    Raises FuheError when there is no scheduler or no worker, or when a component is missing.
    """
    client = _client(address)
    try:
        threads = sum(client.nthreads().values())
        with client.get_executor(pure=False) as executor:
            outcomes: Iterator[Outcome[Task, Answer]]
            outcomes = dispatched(executor, work, tasks, threads * WAITING, timeout, memory)
            yield from outcomes
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
    most: int,
    timeout: float,
    memory: int,
) -> Iterator[Outcome[Task, Answer]]:
    """Outcomes of the tasks through any executor, with at most `most` of them under way."""
    queue = iter(tasks)
    pending: dict[Future[Outcome[Task, Answer]], Task] = {}
    digest = program_digest()
    try:
        while True:
            for task in queue:
                pending[executor.submit(perform, work, task, timeout, memory, digest)] = task
                if len(pending) >= most:
                    break
            if not pending:
                return
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                yield _outcome(future, pending.pop(future))
    finally:
        for future in pending:
            future.cancel()


def _outcome(future: Future[Outcome[Task, Answer]], task: Task) -> Outcome[Task, Answer]:
    try:
        return future.result()
    except Exception as error:  # the worker was lost again and again, or the scheduler is gone
        return Outcome(task, None, "crashed", f"{type(error).__name__}: {error}")


def perform(
    work: Callable[[Task], Answer | Moved[Task]], task: Task, timeout: float, memory: int, digest: str
) -> Outcome[Task, Answer]:
    """Do one task in the warm child of this thread: what runs on a worker of the cluster."""
    if program_digest() != digest:
        return Outcome(task, None, "failed", "another version of fuhe on the worker")
    settings = (work, timeout, memory)
    child: Supervisor[Task, Answer] | None = getattr(_children, "child", None)
    if child is None or _children.settings != settings:
        if child is not None:
            child.close()
        child = Supervisor(work, jobs=1, timeout=timeout, memory=memory)
        _children.child, _children.settings = child, settings
    _may_have_children()
    return child.one(task)


def _may_have_children() -> None:
    """Dask marks its workers as daemons, which may have no children; ours end by themselves when the worker does."""
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]

"""A stage of a large run in a process of its own: what it needs of memory goes when it ends, and the parent stays small."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import ParamSpec, TypeVar

from fuhe.supervisor import end_with

P = ParamSpec("P")
R = TypeVar("R")
_DIE_WITH_PARENT = 1


def apart(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of `function` in a child process; raises what it raises. The child never outlives this process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_serve, args=(theirs, os.getpid(), function, args, kwargs), daemon=True)
    child.start()
    theirs.close()
    try:
        word, content = ours.recv()
    except BaseException as error:
        if not isinstance(error, EOFError):
            child.kill()
        child.join()
        if isinstance(error, EOFError):
            raise RuntimeError(f"{function.__name__} ended with {child.exitcode}") from None
        raise
    finally:
        ours.close()
    child.join()
    if word == "raised":
        raise content
    result: R = content
    return result


def _serve(
    link: Connection,
    parent: int,
    function: Callable[..., object],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    os.dup2(2, 1)  # standard output holds results alone
    try:
        answer: tuple[str, object] = ("done", function(*args, **kwargs))
    except Exception as error:
        answer = ("raised", error)
    link.send(answer)
    link.close()

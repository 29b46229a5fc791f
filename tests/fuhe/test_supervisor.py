"""Workers that hang, crash and outgrow their memory: the guilty task is named, the innocent ones are done."""

import ctypes
import multiprocessing
import os
import time

import pytest

from fuhe.supervisor import Supervisor


def work(task):
    """What a task says it does."""
    match task:
        case ("square", n):
            return n * n
        case ("hang",):
            time.sleep(600)
        case ("crash",):
            ctypes.string_at(0)
        case ("exit",):
            os._exit(3)
        case ("bomb",):
            return len(bytearray(6 * 2**30))
        case ("raise",):
            raise ValueError("no")
        case ("print",):
            print("not a result")
            return os.getpid()
    return None


def run(tasks, **options):
    settings = {"jobs": 2, "timeout": 3.0, "memory": 2048} | options
    return list(Supervisor(work, **settings).run(tasks))


def test_every_innocent_task_is_done_and_every_guilty_one_named():
    guilty = [("hang",), ("crash",), ("exit",), ("bomb",), ("raise",)]
    tasks = [("square", n) for n in range(35)]
    for number, task in enumerate(guilty):
        tasks.insert(3 + 6 * number, task)
    outcomes = {outcome.task: outcome for outcome in run(tasks)}
    assert len(outcomes) == 40
    assert {task: o.answer for task, o in outcomes.items() if task[0] == "square"} == {
        ("square", n): n * n for n in range(35)
    }
    assert {task[0]: outcomes[task].reason for task in guilty} == {
        "hang": "timeout",
        "crash": "crashed",
        "exit": "crashed",
        "bomb": "memory",
        "raise": "failed",
    }
    assert outcomes[("crash",)].detail == "SIGSEGV"
    assert outcomes[("exit",)].detail == "exit code 3"
    assert outcomes[("raise",)].detail == "ValueError: no"


def test_closing_ends_the_workers():
    before = set(multiprocessing.active_children())
    outcomes = Supervisor(work, jobs=2, timeout=60, memory=2048).run([("square", 1), ("hang",), ("hang",)])
    assert next(outcomes).answer == 1
    outcomes.close()
    assert set(multiprocessing.active_children()) == before


def test_workers_are_recycled():
    pids = [outcome.answer for outcome in run([("print",)] * 4, jobs=1, recycle=2)]
    assert len(set(pids)) == 2


def test_what_a_worker_prints_never_reaches_standard_output(capfd):
    run([("print",)], jobs=1)
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err == "not a result\n"


def test_no_tasks():
    assert run([]) == []


def test_work_that_cannot_be_sent_is_an_error_at_once():
    with pytest.raises(Exception, match=r"(?i)pickle"):
        list(Supervisor(lambda task: task, jobs=1, timeout=1, memory=2048).run([1]))

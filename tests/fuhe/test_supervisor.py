"""Workers that hang, crash and outgrow their memory: the guilty task is named, the innocent ones are done."""

import ctypes
import multiprocessing
import os
import time

import pytest

from fuhe.supervisor import Moved, Supervisor


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


def noted(task):
    """Work in which odd numbers are slow: they are moved, and say in a file when they begin and end."""
    number, folder, patient = task
    if number % 2 and not patient:
        return Moved("slow", (number, folder, True))
    if patient:
        log(folder, "begin")
        time.sleep(0.2)
        log(folder, "end")
    return number


def log(folder, word):
    with open(f"{folder}/log", "a") as file:
        file.write(f"{word}\n")


def test_slow_tasks_wait_in_a_lane_of_their_own_and_hold_up_nobody(tmp_path):
    workers = Supervisor(noted, jobs=1, timeout=10, memory=2048, slow={"slow": 1})
    outcomes = list(workers.run([(n, str(tmp_path), False) for n in range(20)]))
    assert sorted(outcome.answer for outcome in outcomes) == list(range(20))
    lanes = [outcome.lane for outcome in outcomes]
    assert lanes == sorted(lanes), "main before slow: nothing quick waits for a slow one"
    assert {o.answer % 2 for o in outcomes if o.lane == "slow"} == {1}
    assert (tmp_path / "log").read_text().split() == ["begin", "end"] * 10, "one at a time"
    facts = {name: (lane.waiting, lane.running, lane.done) for name, lane in workers.lanes.items()}
    assert facts == {"main": (0, 0, 10), "slow": (0, 0, 10)}
    assert workers.lanes["slow"].seconds >= 2


def test_a_moved_task_has_the_time_that_was_asked_for():
    tasks = [("rest", 1.0, False, 0.0), ("rest", 1.0, False, 5.0)]
    outcomes = {
        o.task: o for o in Supervisor(resting, jobs=1, timeout=0.5, memory=2048, slow={"slow": 1}).run(tasks)
    }
    assert outcomes["rest", 1.0, True, 0.0].reason == "timeout"
    assert outcomes["rest", 1.0, True, 5.0].answer == "rested"


def resting(task):
    """Work that rests in the slow lane, where it asked for more time."""
    match task:
        case ("rest", seconds, False, more):
            return Moved("slow", ("rest", seconds, True, more), more)
        case ("rest", seconds, True, _):
            time.sleep(seconds)
            assert os.nice(0) > 0
            return "rested"
    raise ValueError(task)


def test_without_lanes_a_moved_task_is_done_where_it_was(tmp_path):
    workers = Supervisor(noted, jobs=1, timeout=10, memory=2048)
    assert workers.one((1, str(tmp_path), False)).answer == 1
    assert workers.one((2, str(tmp_path), False)).answer == 2
    workers.close()

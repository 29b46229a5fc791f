"""Tasks on a real Dask scheduler with two workers: faults stay with their task, a killed worker loses nothing."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from fuhe.cluster import BATCH, WAITING, _Batches, dispatched, on_cluster
from fuhe.errors import FuheError
from fuhe.supervisor import Outcome
from tests.fuhe.conftest import REPORT

ROOT = Path(__file__).parents[2]


def _need_dask():
    if importlib.util.find_spec("distributed") is None:
        told = pytest.fail if os.environ.get("FUHE_REQUIRE_ALL") == "1" else pytest.skip
        told("needs distributed (the extra [cluster])")


def guilty(task):
    """Work in which some tasks are guilty: one that hangs, one that crashes, one that eats memory, one that raises."""
    number, folder = task
    if number == 3:
        time.sleep(60)
    if number == 5:
        os.kill(os.getpid(), signal.SIGSEGV)
    if number == 7:
        return len(bytearray(3 * 2**30))
    if number == 9:
        raise ValueError("nine")
    time.sleep(0.05)
    Path(folder, f"{number}-{os.getppid()}").touch()
    return number * number


@contextmanager
def a_cluster():
    """Address of a scheduler with two workers in processes of their own, the scheduler, and the workers."""
    _need_dask()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__MEMORY__SPILL": "false"}
    dask = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--port",
        str(port),
        "--no-dashboard",
        "--host",
        "127.0.0.1",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    processes = [subprocess.Popen(dask, **quiet)]
    for _ in range(2):
        worker = [
            sys.executable,
            "-m",
            "distributed.cli.dask_worker",
            address,
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
        ]
        processes.append(subprocess.Popen(worker, **quiet))
    try:
        yield address, processes[0], processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait(10)


@pytest.fixture(scope="module")
def cluster():
    """Address and workers of a cluster that all tests share."""
    with a_cluster() as (address, _, workers):
        yield address, workers


@pytest.mark.slow
def test_faults_stay_with_their_task_and_a_killed_worker_loses_nothing(cluster, tmp_path):
    address, workers = cluster
    tasks = [(number, str(tmp_path)) for number in range(40)]
    outcomes = []
    for outcome in on_cluster(guilty, tasks, address, timeout=4, memory=2048):
        outcomes.append(outcome)
        if len(outcomes) == 15:
            workers[0].kill()
    told = {outcome.task[0]: (outcome.answer, outcome.reason) for outcome in outcomes}
    assert len(outcomes) == len(tasks)
    guilt = {3: "timeout", 5: "crashed", 7: "memory", 9: "failed"}
    assert told == {n: (None, guilt[n]) if n in guilt else (n * n, None) for n, _ in tasks}
    # a child of the killed worker may end as an orphan, under another parent
    assert {name.split("-")[1] for name in os.listdir(tmp_path)} >= {str(worker.pid) for worker in workers}


@pytest.mark.slow
def test_an_archive_on_the_cluster_gives_the_same_dataset(cluster, fuhe, word, tmp_path):
    address, _ = cluster
    for number in range(4):
        word(f"in/报告{number}.docx", REPORT.replace("1,000.00", f"1,00{number}.00"))
    (tmp_path / "in/坏.pdf").write_bytes(b"%PDF-1.4 garbage")
    code, text, _ = fuhe("run", tmp_path / "in", "--out", tmp_path / "far", "--scheduler", address)
    assert code == 3, text
    fuhe("run", tmp_path / "in", "--out", tmp_path / "near", "--jobs", 1)
    for path in sorted((tmp_path / "near/dataset").glob("*.parquet")):
        assert path.read_bytes() == (tmp_path / "far/dataset" / path.name).read_bytes(), path.name


def test_quick_tasks_go_in_batches_and_singly_towards_the_end():
    batches = _Batches(list(range(100)), 2)
    sizes = [len(batches.next())]
    for _ in range(60):
        batches.learn(0.02)
    while batch := batches.next():
        sizes.append(len(batch))
    assert sizes[:3] == [1, BATCH, BATCH]
    assert sizes[-4:] == [1, 1, 1, 1]
    assert sum(sizes) == 100
    slow = _Batches(list(range(100)), 2)
    assert [len(slow.next()) for _ in range(3)] == [1, 1, 1]


def test_a_batch_that_is_lost_is_done_again_one_by_one(monkeypatch):
    given = []

    def perform(work, batch, *_):
        given.append(list(batch))
        if 13 in batch:
            raise RuntimeError("lost")
        return [Outcome(number, number, None, "", 0.02) for number in batch]

    monkeypatch.setattr("fuhe.cluster.perform", perform)
    with ThreadPoolExecutor(1) as executor:
        outcomes = list(dispatched(executor, guilty, list(range(60)), 1, 20, 2048))
    assert sorted(outcome.task for outcome in outcomes) == list(range(60))
    assert [outcome.task for outcome in outcomes if outcome.reason == "crashed"] == [13]
    assert max(map(len, given)) > 1
    assert [13] in given


@pytest.mark.slow
def test_a_scheduler_that_ends_blames_no_document(tmp_path):
    with a_cluster() as (address, scheduler, _):
        outcomes = on_cluster(
            guilty, [(n, str(tmp_path)) for n in range(10, 400)], address, timeout=4, memory=2048
        )
        done = [next(outcomes) for _ in range(10)]
        scheduler.kill()
        with pytest.raises(FuheError) as error:
            done.extend(outcomes)
    assert error.value.kind == "cluster"
    assert all(outcome.reason is None for outcome in done)


def test_no_scheduler_is_told(monkeypatch):
    _need_dask()
    monkeypatch.setattr("fuhe.cluster.PATIENCE", 1.0)
    with pytest.raises(FuheError) as error:
        list(on_cluster(guilty, [(1, ".")], "tcp://127.0.0.1:9", timeout=1, memory=2048))
    assert error.value.kind == "cluster"


def test_few_tasks_are_under_way_at_a_time(tmp_path):
    given = []

    def tasks():
        for number in range(10, 30):
            given.append(number)
            yield number, str(tmp_path)

    most = 0
    lock = threading.Lock()
    with ThreadPoolExecutor(1) as executor:
        for done, _ in enumerate(dispatched(executor, guilty, tasks(), 2, 20, 2048)):
            with lock:
                most = max(most, len(given) - done)
    assert most <= 2 * WAITING + 1

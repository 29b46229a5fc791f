"""A stage in a process of its own: results and errors come back, and it never outlives who asked for it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fuhe.errors import FuheError
from fuhe.stage import apart

ROOT = Path(__file__).parents[2]


def squared(number, *, plus=0):
    print("not a result")
    return os.getpid(), number * number + plus


def failing(kind):
    if kind == "fuhe":
        raise FuheError("output", path="x", detail="full")
    if kind == "os":
        raise OSError(28, "No space left on device")
    os.kill(os.getpid(), signal.SIGSEGV)


def test_the_result_comes_back_and_nothing_on_standard_output(capfd):
    pid, value = apart(squared, 7, plus=1)
    assert (pid != os.getpid(), value) == (True, 50)
    assert capfd.readouterr() == ("", "not a result\n")


@pytest.mark.parametrize(
    ("kind", "error", "told"),
    [("fuhe", FuheError, "full"), ("os", OSError, "No space"), ("crash", RuntimeError, "ended with -11")],
)
def test_what_it_raises_is_raised(kind, error, told):
    with pytest.raises(error, match=told):
        apart(failing, kind)


def test_it_dies_with_a_parent_that_is_killed(tmp_path):
    code = (
        "from fuhe.stage import apart; from tests.fuhe.test_stage import sleeping\n"
        f"if __name__ == '__main__': apart(sleeping, {str(tmp_path / 'pid')!r})"
    )
    script = tmp_path / "parent.py"
    script.write_text(code, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(script)], env={**os.environ, "PYTHONPATH": str(ROOT)})
    deadline = time.monotonic() + 60
    while not (tmp_path / "pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    child = int((tmp_path / "pid").read_text())
    parent.kill()
    parent.wait()
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(child)


def sleeping(path):
    part = Path(f"{path}.part")
    part.write_text(str(os.getpid()))
    part.rename(path)
    time.sleep(120)


def alive(pid):
    """Whether a process runs; an orphan that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

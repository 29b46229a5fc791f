"""An output folder in a store: filled by the first run, gone on with by the second."""

import json
import shutil

import fsspec
import pytest

from fuhe.errors import FuheError
from fuhe.remote import working_copy
from tests.fuhe.conftest import REPORT


@pytest.fixture
def store():
    store = fsspec.filesystem("memory")
    yield store
    if store.exists("/runs"):
        store.rm("/runs", recursive=True)


def test_a_run_into_a_store_is_gone_on_with(fuhe, word, store, tmp_path):
    word("in/甲.docx", REPORT)
    source = f"file://{tmp_path / 'in'}"
    code, text, _ = fuhe("run", source, "--out", "memory://runs/2024", "--jobs", 1)
    assert code == 0, text
    names = {path.removeprefix("/runs/2024/").split("/")[0] for path in store.find("/runs/2024")}
    assert {"journal.jsonl", "run.json", "reports", "dataset", "findings.xlsx", "fuhe.duckdb"} <= names
    shutil.copy(tmp_path / "in/甲.docx", tmp_path / "in/乙.docx")
    code, text, _ = fuhe("run", source, "--out", "memory://runs/2024", "--jobs", 1)
    assert "其中 1 份此前已处理，直接沿用" in text
    [document] = json.loads(store.cat("/runs/2024/run.json"))["documents"]
    assert [path.rsplit("/", 1)[-1] for path in document["paths"]] == ["乙.docx", "甲.docx"]


def _write_and_fail(address):
    with working_copy(address) as folder:
        assert (folder / "kept.txt").read_bytes() == b"kept"
        for name in ("run.json", "journal.jsonl", "dataset/x.parquet"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(b"new")
        raise RuntimeError


def test_only_what_changed_is_sent_and_an_error_loses_nothing(store, monkeypatch):
    store.pipe("/runs/a/kept.txt", b"kept")
    sent = []
    put = type(store).put_file
    monkeypatch.setattr(
        type(store), "put_file", lambda self, *a, **k: sent.append(a[1]) or put(self, *a, **k)
    )
    with pytest.raises(RuntimeError):
        _write_and_fail("memory://runs/a")
    assert sent == ["/runs/a/dataset/x.parquet", "/runs/a/journal.jsonl", "/runs/a/run.json"]


def test_a_store_that_is_none_is_an_error():
    with pytest.raises(FuheError), working_copy("nosuchstore://x"):
        pass

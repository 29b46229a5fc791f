"""`fuhe sample` and `fuhe diff`: draws that anybody can repeat, and what changed between two runs."""

import csv
import json
from decimal import Decimal
from importlib.metadata import version

import pytest

from fuhe.sample import allotted, magnitude, stratified
from tests.fuhe.conftest import REPORT


def rows(**sizes):
    return [
        {"document_id": f"{unit}{n}", "path": f"{unit}/{n}", "organisation": unit}
        for unit, size in sizes.items()
        for n in range(size)
    ]


@pytest.mark.parametrize(
    ("sizes", "size", "shares"),
    [
        ({"a": 50, "b": 30, "c": 20}, 10, {"a": 5, "b": 3, "c": 2}),
        ({"a": 96, "b": 3, "c": 1}, 10, {"a": 8, "b": 1, "c": 1}),
        ({"a": 5, "b": 3, "c": 1}, 2, {"a": 1, "b": 1, "c": 0}),
        ({"a": 2, "b": 1}, 10, {"a": 2, "b": 1}),
        ({}, 3, {}),
    ],
)
def test_shares_are_in_proportion_and_no_stratum_is_left_out(sizes, size, shares):
    assert allotted({(key,): n for key, n in sizes.items()}, size) == {(key,): n for key, n in shares.items()}


def test_a_draw_depends_on_the_seed_alone():
    archive = rows(甲=40, 乙=10)
    first = stratified(archive, ("organisation",), 10, "2024")
    assert stratified(archive[::-1], ("organisation",), 10, "2024") == first
    assert stratified(archive, ("organisation",), 10, "2025") != first
    assert sorted(row["organisation"] for row in first) == ["乙"] * 2 + ["甲"] * 8
    wider = stratified(archive, ("organisation",), 20, "2024")
    assert {row["document_id"] for row in first} <= {row["document_id"] for row in wider}


def test_magnitudes():
    assert [magnitude(Decimal(text)) for text in ("1286400.00", "9.5", "0")] == ["1e6", "1e0", None]


@pytest.fixture
def two_runs(fuhe, word, tmp_path):
    """A run over two reports, and one over one of them and a third."""
    for name, amount in (("甲", "1,000.00"), ("乙", "1,500.00"), ("丙", "2,500.00")):
        word(f"in/{name}.docx", REPORT.replace("1,000.00", amount))
    for out, names in (("old", "甲乙"), ("new", "乙丙")):
        fuhe("run", *(tmp_path / "in" / f"{n}.docx" for n in names), "--out", tmp_path / out, "--jobs", 1)
    return tmp_path / "old", tmp_path / "new"


def test_runs_are_sampled_and_compared(fuhe, two_runs, tmp_path):
    old, new = two_runs
    target = tmp_path / "抽样.csv"
    code, _, told = fuhe("sample", old, "--size", 1, "--by", "findings", "--seed", "x", "--out", target)
    assert code == 0, told
    with target.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    record = json.loads(target.with_suffix(".json").read_text("utf-8"))
    assert record["drawn"] == [row["document_id"]]
    assert (record["seed"], record["strata"]) == ("x", [{"findings": "errors", "documents": 2, "drawn": 1}])

    code, text, _ = fuhe("diff", old, new, "--json")
    found = json.loads(text)
    assert code == 0
    assert [path.rsplit("/", 1)[-1] for path in found["documents_gone"] + found["documents_new"]] == [
        "甲.docx",
        "丙.docx",
    ]
    assert found["findings_gone"] == found["findings_new"] == []
    code, text, _ = fuhe("diff", old, old)
    assert "不再有的文件：0" in text
    assert fuhe("diff", old, tmp_path)[0] == 2
    assert fuhe("sample", tmp_path, "--size", 1)[0] == 2


def test_a_difference_of_program_or_profile_is_told_first(fuhe, word, tmp_path):
    word("in/a.docx", REPORT)
    for name in ("old", "new"):
        fuhe("run", tmp_path / "in", "--out", tmp_path / name, "--jobs", 1)
    record = json.loads((tmp_path / "old/run.json").read_text("utf-8"))
    record["program"]["digest"], record["settings"]["profile"] = "0123456789", "own"
    (tmp_path / "old/run.json").write_text(json.dumps(record), "utf-8")
    found = json.loads(fuhe("diff", tmp_path / "old", tmp_path / "new", "--json")[1])
    assert [(row["setting"], row["old"]) for row in found["settings"]] == [
        ("program", f"{version('fuhe')} 01234567"),
        ("profile", "own"),
    ]
    assert found["findings_gone"] == found["findings_new"] == []
    _, text, _ = fuhe("diff", tmp_path / "old", tmp_path / "new")
    assert text.splitlines()[0] == "程序与设置的不同：2"

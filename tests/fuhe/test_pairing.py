"""Documents of two runs that are one another: by path below their folder, by name, by project and year."""

import json

import pytest

from fuhe.outputs import version_of
from fuhe.pairing import Entry, below_all, paired
from tests.fuhe.conftest import REPORT


def entries(side, *given):
    """Entries from `(path below, project, year)`."""
    return [
        Entry(f"{side}{n}", f"/{side}/{below}", below, project, "某县水利局", year, "selfeval_form")
        for n, (below, project, year) in enumerate(given)
    ]


def found(old, new):
    return [(a.below, b.below) for a, b in paired(entries("a", *old), entries("b", *new))]


@pytest.mark.parametrize(
    ("paths", "below"),
    [
        (["/a/x/1.docx", "/a/x/2.docx"], ["1.docx", "2.docx"]),
        (["/a/x/1.docx", "/a/y/1.docx"], ["x/1.docx", "y/1.docx"]),
        (["/a/x.zip!/甲/1.docx", "/a/x.zip!/乙/1.docx"], ["甲/1.docx", "乙/1.docx"]),
        (["C:\\a\\1.docx"], ["1.docx"]),
        (["s3://b/k/1.docx", "s3://b/l/2.docx"], ["k/1.docx", "l/2.docx"]),
        ([], []),
    ],
)
def test_paths_below_what_all_share(paths, below):
    assert below_all(paths) == below


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        # the same place below other roots
        ([("甲/表.docx", "灌区", 2022)], [("甲/表.docx", "灌区", 2022)], [("甲/表.docx", "甲/表.docx")]),
        # the year in the name
        ([("2021/2021表.docx", "灌区", 2021)], [("2022/2022表.docx", "灌区", 2022)], [("2021/2021表.docx", "2022/2022表.docx")]),
        # another folder, the same name and year
        ([("旧/表.docx", "灌区", 2022)], [("新/表.docx", "灌区", 2022)], [("旧/表.docx", "新/表.docx")]),
        # the project alone, a year on
        ([("1.docx", "灌区", 2021)], [("2.docx", "灌区", 2022)], [("1.docx", "2.docx")]),
        ([("1.docx", "灌区", 2022)], [("2.docx", "灌区", 2022)], []),
        ([("1.docx", None, 2021)], [("2.docx", None, 2022)], []),
        # what is there twice is left alone
        ([("旧/表.docx", "灌区", 2022)], [("甲/表.docx", "灌区", 2022), ("乙/表.docx", "灌区", 2022)], []),
        # other projects or years far apart are no pair
        ([("旧/表.docx", "灌区", 2022)], [("新/表.docx", "水库", 2022)], []),
        ([("表.docx", "灌区", 2018)], [("表.docx", "灌区", 2022)], []),
    ],
)  # fmt: skip
def test_pairs(old, new, pairs):
    assert found(old, new) == pairs


def test_equal_content_is_no_change():
    one = [Entry("x", "/a/1.docx", "1.docx")]
    assert paired(one, [Entry("x", "/b/2.docx", "2.docx")]) == []


def test_runs_over_other_folders_are_compared(fuhe, word, tmp_path):
    for folder, rate in (("一", "95.83%"), ("二", "98.33%")):
        word(f"{folder}/站/报告.docx", REPORT.replace("98.33%", rate))
        other = word(f"{folder}/其他.docx", "# 说明\n\n无。")
        other.write_bytes((tmp_path / "一/其他.docx").read_bytes())
        fuhe("run", tmp_path / folder, "--out", tmp_path / f"out{folder}", "--jobs", 1)
    code, text, _ = fuhe("diff", tmp_path / "out一", tmp_path / "out二", "--json")
    told = json.loads(text)
    assert (code, told["documents_gone"], told["documents_new"]) == (0, [], [])
    assert [row["path"].rsplit("/", 1)[-1] for row in told["documents_changed"]] == ["报告.docx"]
    assert told["findings_gone"] == []
    assert {row["severity"] for row in told["findings_new"]} == {"error"}
    _, text, aside = fuhe("diff", tmp_path / "out一", tmp_path / "out二")
    assert "内容有变或跨年度对应的文件：1" in text
    assert aside == ""


def test_outputs_of_another_version_are_told(fuhe, word, tmp_path):
    source, out = word("报告.docx", REPORT), tmp_path / "out"
    assert fuhe("run", source, "--out", out, "--jobs", 1)[2] == ""
    record = out / "run.json"
    told = json.loads(record.read_text("utf-8"))
    assert version_of(out) == told["program"]["version"]
    record.write_text(json.dumps(told | {"program": told["program"] | {"version": "0.0.1"}}), "utf-8")
    assert "0.0.1" in fuhe("run", source, "--out", out, "--jobs", 1)[2]
    assert version_of(out) == told["program"]["version"]
    record.write_text("[]", "utf-8")
    assert version_of(out) is None
    assert version_of(tmp_path) is None

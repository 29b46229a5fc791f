"""Masked pages: nothing that was printed can be read in the folder, and the doubts are where they were."""

import json
import re

import pytest

from publish.masking import Mask
from tests.fuhe.test_review import CORPUS


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run over two documents and its masked pages: `(output, pages)`."""
    from fuhe.cli import main

    base = tmp_path_factory.mktemp("incognito")
    (base / "in").mkdir()
    for name in ("selfeval-bridge-2022.docx", "zhongcun-2022.pdf"):
        (base / "in" / name).write_bytes((CORPUS / name).read_bytes())
    out, masked = base / "out", base / "masked"
    assert main(["run", str(base / "in"), "--out", str(out), "--jobs", "1"]) == 0
    assert main(["export", str(out), "--to", "html", "--incognito", "--out", str(masked)]) == 0
    return out, masked


def reports(out):
    return [json.loads(path.read_text(encoding="utf-8")) for path in (out / "reports").glob("*.json")]


def figures(value):
    """Every printed figure of a report."""
    if isinstance(value, dict):
        if "text" in value and "kind" in value and "place" in value:
            yield value["text"]
        for part in value.values():
            yield from figures(part)
    elif isinstance(value, list):
        for part in value:
            yield from figures(part)


def test_no_amount_and_no_name_is_left(made):
    out, masked = made
    files = [path for path in masked.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".html", ".js", ".css"}
    text = "\n".join(path.read_text(encoding="utf-8") for path in files if path.suffix != ".css")
    amounts, names = set(), set()
    for report in reports(out):
        facts = report["document"]
        names |= {
            facts[name] for name in ("title", "organisation", "project_name", "supervising_dept", "sha256")
        }
        told = re.findall(r"\d[\d,]*[.,]\d+", " ".join(figures(report)))
        amounts |= {number for number in told if sum(map(str.isdigit, number)) > 3}
    names = {name for name in names if name} | {"zhongcun", "selfeval-bridge", "钟村", "番禺", "临江"}
    assert len(amounts) > 20
    assert {one for one in amounts | names if one in text} == set()


def test_every_doubt_is_where_it_was(made):
    out, masked = made
    for report in reports(out):
        page = f"documents/{report['document']['id']}.html"
        shown = [(folder / page).read_text(encoding="utf-8") for folder in (out, masked)]
        ids, states, wheres = ([re.findall(pattern, html) for html in shown] for pattern in (
            r'<article class="finding \w+" id="f-(\w+)"',
            r'<label role="listitem">.*?<b>(\d+)</b>',
            r'class="what"><b>.*?<small>(第\d+[页个])',
        ))  # fmt: skip
        assert ids[0] == ids[1] != []
        assert states[0] == states[1] != []
        assert wheres[0] == wheres[1]


def test_pages_say_that_they_are_masked_and_lead_nowhere_else(made):
    _, masked = made
    for path in masked.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        for link in re.findall(r'(?:href|src)="([^"#]+)', html):
            assert link.startswith("data:") or (path.parent / link).exists(), link
    assert "已遮盖" in (masked / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [("html",), ("html", "full"), ("csv", "new")])
def test_only_pages_and_only_into_a_folder_of_their_own(made, fuhe, tmp_path, arguments):
    kind, *where = arguments
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    place = ("--out", tmp_path / where[0]) if where else ()
    code, _, err = fuhe("export", made[0], "--to", kind, "--incognito", *place)
    assert (code, "--incognito --out" in err) == (2, True)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("青溪县教育局2022年预算1,200.50万元", "○○○○○○####○预算#,###.##万元"),
        ("三百二十万元，执行率98.3%", "#####○，执行率##.#%"),
        ("Li Ming 13800000000", "xx xxxx ###########"),
        ("１２人次", "##人次"),
    ],
)
def test_a_text_is_masked_where_it_stands(text, masked):
    mask = Mask(kept=("预算", "执行率", "教育局"), units=("万元", "人次"), names=("青溪县教育局",))
    assert (mask.text(text), len(mask.text(text))) == (masked, len(text))

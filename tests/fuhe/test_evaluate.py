"""`fuhe evaluate` on a folder."""

import json

import pytest


@pytest.fixture
def annotated(wrong):
    gold = {
        "document": {"unit": "某街道办事处", "year": "2022"},
        "claims": [{"id": "C1", "text": "预算执行率98.33%", "numbers": ["98.33"]}],
        "findings": [{"id": "F1", "verdict": "inconsistent", "where": "执行率", "reported": "98.33%"}],
    }
    wrong.with_suffix(".json").write_text(json.dumps(gold), encoding="utf-8")
    return wrong.parent


def test_json(fuhe, annotated):
    code, out, _ = fuhe("evaluate", annotated, "--json")
    assert code == 0
    result = json.loads(out)
    assert result["documents"] == 1
    assert result["totals"]["must_report"]["right"] == 1
    assert result["totals"]["overall_alarms"] == {"alarms": 0, "places": 1, "interval": ["0.0", "79.3"]}
    assert result["by_document"]["报告.docx"]["alarms"] == []


def test_markdown_and_text(fuhe, annotated):
    code, out, _ = fuhe("evaluate", annotated, "--markdown")
    assert code == 0
    assert out.startswith("# 准确度")
    assert "| 应报告的不一致 | 1/1 = 100.0 % [20.7, 100.0] |" in out
    assert "| 报告.docx |" in out
    assert "应报告的不一致" in fuhe("evaluate", annotated)[1]


def test_an_unreadable_document_is_3(fuhe, annotated):
    (annotated / "空.pdf").touch()
    (annotated / "空.json").write_text('{"document": {}}', encoding="utf-8")
    code, _, err = fuhe("evaluate", annotated)
    assert (code, "空.pdf" in err) == (3, True)


def test_bad_folders_and_annotations(fuhe, annotated, tmp_path):
    (tmp_path / "none").mkdir()
    code, _, err = fuhe("evaluate", tmp_path / "none")
    assert (code, "没有标注文件" in err) == (2, True)
    (annotated / "报告.json").write_text('{"document": {}, "findings": [{"id": "F1"}]}', encoding="utf-8")
    code, _, err = fuhe("evaluate", annotated)
    assert (code, "报告.json：findings.0.verdict" in err) == (7, True)


def test_closed_documents_are_told_apart(fuhe, annotated):
    assert "封闭部分" not in fuhe("evaluate", annotated, "--markdown")[1]
    second = annotated / "另一.docx"
    second.write_bytes((annotated / "报告.docx").read_bytes())
    gold = json.loads((annotated / "报告.json").read_text("utf-8")) | {"closed": True}
    second.with_suffix(".json").write_text(json.dumps(gold), encoding="utf-8")
    page = fuhe("evaluate", annotated, "--markdown")[1]
    assert "## 开放部分：规则可据以修改的文件 (1)" in page
    assert page.count("| 应报告的不一致 | 1/1 = 100.0 % [20.7, 100.0] |") == 2
    apart = json.loads(fuhe("evaluate", annotated, "--json")[1])["apart"]
    assert {key: part["must_report"]["right"] for key, part in apart.items()} == {
        "open_set": 1,
        "closed_set": 1,
    }

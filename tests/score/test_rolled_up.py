"""A budget of which only the beginning and what was added are printed; what was spent less than it is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.report import report_of
from ingest.read import read
from schema.finding import Severity
from score.assess import assess


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("年初下达经费180万元，年中追加20万元，全年支出190万元，执行率95%。", 0),
        ("年初下达经费180万元，年中追加20万元，全年支出190万元，执行率85%。", 1),
        ("办会花费12.6万元，比预算少花2.4万元。", 0),
    ],
)
def test_execution_over_what_the_budget_came_to(tmp_path: Path, text: str, wrong: int) -> None:
    path = tmp_path / "one.txt"
    path.write_text(text + "\n", encoding="utf-8")
    findings = assess(report_of(read(path))).findings
    assert [f.rule for f in findings if f.severity is not Severity.NOTE] == ["R04"] * wrong

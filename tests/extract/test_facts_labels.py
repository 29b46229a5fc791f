"""Who a document is about and for which year, where lines above it say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.report import report_of
from ingest.read import read


@pytest.mark.parametrize(
    ("line", "unit", "year"),
    [
        ("科目：公用经费\u3000\u3000核算单位：青石镇人民政府\u3000\u3000年度：2022", "青石镇人民政府", 2022),
        ("评价机构：明正会计师事务所\u3000\u3000被评价单位：青石县水务局\u3000\u3000评价年度：2021年", "青石县水务局", 2021),
        ("填报单位：远见咨询有限公司\u3000\u3000年份：2022", None, 2022),
    ],
)  # fmt: skip
def test_lines_above_name_unit_and_year(tmp_path: Path, line: str, unit: str | None, year: int) -> None:
    path = tmp_path / "one.txt"
    path.write_text(f"项目支出说明\n\n{line}\n\n一、支出情况\n\n支出10万元。\n", encoding="utf-8")
    facts = report_of(read(path)).document
    assert (facts.organisation, facts.fiscal_year) == (unit, year)

from __future__ import annotations

from schema.report import Reference, ReferenceKind
from tests.checking import outcomes
from tests.reports import place, report


def cited(title: str, number: str):
    return Reference(kind=ReferenceKind.REGULATION, title=title, number=number, place=place())


def test_t07_numbers_of_a_cited_document():
    name = "《项目支出绩效评价管理办法》"
    wrong = [cited(name, "财预〔2020〕10号"), cited(name, "财预〔2020〕100号")]
    assert [o[:2] for o in outcomes("T07", report(references=wrong))] == [("inconsistent", "note")]
    styled = [cited(name, "财预〔2020〕10号"), cited(name, "财预[2020]10号")]
    assert [o[:2] for o in outcomes("T07", report(references=styled))] == [("consistent", None)]

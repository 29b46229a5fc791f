"""Which documents are linked, how surely, and by what."""

from collections import Counter

import pytest

from schema.across import LinkKind
from schema.report import DocType
from score.across.brief import brief_of
from score.across.linking import MOST_SUGGESTED, links_of
from score.across.override import overrides
from score.configuration import ConfigurationError
from tests.reports import ledger, money_table

NAME = "农村饮水安全巩固提升项目"
LEDGER = ledger("""
    | date       | voucher_no | description | debit  |
    | 2023-12-01 | 记-1       | 付材料款    | 100.00 |
""")


def linked(*reports):
    return [(link.kind, link.explicit, link.evidence) for link in links_of(list(map(brief_of, reports)))[0]]


def test_the_same_name_unit_and_year(document):
    a = document("自评表.docx", project_name=NAME)
    b = document("评价报告.docx", project_name=NAME, kind=DocType.EVAL_REPORT)
    assert linked(a, b) == [(LinkKind.PROJECT_YEAR, True, ("name", "unit", "year"))]


def test_the_year_after(document):
    a, b = (document(f"{year}.docx", project_name=NAME, year=year) for year in (2023, 2022))
    [link] = links_of([brief_of(a), brief_of(b)])[0]
    assert (link.kind, link.first, link.second) == (LinkKind.NEXT_YEAR, b.document.id, a.document.id)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"year": 2020}, "years apart"),
        ({"year": None}, "no year"),
        ({"unit": "安宁区档案馆"}, "another unit"),
        ({"project_name": "农村公路养护项目"}, "another project"),
    ],
)
def test_no_link(document, changes, why):
    a = document("a.docx", project_name=NAME)
    b = document("b.docx", **({"project_name": NAME, "kind": DocType.EVAL_REPORT} | changes))
    assert linked(a, b) == [], why


def test_a_similar_name_is_a_suggestion(document):
    a = document("a.docx", project_name="道路改造工程一期")
    b = document("b.docx", project_name="道路改造工程二期", kind=DocType.EVAL_REPORT)
    assert linked(a, b) == [(LinkKind.PROJECT_YEAR, False, ("name_similar", "unit", "year"))]


def test_a_name_that_many_projects_carry_needs_the_unit(document):
    a = document("a.docx", project_name="专项业务费", unit=None)
    b = document("b.docx", project_name="专项业务费", kind=DocType.EVAL_REPORT)
    assert [link[1] for link in linked(a, b)] == [False]


def test_different_codes_part_equal_names_and_equal_codes_join_files_without_one(document):
    code = "360481220000000003127"
    a = document("a.docx", project_name=NAME, project_code=code)
    b = document("b.docx", project_name=NAME, project_code=code[:-1] + "8", kind=DocType.EVAL_REPORT)
    c = document("c.docx", project_code=code, kind=DocType.TARGET_FORM, unit=None)
    assert linked(a, b) == []
    assert linked(a, c) == [(LinkKind.PROJECT_YEAR, True, ("code", "year"))]


def test_a_ledger_by_the_name_in_its_title(document):
    a = document("报告.docx", project_name=NAME, unit="石门县")
    b = document("账.xlsx", title=f"石门县2023年{NAME}支出明细账", kind=DocType.LEDGER, ledger_entries=LEDGER)
    assert linked(a, b) == [(LinkKind.PROJECT_YEAR, True, ("name_in_title", "unit", "year"))]


def test_versions_of_one_document(document):
    table = money_table("""
        | name | executed_amount |
        | 甲   | 100.00          |
        | 合计 | 100.00          |
    """)
    a, b = (
        document(path, title="自评表", project_name=NAME, budget_lines=table) for path in ("a.docx", "a.pdf")
    )
    assert linked(a, b) == [(LinkKind.RENDITION, True, ("title", "unit", "year", "figures"))]


@pytest.mark.parametrize(("title", "links"), [("项目支出绩效自评表", 0), ("石门县水利局部门决算情况说明", 1)])
def test_forms_of_projects_nobody_named_are_no_versions_of_one_another(document, title, links):
    def form(path, amount):
        same = "".join(f"| 事项{n} | {n}00.00 |\n" for n in range(1, 9))
        return document(
            path,
            title=title,
            budget_lines=money_table(f"| name | executed_amount |\n{same}| 合计 | {amount} |"),
        )

    assert len(linked(form("a.docx", "3,600.00"), form("b.docx", "3,900.00"))) == links


def test_an_auditor_overrides(document, tmp_path):
    a = document("甲/自评表.docx", project_name=NAME)
    b = document("乙/评价报告.docx", project_name=NAME, kind=DocType.EVAL_REPORT)
    c = document("丙/台账.xlsx", kind=DocType.LEDGER, ledger_entries=LEDGER, unit=None)
    d = document("农饮.docx", project_name="农饮工程", kind=DocType.TARGET_FORM)
    path = tmp_path / "links.toml"
    path.write_text(
        '[[link]]\ndocuments = ["甲/自评表.docx", "台账.xlsx", "没有.docx"]\n'
        '[[apart]]\ndocuments = ["自评表.docx", "评价报告.docx"]\n'
        f'[[alias]]\nnames = ["{NAME}", "农饮工程"]\n',
        encoding="utf-8",
    )
    links, unknown = links_of([brief_of(report) for report in (a, b, c, d)], overrides(path))
    names = {report.document.id: report.document.path[-7:-5] for report in (a, b, c, d)}
    found = {
        frozenset((names[link.first], names[link.second])): link.evidence for link in links if link.explicit
    }
    assert found == {
        frozenset((names[a.document.id], names[c.document.id])): ("override",),
        frozenset((names[a.document.id], names[d.document.id])): ("name", "unit", "year"),
        frozenset((names[b.document.id], names[d.document.id])): ("name", "unit", "year"),
    }
    assert unknown == ["没有.docx"]


def test_a_mistake_in_the_overrides_names_the_line(tmp_path):
    path = tmp_path / "links.toml"
    path.write_text('[[link]]\ndocuments = ["a"]\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"links\.toml:2"):
        overrides(path)


def test_numbered_names_give_few_suggestions_and_true_neighbours_are_not_lost_among_them(document):
    numbered = [
        document(f"{n:03}.docx", project_name=f"第{n}号道路改造项目", kind=DocType.EVAL_REPORT)
        for n in range(200)
    ]
    partner = document("自评.docx", project_name="第77号道路改造项目")
    links, _ = links_of([brief_of(report) for report in (*numbered, partner)])
    sure = [link for link in links if link.explicit]
    assert [{link.first, link.second} for link in sure] == [{numbered[77].document.id, partner.document.id}]
    counts = Counter(id_ for link in links if not link.explicit for id_ in (link.first, link.second))
    assert links
    assert max(counts.values()) <= MOST_SUGGESTED

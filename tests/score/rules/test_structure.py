from __future__ import annotations

import pytest

from schema.report import Absent, DocType, DocumentFacts, Reference, ReferenceKind, Section
from tests.checking import checks_of, form, outcomes
from tests.reports import indicators, passage, place, report


def headings(*numbers: tuple[int | None, str, int | None]) -> list[Section]:
    """Sections `(ordinal, style, parent)`, each at a block of its own."""
    return [
        Section(
            number=str(n or ""),
            title="标题",
            level=2,
            ordinal=n,
            style=style,
            parent=parent,
            place=place(block=10 * at),
        )
        for at, (n, style, parent) in enumerate(numbers)
    ]


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        (
            headings((1, "1.", None), (2, "1.", None), (None, "", None), (4, "1.", None)),
            ["gap"],
        ),
        (headings((1, "1.", None), (2, "1.", None), (1, "1.", None), (2, "1.", None)), ["consistent"]),
        (headings((1, "1.", None), (1, "1.", 0), (2, "1.", None)), ["consistent"]),
        (headings((1, "（一）", None), (2, "(一)", None)), ["consistent"]),
        (headings((1, "1.", None), (2, "1.", None), (2, "1.", None)), ["repeated"]),
        (headings((1, "1.", None), (9, "1.", None)), ["unclear"]),
        (headings((3, "1.", None), (2, "1.", None)), ["unclear"]),
    ],
)
def test_headings_are_in_sequence(sections, expected):
    assert [o[2] for o in outcomes("N03", report(sections=sections))] == expected


def test_a_gap_is_a_note_that_names_the_number():
    check = checks_of("N03", report(sections=headings((2, "1.", None), (4, "1.", None))))[0]
    assert (check.severity, check.facts["missing"], len(check.places)) == ("note", "3", 2)


def test_a_paragraph_that_carries_the_number_fills_the_gap():
    sections = headings((1, "1.", None), (3, "1.", None))
    item = passage("2.编制预算时充分听取意见。").model_copy(update={"place": place(block=5)})
    assert outcomes("N03", report(sections=sections, passages=[item])) == [("consistent", None, "consistent")]


def test_references():
    def ref(kind: str, label: str, present: bool | None, title: str = "") -> Reference:
        return Reference(kind=ReferenceKind(kind), label=label, present=present, title=title, place=place())

    given = report(
        references=[
            ref("annex", "附件3", False, "支出明细账"),
            ref("annex", "附件3", False, "家庭服务中心支出明细账"),
            ref("annex", "附件1", None),
            ref("table", "表2", True),
            ref("table", "表2", False),
            ref("regulation", "财预〔2020〕10号", False),
        ]
    )
    found = checks_of("N04", given)
    assert [(c.subject, c.verdict.value, len(c.places)) for c in found] == [
        ("附件3", "inconsistent", 2),
        ("附件1", "undetermined", 1),
        ("表2", "consistent", 2),
    ]


@pytest.mark.parametrize(
    ("texts", "signs"),
    [
        (["《以广州市社工服务站评估指标体系（试行）作为依据。"], ["《"]),
        (["《关于印发〈办法〉的通知》（穗办〔2011〕22号）。"], []),
        (["社工服务站(家综）管理"], []),
        (["1)听取介绍；2）实地观察；一）查阅资料。"], []),
        (["打造”社区”品牌“活动“。"], []),
        (["服务“一老一小群体。"], ["“"]),
        (["根据《管理", "办法》的要求。"], []),
        (["（2019年度)", "2020年度）"], ["）"]),
    ],
)
def test_brackets_close(texts, signs):
    given = report(passages=[passage(text) for text in texts])
    assert [check.facts["sign"] for check in checks_of("N07", given)] == signs


@pytest.mark.parametrize(
    ("texts", "residue"),
    [
        (["5年共360万元。元安排的项目资金投向中心。"], [("lost_amount", "元")]),
        (["完成协议指标量的100%、；完成小组24个。"], [("orphan", "、；")]),
        (["20XX年度支出****万元。"], [("placeholder", "20XX"), ("placeholder", "****")]),
        (["与上年相比增长（下降）5%。"], [("placeholder", "增长（下降）")]),
        (["合计68,287.55", "元，以上半年为例。"], []),
        (["元月至六月。元宵活动。"], []),
        (["购置L、XXL两种尺码；单位：万元、元。"], []),
        (["等等……。"], []),
    ],
)
def test_nothing_is_left_over(texts, residue):
    given = report(passages=[passage(text) for text in texts])
    found = [(check.facts["outcome"], check.facts["residue"]) for check in checks_of("N08", given)]
    assert found == residue


def test_a_spot_has_its_offsets():
    check = checks_of("N08", report(passages=[passage("指标量的100%、；完成")]))[0]
    assert (check.places[0].start, check.places[0].end, check.reported) == (8, 10, "、；")


VAGUE = """
| level2 | level3 | target | actual |
| 数量指标 | 招募志愿者数量 | {quantity} | 10人 |
| 社会效益指标 | 解决公共问题 | {social} | 已解决 |
| 可持续影响指标 | 项目可持续性 | 可持续 | 可持续 |
"""


@pytest.mark.parametrize(
    ("quantity", "social", "count"),
    [
        ("满足实际需求", "按文件要求", "2"),
        ("满足实际需求", "有效解决", "1"),
        ("≥20人", "有效解决", None),
    ],
)
def test_targets_can_be_measured(quantity, social, count):
    found = checks_of("N09", report(indicators=indicators(VAGUE.format(quantity=quantity, social=social))))
    assert [check.facts["count"] for check in found] == ([count] if count else [])


TARGETS = """
| level2 | level3 | target | actual |
| 数量指标 | 甲 | ≥20人 | {first} |
| 质量指标 | 乙 | ≥95% | {second} |
"""


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", [("inconsistent", "note", "no_column")]),
        ("20人", "", [("inconsistent", "warning", "blank")]),
        ("20人", "96%", []),
    ],
)
def test_targets_have_results(first, second, expected):
    rows = indicators(TARGETS.format(first=first, second=second))
    assert outcomes("N10", report(indicators=rows)) == expected


def test_a_column_left_blank_throughout_is_asked_about():
    rows = indicators(TARGETS.format(first="", second=""))
    given = report(indicators=rows, forms=[form(fields={"actual_value": "实际完成值"})])
    assert outcomes("N10", given) == [("inconsistent", "warning", "blank")]


def test_plans_and_rows_marked_as_not_applicable_need_no_results():
    rows = indicators(TARGETS.format(first="", second=""))
    plan = report(indicators=rows, document=DocumentFacts(id="t", doc_type=DocType.TARGET_FORM))
    assert outcomes("N10", plan) == []
    slash = [rows[0].model_copy(update={"absent": {"actual_value": Absent.SLASH}})]
    filled = indicators("| level3 | target | actual |\n| 丙 | ≥1人 | 1人 |\n")
    assert outcomes("N10", report(indicators=[*slash, *filled])) == []


ECHOES = """
| level2 | level3 | target | actual |
| 数量指标 | 甲 | ≥266米 | {first} |
| 质量指标 | 乙 | ≥95% | {second} |
"""


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("≥266米", "≥95%", [("undetermined", "note", "echo")]),
        ("≥266米", "96%", [("undetermined", "note", "echo")]),
        ("266米", "95%", []),
        ("270米", "96%", []),
    ],
)
def test_results_are_measured(first, second, expected):
    rows = indicators(ECHOES.format(first=first, second=second))
    assert outcomes("N11", report(indicators=rows)) == expected


def test_equal_words_are_no_repeated_bound():
    rows = indicators("| level3 | target | actual |\n| 机制 | 健全 | 健全 |\n| 数量 | 20人 | 20人 |\n")
    assert outcomes("N11", report(indicators=rows)) == []

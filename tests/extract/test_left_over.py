"""What is left over in the sentence that tells what there was and what went."""

import pytest

from extract.claims import find_claims
from extract.report import report_of
from schema.finding import Severity
from score.assess import assess
from tests.documents import document

CASES = {
    "what is still to be done": (
        "应建健康档案24,610份，已建24,180份，建档率98.3%，未建{left}份。",
        "430",
        "403",
    ),
    "the rest of a whole": ("全县208个行政村中，已通客车的205个，其余{left}个村预约响应。", "3", "8"),
    "vacant posts": ("在编人员47人，占编制数50人的94%，空编{left}人。", "3", "5"),
    "net value": ("年末设备原值1,310.6万元，累计折旧826.3万元，净值{left}万元。", "484.3", "448.3"),
    "days late": ("合同工期150天，实际工期178天，延误{left}天。", "28", "18"),
    "of what was available": (
        "上年结转12.4万元，当年拨款110万元，可用资金122.4万元；当年支出118.65万元，结转下年{left}万元。",
        "3.75",
        "13.75",
    ),
    "savings of public money": ("最高限价512万元，中标价489.6万元，节约财政资金{left}万元。", "22.4", "24.2"),
}


def errors(text: str) -> list[str]:
    return [f.rule for f in assess(report_of(document(text))).findings if f.severity is Severity.ERROR]


@pytest.mark.parametrize(("text", "right", "wrong"), CASES.values(), ids=CASES)
def test_a_wrong_remainder_is_found_and_a_right_one_is_not(text: str, right: str, wrong: str) -> None:
    assert errors(text.format(left=right)) == []
    assert len(errors(text.format(left=wrong))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "预算640万元，到位600万元，已支付520万元，已发放480万元，结余35万元。",
        "计划新建12处、改建9处，已完成18处，剩余5处。",
        "全年收入640万元，其中拨款600万元，支出580万元，其中工资300万元，剩余10套设备。",
    ],
    ids=["two that may be gone", "two that were asked for", "another unit"],
)
def test_nothing_is_left_of_several_amounts(text: str) -> None:
    assert not [claim for claim in find_claims(text) if claim.rule == "difference.left.unique"]

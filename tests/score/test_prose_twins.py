"""Sentences of reports and the same with one figure wrong: the right ones are silent, the wrong ones are found."""

from __future__ import annotations

import pytest

from extract.report import report_of
from score.assess import assess
from tests.documents import document

GRAVE = ("error", "warning")

TWINS = {
    "points": [
        ("办结率由88%提高到93%，提高5个百分点。", "办结率由88%提高到93%，提高9个百分点。", "error"),
        ("撂荒率从6.4%下降到4.1%，下降2.3个百分点。", "撂荒率从6.4%下降到4.1%，下降3.2个百分点。", "error"),
        ("入园率达到96.5%，比目标值95%高1.5个百分点。", "入园率达到96.5%，比目标值95%高2.5个百分点。", "error"),
        ("漏损率为9.2%，比控制目标10%低0.8个百分点。", "漏损率为9.2%，比控制目标10%低1.8个百分点。", "error"),
        ("目标值≥85%，实际完成91.2%，超出6.2个百分点。", "目标值≥85%，实际完成91.2%，超出8.2个百分点。", "error"),
        (
            "参保率由上年的94.1%提高2.4个百分点，达到96.5%。",
            "参保率由上年的94.1%提高3.4个百分点，达到96.5%。",
            "error",
        ),
        ("合格率95%，较上年的92%提高3个百分点。", "合格率95%，较上年的92%提高6个百分点。", "error"),
    ],
    "times": [
        (
            "2023年投入180.5万元，为2021年72.2万元的2.5倍。",
            "2023年投入180.5万元，为2021年72.2万元的3.5倍。",
            "error",
        ),
        ("接待量由1,250人增加到5,000人，增长3倍。", "接待量由1,250人增加到5,000人，增长5倍。", "error"),
        ("接待量由1,250人增加到5,000人，增长3倍。", "接待量由1,250人增加到5,000人，增长4倍。", "warning"),
        ("藏书由3,200册增加到9,600册，是原来的3倍。", "藏书由3,200册增加到9,600册，是原来的2倍。", "error"),
        ("同比增加24户，增长20%，达到144户。", "同比增加24户，增长26%，达到144户。", "error"),
        ("用电量由8,000千瓦时降至6,800千瓦时，节电率15%。", "用电量由8,000千瓦时降至6,800千瓦时，节电率25%。", "error"),
        (
            "2021年、2022年预算分别为80.0万元和92.0万元，2022年较2021年增长15%。",
            "2021年、2022年预算分别为80.0万元和92.0万元，2022年较2021年增长25%。",
            "error",
        ),
    ],
    "brackets": [
        ("到课率95%（应到400人，实到380人）。", "到课率98%（应到400人，实到380人）。", "error"),
        ("支付率82.5%（支付330万元/合同额400万元）。", "支付率85.2%（支付330万元/合同额400万元）。", "error"),
        ("任务完成率为94.19%（81/86）。", "任务完成率为91.49%（81/86）。", "error"),
        ("持证率83.33%（共12人，持证10人）。", "持证率88.33%（共12人，持证10人）。", "error"),
    ],
    "deeds": [
        ("应修路灯520盏，已修路灯494盏，修复率95%。", "应修路灯520盏，已修路灯494盏，修复率90%。", "error"),
        ("应检设备640台，实检设备624台，检验率97.5%。", "应检设备640台，实检设备624台，检验率95.7%。", "error"),
    ],
    "degrees": [
        ("参评村20个，其中优秀8个、良好9个、一般3个，优良率85%。", "参评村20个，其中优秀8个、良好9个、一般3个，优良率95%。", "error"),
        ("满意150人、基本满意36人、不满意14人，共200人，满意率93%。", "满意150人、基本满意36人、不满意14人，共200人，满意率98%。", "warning"),
    ],
    "formulas": [
        ("成本节约率=（计划成本200万元-实际成本184万元）/计划成本200万元=8%。", "成本节约率=（计划成本200万元-实际成本184万元）/计划成本200万元=18%。", "error"),
        ("任务完成率=完成数/计划数=57/60=95%。", "任务完成率=完成数/计划数=57/60=92%。", "error"),
        ("该项得分=10×96%=9.6分。", "该项得分=10×96%=9.2分。", "error"),
        ("补助金额=120户×1,500元/户=18万元。", "补助金额=120户×1,500元/户=16万元。", "error"),
        ("综合成本=(12.5万元+7.5万元)÷4=5万元。", "综合成本=(12.5万元+7.5万元)÷4=6万元。", "error"),
    ],
}  # fmt: skip


def found(text: str) -> list[tuple[str, str]]:
    findings = assess(report_of(document(text))).findings
    return [(f.severity.value, f.rule) for f in findings if f.severity.value in GRAVE]


CASES = [(kind, *twin) for kind, twins in TWINS.items() for twin in twins]


@pytest.mark.parametrize(("kind", "right"), [(kind, right) for kind, right, _, _ in CASES])
def test_a_right_sentence_is_not_accused(kind: str, right: str) -> None:
    assert found(right) == [], kind


@pytest.mark.parametrize(
    ("kind", "wrong", "severity"), [(kind, wrong, level) for kind, _, wrong, level in CASES]
)
def test_a_wrong_figure_is_found(kind: str, wrong: str, severity: str) -> None:
    assert severity in {level for level, _ in found(wrong)}, kind

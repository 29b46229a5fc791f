from __future__ import annotations

from pathlib import Path

import pytest

from extract.headers import FieldsFile, field_of, suggestion
from extract.words import VocabularyError, load

FIELDS = load("fields", FieldsFile)


@pytest.mark.parametrize(
    ("header", "field"), [(h, n) for n, words in FIELDS.fields.items() for h in words.exact]
)
def test_every_synonym_means_its_field(header: str, field: str) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize(
    ("header", "field"), [(example, rule.field) for rule in FIELDS.rules for example in rule.examples]
)
def test_every_rule_decides_its_examples(header: str, field: str) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        # one morpheme flips the meaning
        ("应完成值", "target_value"),
        ("指标实际值", "actual_value"),
        ("指标分值", "weight"),
        ("应得分", "weight"),
        ("得分值", "score"),
        ("预算执行数", "executed_amount"),
        ("年度总体目标", "goal_expected"),
        ("实际完成率", "completion_rate"),
        ("实际完成值", "actual_value"),
        ("满意度", "satisfaction_rate"),
        ("不满意", "dissatisfied_count"),
        ("得分率", "score_rate"),
        ("扣分原因", "deviation_reason"),
        ("扣分标准", "scoring_rule"),
        ("评分标准", "scoring_rule"),
        ("审核得分", "audit_score"),
        # what does not change the meaning
        ("年度\n指标值（A）", "target_value"),
        ("得 分", "score"),
        ("得分(20分*执行率)", "score"),
        ("全年执行数(B)", "executed_amount"),
        ("执行率（B/A）", "execution_rate"),
        ("2022年度决算数（万元）", "executed_amount"),
        ("单位指标年初预算金额", "budget_initial"),
        ("单位指标年度预算金额", "budget_adjusted"),
        ("实际到位资金（单位：万元）", "received_amount"),
        ("金额（年初）", "budget_initial"),
        ("完成率（％）", "completion_rate"),
        ("1、项目名称：", "project_name"),
        ("计划安排资金（万元）", "planned_amount"),
        ("自评得分/评分", "score"),
        ("会计凭证号", "voucher_no"),
    ],
)
def test_near_neighbours_are_told_apart(header: str, field: str) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize(
    "header",
    [
        "", "2022年", "内容", "合计", "其他", "是否达标", "指标解释", "预计全年执行数", "指标文号", "资金性质",
        "得分/分值", "自评分值", "绩效目指标值", "未完成值", "上年增减", "联系人", "产出指标", "数量指标", "100", "≥95%",
        "差异金额说明", "结转结余", "预算调整数", "财政拨款", "佐证材料", "调查对象", "优良率标准",
        "为贯彻落实中央、省、市和区全面实施预算绩效管理的意见，开展此次项目绩效评价得分",
    ],
)  # fmt: skip
def test_a_doubtful_header_has_no_field(header: str) -> None:
    assert field_of(header) is None


def test_nearness_is_only_suggested() -> None:
    assert field_of("绩效目指标值") is None
    near = suggestion("绩效目指标值")
    assert near is not None
    assert near[1] == "target_value"


def test_an_auditors_file_extends_ours(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[fields.fields.actual_value]\nexact = ["本期完成指数"]\n', encoding="utf-8")
    assert field_of("本期完成指数") is None
    assert field_of("本期完成指数", own) == "actual_value"
    assert field_of("实际完成值", own) == "actual_value"


def test_a_synonym_of_two_fields_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[fields.fields.score]\nexact = ["分值"]\n', encoding="utf-8")
    with pytest.raises(VocabularyError, match="分值"):
        field_of("得分", own)

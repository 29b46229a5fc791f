"""Excerpts of long quotations."""

import pytest

from publish.quotes import excerpt
from schema.finding import Check, Verdict
from tests.reports import figure

LONG = "开头" * 100 + "中小型社区活动67次，完成协议指标量的101.49%；" + "结尾" * 100


def check(quote, *figures, reported=None):
    printed = tuple(figure(text) for text in figures)
    return Check(rule="R02", verdict=Verdict.INCONSISTENT, quote=quote, figures=printed, reported=reported)


def test_a_short_quotation_is_whole():
    assert excerpt(check("完成 67次\n，101.49%", "67次")) == "完成 67次 ，101.49%"


def test_without_a_quotation_the_figures_stand_alone():
    assert excerpt(check("", "67次", "101.49%", "67次")) == "67次  101.49%"


@pytest.mark.parametrize("reported", ["101.49%", None])
def test_a_long_one_is_cut_around_its_figures(reported):
    text = excerpt(check(LONG, "67次", "101.49%", reported=reported))
    assert text[0] == "…"
    assert "67次，完成协议指标量的101.49%" in text
    assert text[-1] == "…"
    assert len(text) <= 152


def test_figures_far_apart_leave_the_reported_one():
    text = excerpt(check("5次" + "x" * 300 + "101.49%" + "y" * 300, "5次", "101.49%", reported="101.49%"))
    assert "101.49%" in text
    assert "5次" not in text


def test_a_figure_that_is_not_in_the_quotation_is_no_obstacle():
    assert excerpt(check(LONG, "9人", reported="8人")).startswith("开头")

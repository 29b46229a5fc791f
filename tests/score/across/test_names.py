"""Names of projects and units."""

import pytest

from score.across.names import Alike, bare, named_in, same_project, same_unit


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("农村饮水安全项目", "农村饮水安全项目", Alike.SAME),
        ("2023年农村饮水安全（项目）", "农村饮水 安全项目", Alike.SAME),
        ("石门县农村饮水安全项目", "农村饮水安全", Alike.ALIAS),
        ("农村饮水安全项目资金", "农村饮水安全项目", Alike.ALIAS),
        ("道路改造工程一期", "道路改造工程二期", Alike.PERHAPS),
        ("道路改造工程", "道路改造工程二期", Alike.PERHAPS),
        ("农村饮水安全项目", "农村公路养护项目", Alike.NO),
        ("培训", "培训", Alike.NO),
        ("", "农村饮水安全项目", Alike.NO),
    ],
)
def test_two_names(one, other, alike):
    assert same_project(bare(one), bare(other)) is alike
    assert same_project(bare(other), bare(one)) is alike


@pytest.mark.parametrize(
    ("name", "title", "alike"),
    [
        ("农村饮水安全巩固提升项目", "石门县2023年农村饮水安全巩固提升项目支出明细账", Alike.ALIAS),
        ("农村饮水安全巩固提升项目", "农村饮水安全巩固提升项目绩效自评报告", Alike.ALIAS),
        ("农村饮水安全巩固提升项目", "农村饮水安全巩固提升二期工程支出明细账", Alike.PERHAPS),
        ("农村饮水安全巩固提升项目", "支出明细账", Alike.NO),
    ],
)
def test_a_name_in_a_title(name, title, alike):
    assert named_in(bare(name), bare(title)) is alike


def test_units():
    assert same_unit("石门县", "石门县水利局") is True
    assert same_unit("石门县教育局", "石门县水利局") is False
    assert same_unit("", "石门县水利局") is None

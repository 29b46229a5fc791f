from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from schema.finding import Severity
from score.configuration import ConfigurationError
from score.profile import UnknownProfileError, chosen, grade_schemes, named, profiles


def sums(**weights: int) -> dict[str, Decimal]:
    return {group: Decimal(weight) for group, weight in weights.items()}


@pytest.mark.parametrize(
    ("weights", "profile"),
    [
        (sums(execution=10, output=50, benefit=30, satisfaction=10), "cn_2020"),
        (sums(execution=10, output=50, benefit=40), "cn_2020_no_sat"),
        (sums(execution=10, cost=20, output=40, benefit=20, satisfaction=10), "cn_2021_cost"),
        (sums(execution=10, cost=20, output=40, benefit=30), "cn_2021_cost_no_sat"),
        (sums(execution=10, output=60, benefit=30), "sc_10_90"),
        (sums(execution=20, output=50, benefit=30), "exec_20_80"),
        (sums(decision=20, process=20, output=30, benefit=30), "report_4x"),
        (sums(output=50, benefit=50), None),
        (sums(execution=10, output=52, benefit=30, satisfaction=10), None),
        (sums(professional=700, buyer=200, supervisor=100), None),
        ({}, None),
    ],
)
def test_a_profile_is_chosen_by_the_weights_of_the_form(weights, profile):
    found = chosen(weights, 2022)
    assert (found.id if found else None) == profile


def test_a_profile_is_in_force_when_the_year_is_evaluated():
    old = sums(decision=25, process=30, performance=45)
    found = chosen(old, 2018)
    assert found is not None
    assert found.id == "sc_dept_old"
    assert chosen(old, 2023) is None
    assert chosen(sums(execution=10, output=50, benefit=30, satisfaction=10), 2015) is None


def test_no_profile_may_raise_an_error_alone():
    assert {profile.gravest for profile in profiles().values()} == {Severity.WARNING}


def test_ids_are_file_names_and_schemes_exist():
    assert all(profile.grades in grade_schemes() for profile in profiles().values())
    assert named("cn_2020").valid_from == date(2020, 2, 25)


def test_weights_of_strict_profiles_make_their_scale():
    for profile in profiles().values():
        if not profile.weights.free:
            assert sum(profile.weights.fixed.values()) == profile.scale, profile.id


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UnknownProfileError, match="cn_2020"):
        named("nowhere")


def test_a_profile_of_ones_own_is_a_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'id = "mine"\njurisdiction = "x"\nauthority = ""\nvalid_from = 2022-01-01\n'
        'title = { zh = "本市", en = "ours" }\n[thresholds]\nover_note = "1.2"\n',
        encoding="utf-8",
    )
    assert named(str(path)).thresholds.over_note == Decimal("1.2")


@pytest.mark.parametrize(("wrong", "line"), [("over_note = 1.2", 7), ("over_nite = 1", 7)])
def test_a_wrong_profile_names_its_line(tmp_path, wrong, line):
    path = tmp_path / "mine.toml"
    path.write_text(
        'id = "mine"\njurisdiction = "x"\nauthority = ""\nvalid_from = 2022-01-01\n'
        f'title = {{ zh = "本市", en = "ours" }}\n[thresholds]\n{wrong}\n',
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError, match=f"mine.toml:{line}:"):
        named(str(path))


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("90", "优"),
        ("89.95", "良"),
        ("89.5", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.5", "差"),
    ],
)
def test_bands_are_half_open(score, grade):
    assert grade_schemes()["cn_4"].band_of(Fraction(score)).grade == grade


def test_bands_follow_the_scale():
    assert grade_schemes()["sector_4"].band_of(Fraction(905), Fraction(1000)).grade == "优秀"

"""`fuhe rules` and `fuhe schema`."""

import json

import pytest

from publish.tables import TABLES
from publish.terms import terms
from score.across.view import across_rules
from score.rule import all_rules

RULES = sorted(rule.id for rule in (*all_rules(), *across_rules()))


def test_every_rule_is_listed(fuhe):
    code, out, _ = fuhe("rules")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[:-1]] == RULES
    assert out.splitlines()[-1] == f"共 {len(RULES)} 条规则"


def test_a_rule_is_explained(fuhe):
    code, out, _ = fuhe("rules", RULES[0].lower())
    assert code == 0
    assert out.startswith(f"{RULES[0]}  [")
    assert "需要: " in out


def test_rules_for_programs(fuhe):
    _, out, _ = fuhe("rules", "--json", "--lang", "en")
    rules = json.loads(out)
    assert [rule["id"] for rule in rules] == RULES
    assert all(rule["title"] and rule["explains"] and rule["severity"] for rule in rules)
    _, out, _ = fuhe("rules", RULES[0], "--json")
    assert json.loads(out)["id"] == RULES[0]


def test_markdown_has_every_rule_once(fuhe):
    _, out, _ = fuhe("rules", "--markdown")
    heads = [line.split()[1] for line in out.splitlines() if line.startswith("### ")]
    assert sorted(heads) == RULES


def test_a_wrong_rule_names_the_near_ones(fuhe):
    code, _, err = fuhe("rules", "R99", "--lang", "en")
    assert code == 2
    assert "near: R" in err


def test_the_schema_of_a_report(fuhe):
    _, out, _ = fuhe("schema")
    assert {"document", "indicators", "findings", "coverage", "score"} <= set(json.loads(out)["properties"])


@pytest.mark.parametrize("table", sorted(TABLES))
def test_the_schema_of_a_table(fuhe, table):
    _, out, _ = fuhe("schema", table)
    assert list(json.loads(out)["properties"]) == [column.name for column in TABLES[table]]


def test_what_a_rule_needs_is_named():
    named = terms("zh").section("table")
    assert {part for rule in all_rules() for part in rule.needs} - named.keys() == set()

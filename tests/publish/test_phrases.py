"""Wording of the rules: complete in both languages, and every placeholder is filled."""

import re

import pytest

from publish.phrases import Words, phrase, words
from publish.terms import LANGUAGES, WordingError
from schema.finding import Check, Verdict
from score.across.view import across_rules
from score.rule import all_rules

RULES = sorted(rule.id for rule in (*all_rules(), *across_rules()))


@pytest.fixture
def folder(tmp_path):
    """A wording folder with empty labels and one family of rules."""

    def make(text):
        (tmp_path / "zh").mkdir(exist_ok=True)
        (tmp_path / "zh" / "terms.toml").write_text(
            '[message]\ninconsistent = "{title}：{reported}"\n', encoding="utf-8"
        )
        (tmp_path / "zh" / "family.toml").write_text(text, encoding="utf-8")
        return Words("zh", tmp_path)

    return make


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_wording_and_no_wording_is_without_a_rule(lang):
    assert sorted(words(lang).rules) == sorted(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_both_languages_have_the_same_messages_with_the_same_placeholders(rule):
    zh, en = (words(lang).rules[rule].messages for lang in LANGUAGES)
    assert zh.keys() == en.keys()
    for key in zh:
        assert holes(zh[key]) == holes(en[key]), key


def holes(text):
    """The placeholders of a text; `{name_zh}` and `{name_en}` are one fact in two languages."""
    return {re.sub("_(zh|en)$", "", name) for name in re.findall(r"\{(\w+)\}", text)}


CHECK = Check(
    rule="Z01",
    verdict=Verdict.INCONSISTENT,
    reported="98%",
    recomputed="95%",
    subject="执行率",
    facts={"a": "1", "b": "{a}"},
)
FAMILY = '[Z01]\ntitle = "标题"\nexplains = "说明"\n[Z01.messages]\n'


@pytest.mark.parametrize(
    ("messages", "facts", "text"),
    [
        ('inconsistent = "{reported} 与 {recomputed} {a}"', {}, "98% 与 95% 1"),
        ('inconsistent = "x"\nspecial = "y {b}"', {"outcome": "special"}, "y {a}"),
        ('default = "d"', {}, "d"),
        ('consistent = "c"', {}, "标题：98%"),
    ],
)
def test_the_message_is_found_by_outcome_then_verdict_then_default(folder, messages, facts, text):
    check = CHECK.model_copy(update={"facts": CHECK.facts | facts})
    assert folder(FAMILY + messages).phrase(check) == text


def test_a_rule_without_wording_is_told_by_its_verdict():
    assert phrase(CHECK) == "Z01：执行率，文件载明 98%，重算为 95%，需核实。"
    assert phrase(CHECK, "en").startswith("Z01: 执行率; the document says 98%")


def test_a_message_that_is_there_already_is_kept():
    assert phrase(CHECK.model_copy(update={"message": "said"})) == "said"


def test_unfilled_placeholders_are_found(folder):
    assert folder(FAMILY + 'inconsistent = "{a} {nothing}"').unfilled(CHECK) == {"nothing"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[Z01]\ntitle = "t"\nexplains = "e"\nextra = 1\n', 1),
        ('\n\n[Z01]\nexplains = "e"\n', 3),
        ('[Z01]\ntitle = ""\nexplains = "e"\n', 1),
    ],
)
def test_a_wrong_entry_is_named_with_file_and_line(folder, text, line):
    with pytest.raises(WordingError, match=rf"family\.toml:{line}: \[Z01\]"):
        _ = folder(text).rules


def test_a_rule_worded_twice_is_an_error(folder, tmp_path):
    words = folder('[Z01]\ntitle = "t"\nexplains = "e"\n')
    (tmp_path / "zh" / "other.toml").write_text('[Z01]\ntitle = "t"\nexplains = "e"\n', encoding="utf-8")
    with pytest.raises(WordingError, match="has wording already"):
        _ = words.rules


def test_a_result_that_only_agrees_within_rounding_is_not_shown_as_if_equal() -> None:
    check = Check(
        rule="R21",
        verdict=Verdict.CONSISTENT,
        subject="合计：",
        formula="320.00 × 96.1% = 307.52",
        reported="307.40",
        facts={"rounded": "1"},
    )
    assert phrase(check) == "合计：320.00 × 96.1% = 307.52，与文件载明的307.40相符（按所印位数取舍后相符）。"
    assert phrase(check, "en").endswith("(within what was rounded away).")

"""Labels: both languages say the same things, and errors in the files name the line."""

import re

import pytest

from publish.tables import TABLES
from publish.terms import LANGUAGES, Terms, WordingError, fill, terms

ZH, EN = (terms(lang) for lang in LANGUAGES)
SECTIONS = sorted(ZH._terms)
ENGLISH_ONLY = ["notice"]
"""Notices of reading are written in Chinese where they arise."""


def test_both_languages_have_the_same_sections():
    assert sorted(EN._terms) == sorted(SECTIONS + ENGLISH_ONLY)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_the_same_keys_and_placeholders_in_both_languages(section):
    zh, en = ZH.section(section), EN.section(section)
    assert zh.keys() == en.keys()
    holes = {
        key: (set(re.findall(r"\{(\w+)\}", zh[key])), set(re.findall(r"\{(\w+)\}", en[key]))) for key in zh
    }
    assert {key: pair for key, pair in holes.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_and_table_has_a_title(lang):
    words = terms(lang)
    columns = {column.name for table in TABLES.values() for column in table}
    assert columns - words.section("column").keys() == set()
    assert TABLES.keys() - words.section("table").keys() == set()


def test_every_error_has_a_remedy():
    for words in (ZH, EN):
        errors = words.section("error")
        causes = {key for key in errors if not key.endswith("_remedy")} - {"head", "remedy"}
        assert {key for key in causes if f"{key}_remedy" not in errors} == set()


def test_messages_use_only_characters_of_gbk():
    texts = {text for section in SECTIONS for text in ZH.section(section).values()}
    broken = {text for text in texts if text != text.encode("gbk", errors="replace").decode("gbk")}
    assert broken == set()


@pytest.mark.parametrize(
    ("template", "facts", "text"),
    [
        ("{a} of {b}", {"a": "1", "b": "2"}, "1 of 2"),
        ("{a}", {}, "{a}"),
        ("{a}", {"a": "{b}", "b": "x"}, "{b}"),
        ("100%{", {}, "100%{"),
    ],
)
def test_fill(template, facts, text):
    assert fill(template, facts) == text


def test_a_fact_may_have_any_name():
    assert ZH.term("place", "page", page=3, section="x", key="y") == "第3页"


def test_an_unknown_label_is_its_key():
    assert ZH.term("column", "nothing_of_that_name") == "nothing_of_that_name"


def test_a_broken_file_is_named_with_its_line(tmp_path):
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "terms.toml").write_text('[a]\nb = "c"\nd = \n', encoding="utf-8")
    with pytest.raises(WordingError, match=r"terms\.toml.*line 3"):
        Terms("zh", tmp_path)


def test_an_unknown_language_is_an_error():
    with pytest.raises(WordingError, match="fr"):
        Terms("fr")

"""Characters come out as they look on paper, and nothing else is folded."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.characters import CHARACTER_MAP, clean, private_share, symbol


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("⽤⼾⽅⻓⻘⺠⿓", "用户方长青民龍"),
        ("满\u00ad意\u200b度\ufeff", "满意度"),
        ("一\x00二\x07三", "一二三"),
        ("甲\r乙\u2028丙\x0b丁", "甲\n乙\n丙\n丁"),
        ("1,700\u00a0元", "1,700 元"),
        ("2022\u20112023", "2022-2023"),
        ("\uf0fe是\uf0a8否", "☑是□否"),
        ("\uf9b4金", "領金"),
        ("①（㎡）３％　—“”", "①（㎡）３％　—“”"),
        ("plain text", "plain text"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_every_radical_becomes_a_unified_character() -> None:
    for code in [*range(0x2F00, 0x2FD6), *range(0x2E81, 0x2EF4)]:
        if unicodedata.category(chr(code)) == "So" and code not in (0x2E91, 0x2E9A):
            assert unicodedata.name(clean(chr(code))).startswith("CJK UNIFIED"), hex(code)


@given(st.text())
def test_clean_is_stable_and_never_adds(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert len(once) <= len(text)


def test_the_map_gives_single_characters() -> None:
    assert all(value is None or len(value) == 1 for value in CHARACTER_MAP.values())


@pytest.mark.parametrize(
    ("text", "share"), [("", 0.0), ("正常文字", 0.0), ("\ue001\ue002正常", 0.5), ("\ufffd \ue000", 1.0)]
)
def test_private_share(text: str, share: float) -> None:
    assert private_share(text) == share


def test_symbols_with_and_without_the_offset_of_word() -> None:
    assert (symbol(0xF0FE), symbol(0xFE), symbol(0xF001)) == ("☑", "☑", None)

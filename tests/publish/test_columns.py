"""Text in cells of a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.columns import display_width, spread, wrapped


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("复核", 4), ("98%（高）", 9), ("", 0), ("é", 1), ("e\u0301", 1)]
)
def test_display_width(text, width):
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (14, ["合计为", "1,700,000.00", "元，需核实。"]),
        (16, ["合计为", "1,700,000.00元，", "需核实。"]),
        (40, ["合计为1,700,000.00元，需核实。"]),
    ],
)
def test_numbers_are_kept_whole_and_punctuation_with_its_word(width, lines):
    assert list(wrapped("合计为1,700,000.00元，需核实。", width)) == lines


def test_prefixes():
    assert list(wrapped("一二三四五六", 10, first="  - ", rest="    ")) == ["  - 一二三", "    四五六"]


@given(st.text(alphabet="一二三，。(（abc 1234,.%万元", max_size=80), st.integers(20, 60))
def test_nothing_is_lost_and_no_line_is_too_wide(text, width):
    lines = list(wrapped(text, width, first="  ", rest="    "))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line) <= width for line in lines)


@pytest.mark.parametrize(("width", "line"), [(12, "左  right"), (9, "左  right"), (8, None)])
def test_spread(width, line):
    found = spread("左", "right", width)
    assert (found and " ".join(found.split())) == (line and " ".join(line.split()))
    assert found is None or display_width(found) == width

from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict

from score.configuration import ConfigurationError, line_of, load


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: int


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    inner: Inner
    item: tuple[Inner, ...] = ()


GOOD = 'name = "a"\n[inner]\nsize = 1\n[[item]]\nsize = 2\n[[item]]\nsize = 3\n'


def test_a_good_file_is_a_model(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert [item.size for item in load(path, Outer).item] == [2, 3]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GOOD.replace("size = 3", 'size = "x"'), 7),
        (GOOD.replace("size = 2", 'size = "x"'), 5),
        (GOOD.replace("size = 1", "size = 1\nsise = 2"), 4),
        (GOOD.replace('name = "a"', "name = 3"), 1),
        ('name = "a"\n[inner]\nsize = = 1\n', 3),
        ('name = "a"\n\n[inner]\n', 3),
    ],
)
def test_an_error_names_its_line(tmp_path, text, line):
    path = tmp_path / "a.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load(path, Outer)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert f"a.toml:{line}: " in str(caught.value)


def test_an_unknown_place_is_the_first_line():
    assert line_of(GOOD, ("nowhere",)) == 1

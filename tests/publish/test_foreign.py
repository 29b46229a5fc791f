"""English of other components is said in the language of the session."""

import re

import click
import pytest
from pydantic import BaseModel, ConfigDict

from publish.foreign import spoken
from score.configuration import ConfigurationError, load


class Small(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    many: tuple[str, ...] = ()
    count: int = 0


BROKEN = [
    'id = "x"\nother = 1\n',
    "many = []\n",
    'id = "x"\nmany = 3\n',
    'id = "x"\ncount = "many"\n',
    "id\n",
    "id =\n",
    'id = "x\n',
    'id = "x"\nid = "y"\n',
    "[id\n",
    'id = "x" many = []\n',
    "many = [1\n",
    "id = 3\n",
]


@pytest.mark.parametrize("text", BROKEN)
def test_errors_of_files_that_people_write_are_in_chinese(tmp_path, text):
    path = tmp_path / "a.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as error:
        load(path, Small)
    told = spoken(error.value.reason, "zh")
    assert not re.search(r"[A-Za-z]{3,}", re.sub(r"\b(?:id|many|count|other)\b", "", told)), told
    assert spoken(error.value.reason, "en") == error.value.reason


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (click.Choice(["zh", "en"]), "fr"),
        (click.IntRange(1), "0"),
        (click.IntRange(1), "x"),
        (click.FloatRange(0.1), "x"),
        (click.Path(exists=True, dir_okay=False), "/"),
        (click.Path(exists=True), "nowhere"),
        (click.Path(file_okay=False, exists=True), __file__),
    ],
)
def test_errors_of_the_command_line_are_in_chinese(kind, value):
    with pytest.raises(click.BadParameter) as error:
        kind.convert(value, None, None)
    told = spoken(error.value.message, "zh").replace(str(value), "")
    assert not re.search(r"\b(?:is|not|does|a|of|in|range|file|directory)\b", told, re.IGNORECASE), told


def test_what_the_system_says_is_in_chinese(tmp_path):
    with pytest.raises(OSError, match="No such") as error:
        (tmp_path / "没有.toml").read_text()
    assert spoken(error.value.strerror, "zh") == "没有这个文件或目录"
    assert spoken("自己的话", "zh") == "自己的话"

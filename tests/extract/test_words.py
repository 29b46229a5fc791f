"""Word lists: errors name file and line, and an auditor's file extends ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import words
from extract.tables.words import row_kind
from extract.words import VocabularyError, Words, check_extension, load, strings


class Thing(Words):
    name: str
    size: int = 0


class Things(Words):
    title: str = ""
    thing: tuple[Thing, ...] = ()
    plain: tuple[str, ...] = ()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    words._load.cache_clear()
    return tmp_path


def test_a_list_is_read_into_its_model(folder: Path) -> None:
    (folder / "things.toml").write_text('title = "a"\n[[thing]]\nname = "x"\nsize = 2\n', encoding="utf-8")
    assert load("things", Things) == Things(title="a", thing=(Thing(name="x", size=2),))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("title = 3\n", 1, "title"),
        ('title = "a"\n\n[[thing]]\nname = "x"\n[[thing]]\nname = "y"\nsize = "big"\n', 7, "thing.1.size"),
        ('title = "a"\n\n[[thing]]\nsise = 3\nname = "x"\n', 4, "thing.0.sise"),
        ("[[thing]]\nsize = 1\n", 1, "thing.0.name"),
        ('title = "a"\nplain = [\n  "b",\n  3,\n]\n', 2, "plain.1"),
        ('title = "a"\nplain = = 3\n', 2, "line 2"),
    ],
)
def test_an_error_names_file_and_line(folder: Path, text: str, line: int, reason: str) -> None:
    (folder / "things.toml").write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=reason) as caught:
        load("things", Things)
    assert (caught.value.path.name, caught.value.line) == ("things.toml", line)
    assert f"things.toml:{line}:" in str(caught.value)


def test_the_auditors_file_extends_lists_and_replaces_single_values(folder: Path) -> None:
    (folder / "things.toml").write_text(
        'title = "a"\nplain = ["p"]\n[[thing]]\nname = "x"\n', encoding="utf-8"
    )
    own = folder / "own" / "mine.toml"
    own.parent.mkdir()
    own.write_text('[things]\ntitle = "b"\nplain = ["q"]\n[[things.thing]]\nname = "y"\n', encoding="utf-8")
    merged = load("things", Things, own)
    assert (merged.title, list(merged.plain), [thing.name for thing in merged.thing]) == (
        "b",
        ["p", "q"],
        ["x", "y"],
    )
    assert load("things", Things).plain == ("p",)


def test_an_error_in_the_auditors_file_names_that_file(folder: Path) -> None:
    (folder / "things.toml").write_text('[[thing]]\nname = "x"\n', encoding="utf-8")
    own = folder / "own" / "mine.toml"
    own.parent.mkdir()
    own.write_text('[things]\ntitle = "b"\n[[things.thing]]\nname = "y"\nsize = "?"\n', encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load("things", Things, own)
    assert (caught.value.path, caught.value.line) == (own, 5)


def test_a_table_of_an_unknown_name_is_refused(folder: Path) -> None:
    (folder / "things.toml").write_text("", encoding="utf-8")
    own = folder / "own" / "mine.toml"
    own.parent.mkdir()
    own.write_text("\n[thigs]\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"mine\.toml:2: no word list is called 'thigs'"):
        check_extension(own)


def test_strings_are_found_at_any_depth() -> None:
    assert list(strings({"a": ["x", {"b": "y"}], "c": 3})) == ["x", "y"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("总计（含预算执行10分）", "total"), ("总分（100分）", "total"), ("（一）合 计", "total"), ("小计（1—3项）", "subtotal"),
        ("合计（不含预备费）", "entry"), ("上级补助（合计）", "entry"), ("其中：财政拨款", "of_which"),
    ],
)  # fmt: skip
def test_what_a_row_is_by_its_name(name: str, kind: str) -> None:
    assert row_kind(name).value == kind

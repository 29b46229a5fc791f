"""What the READMEs show is what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fuhe.cli import cli

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpus" / "documents" / "zhongcun-2022.pdf"


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_example_of_the_readme_is_printed(readme, lang, fuhe, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    shown = re.search(r"```\n(zhongcun.+?)\n```", (ROOT / readme).read_text("utf-8"), re.S)
    assert shown
    _, printed, _ = fuhe("--lang", lang, "check", SAMPLE)
    assert shown[1] in "\n".join(line.rstrip() for line in printed.splitlines())


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_every_command_of_the_readme_exists(readme: str) -> None:
    named = set(re.findall(r"`?fuhe ([a-z-]+)", (ROOT / readme).read_text("utf-8")))
    assert named
    assert named <= set(cli.commands)


def test_both_make_verbs_stand_in_the_first_screen() -> None:
    for readme in ("README.md", "README.zh.md"):
        first = (ROOT / readme).read_text("utf-8").splitlines()[:25]
        assert any(line.startswith("make run") for line in first)
        assert any(line.startswith("make test") for line in first)

"""The user guide is true: its pictures are there, its commands exist, its examples are accepted and work."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from fuhe.cli import cli, main

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "guide.zh.md").read_text("utf-8")
SAMPLE = ROOT / "corpus" / "documents" / "selfeval-bridge-2022.docx"
RULE = """
from score.context import Context
from score.rule import RULES
{code}
def outcomes(rule, report):
    return [(check.verdict.value,) for check in RULES[rule].run(Context(report, None))]
{test}
for values in (("20", "consistent"), ("10", "inconsistent"), ("", None)):
    test_z02(*values)
print("done")
"""


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.S)


def test_every_picture_is_there():
    shown = re.findall(r"!\[.+?\]\((.+?)\)", GUIDE)
    assert len(shown) >= 4
    assert [name for name in shown if not (ROOT / "docs" / name).exists()] == []


def test_every_command_and_option_exists():
    named = set(re.findall(r"fuhe ([a-z-]+)", GUIDE))
    assert named <= set(cli.commands)
    known = {option for command in cli.commands.values() for part in command.params for option in part.opts}
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", re.sub(r"pip .*", "", GUIDE)))
    assert options - known == set()


@pytest.mark.parametrize(("mark", "option"), [("units.kinds", "--vocabulary"), ("local_2024", "--profile")])
def test_an_example_file_is_accepted(tmp_path, capsys, mark, option):
    path = tmp_path / "example.toml"
    path.write_text(next(block for block in blocks("toml") if mark in block), encoding="utf-8")
    assert main(["check", str(SAMPLE), option, str(path)]) == 1
    assert "疑点" in capsys.readouterr().out
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(path.read_text(encoding="utf-8") + "\n[nonsense]\nx = 1\n", encoding="utf-8")
    assert main(["check", str(SAMPLE), option, str(wrong)]) == 7
    assert "nonsense" in capsys.readouterr().err


def test_the_rule_of_the_guide_does_what_its_example_says():
    """In a process of its own: a rule, once registered, stays."""
    code, test = blocks("python")
    test = test.replace("from tests.checking import outcomes\n", "")
    assert "def test_z02" in test
    done = subprocess.run(
        [sys.executable, "-c", RULE.format(code=code, test=test)],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.stdout.strip(), done.stderr) == ("done", "")


def test_its_wording_has_a_sentence_for_every_outcome():
    import tomllib

    from publish.phrases import RuleWords

    (wording,) = (tomllib.loads(block) for block in blocks("toml") if "[Z02]" in block)
    assert RuleWords.model_validate(wording["Z02"]).messages.keys() == {
        "inconsistent",
        "consistent",
        "default",
    }

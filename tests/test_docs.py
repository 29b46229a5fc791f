"""The documents that describe the code are held to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fuhe.cli import main

ROOT = Path(__file__).parents[1]
PACKAGES = ("schema", "ingest", "extract", "score", "publish", "fuhe")


def source_text() -> str:
    files = [p for name in PACKAGES for p in (ROOT / name).rglob("*") if p.suffix in (".py", ".toml")]
    return "\n".join(path.read_text("utf-8") for path in files)


def glossary() -> list[str]:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = re.findall(r"^\| .+? \| (`.+`) \|$", text, re.M)
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def test_the_glossary_is_not_empty() -> None:
    assert len(glossary()) > 50


def test_every_identifier_of_the_glossary_is_in_use() -> None:
    text = source_text()
    assert [name for name in glossary() if not re.search(rf"\b{name}\b", text)] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md")), ids=str)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_rule_catalogue_is_the_generated_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--markdown"]) == 0
    assert capsys.readouterr().out == (ROOT / "docs" / "rules.md").read_text("utf-8")

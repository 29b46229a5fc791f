"""The walls of the house: no stage imports another, the nouns import nothing of ours, our names are ours."""

import ast
import importlib.metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = ("ingest", "extract", "score", "publish")
OURS = {"schema", *STAGES, "fuhe"}
MAY_IMPORT = {"schema": {"schema"}, **{stage: {"schema", stage} for stage in STAGES}, "fuhe": OURS}


def imported(path: Path) -> set[str]:
    """Top-level names that a module imports, also inside functions and type-checking blocks."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    names |= {node.module or "" for node in froms if node.level == 0}
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_a_package_imports_only_what_it_may(package):
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules, f"no modules in {package}"
    crossing = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules
        for name in imported(path) & OURS - MAY_IMPORT[package]
    }
    assert crossing == set()


def test_the_reader_of_imports_sees_those_inside_functions(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        "def f():\n    from score.rule import rule\n    import extract.claims\n", encoding="utf-8"
    )
    assert imported(module) == {"score", "extract"}


def test_nobody_else_owns_our_import_names():
    owners = importlib.metadata.packages_distributions()
    assert {name: set(owners.get(name, ["fuhe"])) - {"fuhe"} for name in OURS} == {
        name: set() for name in OURS
    }

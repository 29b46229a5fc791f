"""`fuhe doctor`."""

import importlib.metadata
import json
import shutil


def examined(fuhe, *arguments):
    code, out, _ = fuhe("doctor", "--json", *arguments)
    return code, {condition["name"]: condition for condition in json.loads(out)}


def test_everything_required_is_there(fuhe):
    code, found = examined(fuhe)
    assert code == 0
    assert {name for name, c in found.items() if c["required"] and not c["ok"]} == set()
    assert {"python", "click", "xlsxwriter", "wording", "write", "soffice", "ocr", "fonts"} <= set(found)


def test_a_missing_package_is_6_with_its_remedy(fuhe, monkeypatch):
    real = importlib.metadata.version

    def version(name):
        if name == "duckdb":
            raise importlib.metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    code, found = examined(fuhe)
    assert (code, found["duckdb"]["ok"], found["duckdb"]["remedy"]) == (6, False, "pip install duckdb")
    code, out, _ = fuhe("doctor", "--lang", "en")
    assert "[missing] package duckdb" in out
    assert "remedy: pip install duckdb" in out


def test_a_missing_optional_component_is_no_failure(fuhe, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    code, found = examined(fuhe)
    assert (code, found["soffice"]["ok"], found["soffice"]["required"]) == (0, False, False)
    assert "LibreOffice" in found["soffice"]["remedy"]

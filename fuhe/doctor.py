"""`fuhe doctor`: what the program needs, whether it is there, and what to do if not."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from fuhe.console import Session, put, put_json
from fuhe.errors import ExitCode, FuheError

OCR = ("rapidocr", "onnxruntime")
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
CHINESE_FONTS = re.compile(
    r"noto.*cjk|sourcehan|wqy|wenquanyi|simsun|simhei|simfang|simkai|msyh|pingfang|heiti|songti|fangsong|droidsansfallback"
    r"|uming|ukai|cjk",
    re.I,
)
SAMPLE = "复核：①≥②，㎡×÷→"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing the program needs. `required` ones make the exit code 6 when missing."""

    name: str
    label: str
    found: str
    ok: bool
    required: bool
    remedy: str = ""


def examine(session: Session, *, as_json: bool) -> ExitCode:
    """Examine everything and print it; COMPONENT when something required is missing."""
    conditions = list(conditions_of(session))
    if as_json:
        put_json([asdict(condition) for condition in conditions])
    else:
        put(line for condition in conditions for line in _lines(condition, session))
    return ExitCode.DONE if all(c.ok or not c.required for c in conditions) else ExitCode.COMPONENT


def _lines(condition: Condition, session: Session) -> Iterator[str]:
    word = "ready" if condition.ok else "lacking" if condition.required else "optional"
    found = f"  {condition.found}" if condition.found else ""
    yield f"[{session.text(word)}] {condition.label}{found}"
    if not condition.ok and condition.remedy:
        yield f"    {session.words.term('error', 'remedy')}: {condition.remedy}"


def conditions_of(session: Session) -> Iterator[Condition]:
    """Every condition, required ones first."""
    term = session.words.term
    version = ".".join(map(str, sys.version_info[:3]))
    yield _condition(session, "python", version, sys.version_info >= (3, 11), required=True)
    for name in _requirements():
        found = _version(name)
        label, remedy = term("doctor", "package", name=name), term("doctor", "package_remedy", name=name)
        yield Condition(name, label, found, bool(found), True, "" if found else remedy)
    yield _wording(session)
    folder = tempfile.gettempdir()
    yield _condition(session, "write", "", _writable(folder), required=True, path=folder)
    encoding = getattr(sys.stdout, "encoding", None) or "?"
    yield _condition(session, "console", "", _shows_chinese(encoding), required=False, encoding=encoding)
    soffice = shutil.which("soffice") or shutil.which("libreoffice") or ""
    yield _condition(session, "soffice", soffice, bool(soffice), required=False)
    versions = [_version(name) for name in OCR]
    yield _condition(session, "ocr", " ".join(filter(None, versions)), all(versions), required=False)
    font = _chinese_font()
    yield _condition(session, "fonts", font, bool(font), required=False)


def _condition(
    session: Session, name: str, found: str, ok: bool, *, required: bool, **facts: str
) -> Condition:
    label = session.words.term("doctor", name, **facts)
    remedy = "" if ok else session.words.term("doctor", f"{name}_remedy")
    return Condition(name, label, found, ok, required, remedy)


def _requirements() -> list[str]:
    """The packages that this installation says it needs, without extras."""
    listed = importlib.metadata.requires("fuhe") or []
    plain = [line for line in listed if "extra ==" not in line]

    return sorted({re.split(r"[\s<>=!~;\[(]", line, maxsplit=1)[0] for line in plain})


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _wording(session: Session) -> Condition:
    from fuhe.pipeline import configuration_errors
    from publish.phrases import words
    from publish.terms import LANGUAGES
    from score.rule import all_rules

    try:
        with configuration_errors():
            rules = [rule.id for rule in all_rules()]
            lacking = [
                f"{rule} ({lang})" for lang in LANGUAGES for rule in rules if rule not in words(lang).rules
            ]
    except FuheError as error:
        return _condition(session, "wording", error.cause(session.lang), False, required=True, count="?")
    found = ", ".join(lacking)
    return _condition(session, "wording", found, not lacking, required=True, count=str(len(rules)))


def _writable(folder: str) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _shows_chinese(encoding: str) -> bool:
    try:
        SAMPLE.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def _chinese_font() -> str:
    for folder in (Path(name).expanduser() for name in FONT_FOLDERS):
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.suffix.lower() in {".ttf", ".ttc", ".otf"} and CHINESE_FONTS.search(path.name):
                    return path.name
    return ""

"""Old and foreign word processor files through LibreOffice: .doc, .wps, .rtf, .odt -> DOCX.

Every call has a profile of its own (two programs on one profile fail), a time limit, and a process group that is
killed as a whole: soffice is a script that starts the real program. Macros do not run and links are not
updated; the file itself is only copied.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from ingest.guards import Archive, Limits, RefusedError
from ingest.reading import Reading
from ingest.word import read_docx
from schema.document import State

MOST_KEPT, BYTES_KEPT = 16, 2**26
_MADE: OrderedDict[str, bytes] = OrderedDict()
"""The files converted last, by what they were made of."""
_PROGRAMS = ("soffice", "libreoffice")
_SETTING = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "2"),
    ("Common/Misc", "FirstRun", "false"),
)


def program() -> str | None:
    """Path of LibreOffice, None if it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def read_legacy(data: bytes, suffix: str, limits: Limits) -> Reading:
    """Read through LibreOffice; raises RefusedError when it is missing, fails or takes too long."""
    made = converted(data, suffix, "docx", limits)
    reading = read_docx(BytesIO(made), limits)
    return replace(reading, engines={"convert": _made_by(made, limits), **reading.engines})


def _guard(data: bytes, limits: Limits) -> None:
    """LibreOffice unpacks every part of an archive: all of them must be within the limits."""
    if data.startswith(b"PK"):
        archive = Archive(BytesIO(data), limits)
        archive.check_all()
        archive.close()


def converted(data: bytes, suffix: str, target: str, limits: Limits) -> bytes:
    """The file converted to `target` (an extension LibreOffice knows: docx, xlsx, pdf).

    Raises RefusedError when LibreOffice is missing, fails or takes too long.
    """
    office = program()
    if office is None:
        raise RefusedError(
            State.UNSUPPORTED,
            "needs_libreoffice",
            f"读取 {suffix} 需要 LibreOffice，本机没有安装。请安装 LibreOffice 后再读，或在 Word/WPS 中另存为 .docx。",
        )
    if not limits.slow:
        raise RefusedError(State.UNSUPPORTED, "wants_conversion", f"读取 {suffix} 须经 LibreOffice 转换")
    if kept := _MADE.get(_key(data, target)):
        return kept
    _guard(data, limits)
    with tempfile.TemporaryDirectory(prefix="fuhe-") as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        out = Path(folder) / "out"
        _settle(Path(folder) / "profile")
        _run(_command(office, Path(folder), target, out, [source]), suffix, limits.convert_seconds)
        made = out / f"source.{target}"
        if not made.is_file():
            raise RefusedError(
                State.CORRUPT,
                "convert_failed",
                f"LibreOffice 无法打开该 {suffix} 文件，文件可能已损坏或已加密。请在 Word/WPS 中打开，另存为 .docx 后再读。",
            )
        return _keep(_key(data, target), made.read_bytes())


def convert_together(files: Sequence[tuple[bytes, str]], limits: Limits) -> None:
    """Convert files, each with its suffix, to DOCX at one start of LibreOffice, which is most of what a file takes.

    `converted` then finds them made. A file that cannot be converted, or that spoils it for all, is left to be
    converted by itself when its turn comes, and is blamed then.
    """
    office = program()
    if office is None:
        return
    with tempfile.TemporaryDirectory(prefix="fuhe-") as folder, suppress(RefusedError, OSError):
        sources = []
        for data, suffix in files:
            with suppress(RefusedError):
                _guard(data, limits)
                sources.append(Path(folder) / f"{_key(data, 'docx')}{suffix}")
                sources[-1].write_bytes(data)
        out = Path(folder) / "out"
        _settle(Path(folder) / "profile")
        _run(_command(office, Path(folder), "docx", out, sources), "", limits.together_seconds)
        for made in out.glob("*.docx"):
            _keep(made.stem, made.read_bytes())


def _command(office: str, folder: Path, target: str, out: Path, sources: Sequence[Path]) -> list[str]:
    return [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", target),
        *("--outdir", str(out), *map(str, sources)),
    ]


def _key(data: bytes, target: str) -> str:
    return f"{hashlib.sha256(data).hexdigest()}-{target}"


def _keep(key: str, made: bytes) -> bytes:
    """Keep a converted file for whoever asks next: reading it, and marking a copy of it."""
    _MADE[key] = made
    while len(_MADE) > MOST_KEPT or sum(map(len, _MADE.values())) > BYTES_KEPT:
        _MADE.popitem(last=False)
    return made


def _settle(profile: Path) -> None:
    """Write the settings of a fresh profile: no macros, no links, no first-run assistant."""
    folder = profile / "user"
    folder.mkdir(parents=True)
    items = "".join(_SETTING.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


def _run(command: list[str], suffix: str, seconds: float) -> None:
    process = subprocess.Popen(  # noqa: S603 (our own program and arguments; the file is only data)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise RefusedError(
            State.CORRUPT,
            "convert_timeout",
            f"LibreOffice 在 {seconds:.0f} 秒内未能转换该 {suffix} 文件，已终止。请在 Word/WPS 中另存为 .docx 后再读。",
        ) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole process group: when the script is gone, the program it started may not be."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _made_by(made: bytes, limits: Limits) -> str:
    """The program that wrote a DOCX, as the file itself says (LibreOffice/7.4.7.2$Linux…)."""
    archive = Archive(BytesIO(made), limits)
    root = archive.tree("docProps/app.xml")
    archive.close()
    found = None if root is None else root.find("{*}Application")
    name = (found.text or "") if found is not None else ""
    return name.partition("$")[0].replace("/", " ") or "LibreOffice"

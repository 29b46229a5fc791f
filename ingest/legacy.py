"""Old and foreign word processor files through LibreOffice: .doc, .wps, .rtf, .odt -> DOCX.

Every call has a profile of its own (two programs on one profile fail), a time limit, and a process group that is
killed as a whole: soffice is a script that starts the real program. Macros do not run and links are not
updated; the file itself is only copied.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from ingest.guards import Archive, Limits, RefusedError
from ingest.reading import Reading
from ingest.word import read_docx
from schema.document import State

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
    _guard(data, limits)
    with tempfile.TemporaryDirectory(prefix="fuhe-") as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        out = Path(folder) / "out"
        _settle(Path(folder) / "profile")
        command = [
            office,
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", target),
            *("--outdir", str(out), str(source)),
        ]
        _run(command, suffix, limits.convert_seconds)
        made = out / f"source.{target}"
        if not made.is_file():
            raise RefusedError(
                State.CORRUPT,
                "convert_failed",
                f"LibreOffice 无法打开该 {suffix} 文件，文件可能已损坏或已加密。请在 Word/WPS 中打开，另存为 .docx 后再读。",
            )
        return made.read_bytes()


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

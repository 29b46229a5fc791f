"""`fuhe review`: the review page on a free port of this machine, opened in the browser."""

from __future__ import annotations

import contextlib
import getpass
import socket
import webbrowser
from pathlib import Path

from fuhe.console import Session, put, say
from fuhe.errors import ExitCode, FuheError
from fuhe.review.folder import Folder
from fuhe.settings import Settings

HOST = "127.0.0.1"


def review(
    session: Session, folder: Path, *, port: int, read_only: bool, reviewer: str | None, browser: bool
) -> ExitCode:
    """Serve the pages of an output folder until Ctrl-C."""
    import uvicorn

    from fuhe.review.app import application
    from fuhe.review.guard import Guard

    found = Folder(folder, reviewer or _user(), read_only)
    with _socket(port) as listening:
        guard = Guard(listening.getsockname()[1])
        settings = Settings(session.lang)
        config = uvicorn.Config(
            application(found, guard, settings),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        put([guard.url])
        say(session.text("reviewing", by=found.by, path=folder / "decisions.jsonl"))
        if browser and not webbrowser.open(guard.url):
            say(session.text("no_browser"))
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    return ExitCode.DONE


def _socket(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(64)  # from here on a browser that is quicker than the server waits
    except OSError as error:
        listening.close()
        raise FuheError("port_taken", port=port) from error
    return listening


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "reviewer"

"""The application: files of the output folder, the decisions as a script, and three doors that change something."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from fuhe.errors import FuheError
from fuhe.review.dropped import LARGEST, Dropped, checked, keep
from fuhe.review.exports import exported
from fuhe.review.folder import DROPPED, Folder
from fuhe.review.guard import Guard
from fuhe.settings import Settings
from publish.annotate import FOLDER as ANNOTATED
from publish.pages import ASSETS, DECISIONS_SCRIPT, FOLDER

if TYPE_CHECKING:
    from starlette.requests import Request

SERVED = frozenset({FOLDER, ASSETS, ANNOTATED, "reports"})
"""Folders of a run (and of dropped files) whose files are served."""
FILES = frozenset({"findings.xlsx", "decisions.jsonl"})
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By suffix, because the registry of a Windows machine may say otherwise."""
LONGEST = 64 * 1024
"""Bytes of a decision."""


def application(folder: Folder, guard: Guard, settings: Settings) -> Starlette:
    """The review page of a folder."""
    doors = _Doors(folder, settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(folder.leave)

    posts = (("decisions", doors.decide), ("undo", doors.undo), ("check", doors.check))
    routes = [
        Route(f"{prefix}/api/{name}", door, methods=["POST"])
        for prefix in ("", f"/{DROPPED}")
        for name, door in posts
    ]
    routes.append(Route("/export/{name}", doors.export))
    routes.append(Route("/{path:path}", doors.file))
    return Starlette(
        routes=routes, middleware=[Middleware(BaseHTTPMiddleware, dispatch=guard)], lifespan=lifespan
    )


class _Doors:
    def __init__(self, folder: Folder, settings: Settings) -> None:
        self._folder, self._settings = folder, settings
        self._checking = asyncio.Semaphore(1)

    async def file(self, request: Request) -> Response:
        """A file of the run: only of the folders and kinds that pages consist of."""
        parts = PurePosixPath(request.path_params["path"] or "index.html").parts
        inside = parts[1:] if parts and parts[0] == DROPPED else parts
        if "/".join(inside) == DECISIONS_SCRIPT:
            text = await run_in_threadpool(self._folder.script)
            return Response(text, media_type=TYPES[".js"])
        if inside != parts and len(inside) == 1:
            return RedirectResponse("/" + inside[0], 303)
        path = self._path(parts, inside)
        if path is None:
            return PlainTextResponse("not found", 404)
        return FileResponse(path, media_type=TYPES[path.suffix])

    async def export(self, request: Request) -> Response:
        """The workbook with the decisions so far, or the working papers."""
        name, lang = request.path_params["name"], self._settings.lang
        try:
            async with self._checking:
                content = await run_in_threadpool(exported, name, self._folder.out, lang)
        except (FuheError, OSError) as error:
            told = error.cause(lang) if isinstance(error, FuheError) else error.strerror or str(error)
            return PlainTextResponse(told, 507)
        if content is None:
            return PlainTextResponse("not found", 404)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=TYPES[Path(name).suffix], headers=headers)

    def _path(self, parts: tuple[str, ...], inside: tuple[str, ...]) -> Path | None:
        top = len(inside) == 1 and (
            inside[0] in FILES
            or (inside[0].endswith(".html") and inside[0].startswith(("index", "findings")))
        )
        if not top and not (len(inside) > 1 and inside[0] in SERVED):
            return None
        out = self._folder.out.resolve()
        path = out.joinpath(*parts).resolve()
        allowed = path.is_relative_to(out) and path.is_file() and path.suffix in TYPES
        return path if allowed and not path.name.startswith(".") else None

    async def decide(self, request: Request) -> Response:
        """Record a decision, and answer when it is on the disk."""
        if self._folder.readonly:
            return _refused("read-only")
        body = await _body(request, LONGEST)
        if body is None:
            return _refused("too long", 413)
        try:
            value = json.loads(body)
            if not isinstance(value, dict):
                raise ValueError("not an object")
            said = await run_in_threadpool(self._folder.decide, value)
        except ValueError as error:
            return _refused(str(error), 400)
        except OSError as error:
            return _refused(error.strerror or str(error), 507)
        return JSONResponse({"decision": said or {"verdict": "", "note": "", "reason": "", "others": []}})

    async def undo(self, _: Request) -> Response:
        """Take back the latest decision of this reviewer."""
        if self._folder.readonly:
            return _refused("read-only")
        try:
            finding, said = await run_in_threadpool(self._folder.undo)
        except OSError as error:
            return _refused(error.strerror or str(error), 507)
        return JSONResponse({"finding": finding, "decision": said})

    async def check(self, request: Request) -> Response:
        """Check a file that was dropped onto the page; the answer names its page."""
        if self._folder.readonly:
            return _refused("read-only")
        body = await _body(request, LARGEST)
        if body is None:
            return _refused(f"> {LARGEST // 2**20} MB", 413)
        name = unquote(request.headers.get("x-file-name", ""))
        try:
            async with self._checking:
                document = await run_in_threadpool(self._checked, name, body)
        except FuheError as error:
            lang = self._settings.lang
            return _refused(f"{error.cause(lang)}。{error.remedy(lang)}", 422)
        except OSError as error:
            return _refused(error.strerror or str(error), 507)
        return JSONResponse({"href": document.href, "findings": len(document.findings)})

    def _checked(self, name: str, body: bytes) -> Any:
        path = keep(self._folder.out, name, body)
        document = checked(Dropped(str(path), str(self._folder.out), self._settings))
        self._folder.enter(document)
        return document


async def _body(request: Request, most: int) -> bytes | None:
    """The body of a request; None when it is longer than `most`."""
    out = bytearray()
    async for chunk in request.stream():
        out += chunk
        if len(out) > most:
            return None
    return bytes(out)


def _refused(reason: str, code: int = 403) -> Response:
    return JSONResponse({"error": reason}, code)

"""The system's Chromium, driven for tests of pages; nothing outside this machine can be reached from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.components import require

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser."""
    require("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def page(browser: Any, *, offline: bool = False, width: int = 1280, height: int = 900) -> Iterator[Any]:
    """A page that records in `page.trouble` errors, refused content and requests that leave this machine."""
    context = browser.new_context(viewport={"width": width, "height": height}, offline=offline)
    opened = context.new_page()
    opened.trouble = []
    opened.on("pageerror", lambda error: opened.trouble.append(f"error: {error}"))
    opened.on("console", lambda told: told.type == "error" and opened.trouble.append(told.text))
    opened.on("request", lambda asked: _outside(asked.url) and opened.trouble.append(asked.url))
    yield opened
    context.close()


def _outside(url: str) -> bool:
    return not url.startswith(("file://", "data:", "blob:", "http://127.0.0.1:"))

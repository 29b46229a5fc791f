"""Makes the pictures of the documentation from the corpus: `python -m docs.pictures`. Needs Chromium."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import fuhe
from fuhe.decisions import script_of
from fuhe.publishing import publish_document
from fuhe.settings import Settings
from publish.pages import DECISIONS_SCRIPT, write_assets

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "corpus" / "documents" / "zhongcun-2022.pdf"
TARGET = ROOT / "docs" / "pictures" / "finding.png"
SIZE = {"width": 1280, "height": 640}
COLOURS = 224


def main() -> int:
    """A finding beside its page, as the browser shows it."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.stderr.write("needs Chromium\n")
        return 6
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        write_assets(out)
        (out / DECISIONS_SCRIPT).write_text(script_of({}), encoding="utf-8")
        settings = Settings("zh")
        page = publish_document(SOURCE, out, fuhe.read(SOURCE), fuhe.check(SOURCE), settings)
        picture = Image.open(io.BytesIO(_shot(browser, page)))
        TARGET.parent.mkdir(exist_ok=True)
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(TARGET, optimize=True)
    sys.stderr.write(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size // 1024} KB\n")
    return 0


def _shot(browser: str, page: Path) -> bytes:
    with sync_playwright() as playwright:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        running = playwright.chromium.launch(executable_path=browser, args=flags)
        tab = running.new_page(viewport=SIZE)
        tab.goto(page.as_uri())
        tab.wait_for_load_state("networkidle")
        tab.wait_for_timeout(300)
        taken: bytes = tab.screenshot()
        running.close()
    return taken


if __name__ == "__main__":
    sys.exit(main())

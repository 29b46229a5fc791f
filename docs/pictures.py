"""Makes the pictures of the documentation from the corpus: `python -m docs.pictures`. Needs Chromium and LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from fuhe.cli import main as fuhe

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus" / "documents"
SAMPLE = "zhongcun-2022.pdf"
OTHERS = (
    "report-relief-2023.docx",
    "selfeval-bridge-2022.docx",
    "transfer-school-2023.pdf",
    "ledger-pages-2024.pdf",
    "station-services-2023.docx",
    "department-justice-2023.pdf",
    "ledger-2023.xlsx",
    "report-health-2022.pdf",
)
TARGET = ROOT / "docs" / "pictures"
WIDE = {"width": 1280, "height": 640}
COLOURS = 224


def main() -> int:
    """The pictures of README and guide: a finding beside its page, the review page, the overview, copy and workbook."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    office = shutil.which("soffice")
    if chromium is None or office is None:
        sys.stderr.write("needs Chromium and LibreOffice\n")
        return 6
    with tempfile.TemporaryDirectory() as folder:
        out = _run(Path(folder))
        with _browser(chromium) as tab:
            tab.goto((out / "index.html").as_uri())
            _keep("overview", tab.screenshot())
            tab.get_by_role("link", name=SAMPLE).first.click()
            tab.wait_for_timeout(400)
            _keep("finding", tab.screenshot())
            _review(tab, out)
        _keep("copy", _page(next((out / "annotated").glob("zhongcun*.pdf")), 5, (60, 330, 560, 690)))
        command = [office, f"-env:UserInstallation={(Path(folder) / 'office').as_uri()}", "--headless"]
        subprocess.run(  # noqa: S603 - a program of the system, on our own file
            [*command, "--convert-to", "pdf", "--outdir", folder, str(out / "findings.xlsx")],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        _keep("workbook", _page(Path(folder) / "findings.pdf", 1, (30, 40, 600, 240), 2.2))
    return 0


def _run(folder: Path) -> Path:
    """The output of a run over some documents of the corpus."""
    (folder / "档案").mkdir()
    for name in (SAMPLE, *OTHERS):
        shutil.copyfile(CORPUS / name, folder / "档案" / name)
    assert fuhe(["run", str(folder / "档案"), "--out", str(folder / "结果")]) == 0
    return folder / "结果"


def _review(tab: Any, out: Path) -> None:
    """The review page with a few decisions made by keyboard."""
    command = [sys.executable, "-m", "fuhe", "review", str(out), "--no-browser", "--reviewer", "张三"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        tab.goto(server.stdout.readline().strip())
        tab.get_by_role("link", name=SAMPLE).first.click()
        tab.locator(".item.current").wait_for()
        for number, key in enumerate("ara", 1):
            tab.keyboard.press(key)
            tab.wait_for_function("n => Number(document.body.dataset.saved || 0) >= n", arg=number)
            tab.keyboard.press("j")
        tab.keyboard.press("k")
        tab.wait_for_timeout(3000)
        _keep("review", tab.screenshot())
        server.terminate()


@contextmanager
def _browser(program: str) -> Iterator[Any]:
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=flags)
        yield running.new_page(viewport=WIDE)
        running.close()


def _page(pdf: Path, number: int, box: tuple[int, int, int, int], scale: float = 1.6) -> bytes:
    """A part of a page, in points from its top left, as a picture."""
    data = io.BytesIO()
    page = pypdfium2.PdfDocument(pdf)[number]
    page.render(scale=scale).to_pil().crop(tuple(round(edge * scale) for edge in box)).save(data, "PNG")
    return data.getvalue()


def _keep(name: str, data: bytes) -> None:
    target = TARGET / f"{name}.png"
    target.parent.mkdir(exist_ok=True)
    picture = Image.open(io.BytesIO(data)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(target, optimize=True)
    sys.stderr.write(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    sys.exit(main())

"""The review page in a real browser: judged by keyboard, safe after a kill, closed to everybody else."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from fuhe.cli import main
from fuhe.decisions import FILE, Decision, Decisions, read_lines
from fuhe.imports import rows_of
from tests.browser import chromium, page

ROOT = Path(__file__).parent.parent.parent
CORPUS = ROOT / "corpus" / "documents"


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The output of a run over a report with many findings and one without."""
    base = tmp_path_factory.mktemp("review")
    archive = base / "in"
    archive.mkdir()
    for name in ("zhongcun-2022.pdf", "selfeval-bridge-2022.docx"):
        (archive / name).write_bytes((CORPUS / name).read_bytes())
    assert main(["run", str(archive), "--out", str(base / "out"), "--jobs", "1"]) == 0
    return base / "out"


@pytest.fixture
def out(made):
    """The same output without decisions."""
    (made / FILE).unlink(missing_ok=True)
    return made


@contextmanager
def served(out, *more):
    """The review page of a folder: `(process, address with token)`."""
    command = [sys.executable, "-m", "fuhe", "review", str(out), "--no-browser", "--reviewer", "张三", *more]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), process.stderr.read()
        yield process, url
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def findings_of(out, name):
    """The ids of the findings of a document, in the order shown."""
    for path in (out / "reports").glob("*.json"):
        report = json.loads(path.read_text(encoding="utf-8"))
        if report["document"]["path"].endswith(name):
            html = (out / "documents" / f"{report['document']['id']}.html").read_text(encoding="utf-8")
            return report["document"]["id"], re.findall(r'<article class="finding \w+" id="f-(\w+)"', html)
    raise AssertionError(name)


def enter(opened, name):
    """Go from the overview to the page of a document."""
    opened.get_by_role("link", name=name).click()
    opened.wait_for_url("**/documents/*.html")
    opened.locator(".item.current").wait_for()


def saved(opened, count):
    opened.wait_for_function("n => Number(document.body.dataset.saved || 0) >= n", arg=count)


def test_twenty_findings_are_judged_by_keyboard_and_survive_a_kill(browser, out):
    document, ids = findings_of(out, "zhongcun-2022.pdf")
    keys = {"a": "true", "r": "false", "p": "partly", "u": "unknown", "w": "pending"}
    with served(out) as (process, url), page(browser) as opened:
        opened.goto(url)
        assert opened.locator("#progress").inner_text() == f"已复核 0/{len(ids) + 3}"
        enter(opened, "zhongcun-2022.pdf")
        for n in range(20):
            opened.keyboard.press("arpuw"[n % 5])
            saved(opened, n + 1)
            opened.keyboard.press("j")
        assert len(list(read_lines(out / FILE))) == 20
        process.kill()
        assert opened.trouble == []
    with served(out) as (_, url), page(browser) as opened:
        opened.goto(url)
        assert opened.locator("#progress").inner_text().startswith("已复核 16/")
        enter(opened, "zhongcun-2022.pdf")
        shown = opened.eval_on_selector_all(".item .chip", "list => list.map((c) => c.dataset.decision)")
        assert shown[:20] == [keys["arpuw"[n % 5]] for n in range(20)]
        assert set(shown[20:]) == {""}
    lines = list(read_lines(out / FILE))
    assert [(line.finding, line.by, line.document) for line in lines] == [
        (i, "张三", document) for i in ids[:20]
    ]


def test_note_reason_and_undo(browser, out):
    _, ids = findings_of(out, "zhongcun-2022.pdf")
    with served(out) as (_, url), page(browser) as opened:
        opened.goto(url)
        enter(opened, "zhongcun-2022.pdf")
        opened.keyboard.press("r")
        saved(opened, 1)
        opened.locator("article.current .reason select").select_option("basis")
        saved(opened, 2)
        opened.locator("#sheets").focus()
        opened.keyboard.press("n")
        opened.keyboard.type("见附件2，ja 不是快捷键")
        opened.keyboard.press("Escape")
        saved(opened, 3)
        last = list(read_lines(out / FILE))[-1]
        assert (last.finding, last.verdict, last.reason) == (ids[0], "false", "basis")
        assert last.note == "见附件2，ja 不是快捷键"
        opened.keyboard.press("j")
        opened.keyboard.press("a")
        saved(opened, 4)
        for n in range(5, 9):
            opened.keyboard.press("Control+z")
            saved(opened, n)
        assert opened.locator(".item .chip:visible").count() == 0
        opened.keyboard.press("Control+z")
        opened.get_by_text("没有可撤销的决定").wait_for()
        opened.reload()
        assert opened.locator(".item .chip:visible").count() == 0


def test_j_at_the_end_goes_to_the_next_document(browser, out):
    document, ids = findings_of(out, "selfeval-bridge-2022.docx")
    other, _ = findings_of(out, "zhongcun-2022.pdf")
    with served(out) as (_, url), page(browser) as opened:
        opened.goto(url)
        enter(opened, "selfeval-bridge-2022.docx")
        for _ in ids:
            opened.keyboard.press("j")
        opened.wait_for_url(f"**/{other}.html*")
        opened.keyboard.press("k")
        opened.wait_for_url(f"**/{document}.html*")


def test_strangers_are_refused(out):
    with served(out) as (_, url):
        base, token = url.split("/?token=")
        port = base.rsplit(":", 1)[1]
        cookie = {f"fuhe_{port}": token}
        ours = {"Origin": base}
        with httpx.Client(base_url=base, cookies=cookie) as friend, httpx.Client(base_url=base) as stranger:
            assert friend.get("/index.html").status_code == 200
            assert friend.post("/api/undo", headers=ours).status_code == 200
            assert stranger.get("/index.html").status_code == 403
            assert stranger.get("/index.html?token=" + "x" * len(token)).status_code == 403
            assert stranger.get("/index.html?token=%E5%AF%86").status_code == 403
            assert stranger.post("/api/undo", headers=ours).status_code == 403
            for host in (
                "evil.example",
                f"evil.example:{port}",
                "127.0.0.1",
                f"127.0.0.1:{port}.evil.example",
            ):
                assert friend.get("/index.html", headers={"Host": host}).status_code == 403
            for origin in (
                "http://evil.example",
                "null",
                f"http://127.0.0.1:{int(port) + 1}",
                f"https://127.0.0.1:{port}",
            ):
                assert friend.post("/api/undo", headers={"Origin": origin}).status_code == 403
            assert friend.post("/api/undo").status_code == 403
            assert friend.put("/api/undo", headers=ours).status_code == 405
            policy = friend.get("/index.html").headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert friend.get("/index.html").headers.get("access-control-allow-origin") is None


def test_only_files_of_the_pages_are_served(out, tmp_path):
    (out / "private.html").write_text("x", encoding="utf-8")
    (out / "documents" / "link.html").unlink(missing_ok=True)
    (tmp_path / "outside.html").write_text("x", encoding="utf-8")
    os.symlink(tmp_path / "outside.html", out / "documents" / "link.html")
    with served(out) as (_, url):
        base, token = url.split("/?token=")
        with httpx.Client(base_url=base, cookies={f"fuhe_{base.rsplit(':', 1)[1]}": token}) as friend:
            for path in (
                "/private.html",
                "/fuhe.duckdb",
                "/journal.jsonl",
                "/documents/link.html",
                "/documents/..%2f..%2f..%2fetc%2fpasswd",
                "/documents/",
                "/assets/../fuhe.duckdb",
                "//etc/passwd",
            ):
                assert friend.get(path).status_code in {303, 404}, path
            assert friend.get("/findings.xlsx").status_code == 200
            assert friend.get("/").status_code == 200
    (out / "private.html").unlink()
    (out / "documents" / "link.html").unlink()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'{"finding": "nobody", "verdict": "true"}', 400),
        (b'{"finding": "ID", "verdict": "perhaps"}', 400),
        (b'{"finding": "ID", "verdict": "true", "note": 7}', 400),
        (b'{"finding": "ID", "verdict": "true", "by": "x", "at": "1999"}', 200),
        (b'{"finding": "ID", "note": "' + b"x" * 70_000 + b'"}', 413),
    ],
)
def test_nonsense_is_refused_and_the_server_says_who_and_when(out, body, code):
    _, ids = findings_of(out, "zhongcun-2022.pdf")
    with served(out) as (_, url):
        base, token = url.split("/?token=")
        cookies = {f"fuhe_{base.rsplit(':', 1)[1]}": token}
        answer = httpx.post(
            f"{base}/api/decisions",
            content=body.replace(b"ID", ids[0].encode()),
            cookies=cookies,
            headers={"Origin": base},
        )
        assert answer.status_code == code
    lines = list(read_lines(out / FILE))
    assert [(line.by, line.at > "2020") for line in lines] == ([("张三", True)] if code == 200 else [])


def test_read_only_shows_and_changes_nothing(browser, out):
    _, ids = findings_of(out, "zhongcun-2022.pdf")
    Decisions(out).add(Decision(ids[0], "true", "李四", "2026-01-01T00:00:00.000+00:00"))
    before = (out / FILE).read_bytes()
    with served(out, "--read-only") as (_, url), page(browser) as opened:
        opened.goto(url)
        assert opened.locator("#drop:visible").count() == 0
        enter(opened, "zhongcun-2022.pdf")
        assert opened.locator(".item .chip:visible").inner_text() == "属实"
        opened.keyboard.press("r")
        opened.get_by_text("只读方式").wait_for()
        base, token = url.split("/?token=")
        cookies = {f"fuhe_{base.rsplit(':', 1)[1]}": token}
        for door in ("decisions", "undo", "check"):
            assert (
                httpx.post(f"{base}/api/{door}", cookies=cookies, headers={"Origin": base}).status_code == 403
            )
    assert (out / FILE).read_bytes() == before


def test_conflicts_and_decisions_on_findings_that_are_gone_are_shown(browser, out):
    _, ids = findings_of(out, "zhongcun-2022.pdf")
    at = "2026-01-0{}T00:00:00.000+00:00"
    Decisions(out).extend(
        [
            Decision(ids[0], "true", "李四", at.format(1), rule="R02"),
            Decision(ids[0], "false", "王五", at.format(2), rule="R02"),
            Decision("0" * 16, "true", "李四", at.format(1), rule="R99", note="旧版本"),
        ]
    )
    with served(out) as (_, url), page(browser) as opened:
        opened.goto(url)
        assert "李四 属实" in opened.locator("#conflicts").inner_text()
        assert "王五 不属实" in opened.locator("#conflicts").inner_text()
        assert "R99" in opened.locator("#orphans").inner_text()
        opened.locator("#conflicts a").click()
        assert "李四" in opened.locator("article.current .conflict").inner_text()
    assert len(list(read_lines(out / FILE))) == 3


def test_a_file_is_dropped_checked_and_judged(browser, out, word):
    path = word("新报告.docx", "# 自评报告\n\n全年预算1,200.00万元，实际支出1,150.00万元，预算执行率98.33%。")
    with served(out) as (_, url), page(browser) as opened:
        opened.goto(url)
        opened.locator("#pick").set_input_files(path)
        opened.wait_for_url("**/dropped/documents/*.html", timeout=60_000)
        assert "98.33%" in opened.locator("article.current .message").inner_text()
        opened.keyboard.press("a")
        saved(opened, 1)
        opened.get_by_role("link", name="总览").click()
        opened.wait_for_url("**/index.html")
        broken = path.with_name("坏.pdf")
        broken.write_bytes(b"%PDF-1.7 nothing")
        opened.locator("#pick").set_input_files(broken)
        opened.get_by_text("无法按其格式读取").wait_for(timeout=60_000)
        assert not [told for told in opened.trouble if "422" not in told]
    with served(out) as (_, url), page(browser) as opened:
        opened.goto(url)
        assert opened.locator("#orphans:visible").count() == 0


def test_what_another_reviewer_wrote_is_shown_and_never_taken_over(browser, out):
    _, ids = findings_of(out, "zhongcun-2022.pdf")
    Decisions(out).add(Decision(ids[0], "true", "李四", "2026-01-01T00:00:00.000+00:00", note="已核对原件"))
    with served(out) as (_, url), page(browser) as opened:
        opened.goto(url)
        enter(opened, "zhongcun-2022.pdf")
        assert "已核对原件" in opened.locator("article.current .who").inner_text()
        assert opened.locator("article.current textarea").input_value() == ""
        assert opened.locator("article.current [aria-pressed=true]").count() == 0
        opened.keyboard.press("r")
        saved(opened, 1)
        assert "李四" in opened.locator("article.current .conflict").inner_text()
    mine = [line for line in read_lines(out / FILE) if line.by == "张三"]
    assert [(line.verdict, line.note) for line in mine] == [("false", "")]


def test_decisions_are_exported_as_workbook_and_papers(browser, out, tmp_path):
    _, ids = findings_of(out, "zhongcun-2022.pdf")
    with served(out) as (_, url), page(browser) as opened:
        opened.goto(url)
        enter(opened, "zhongcun-2022.pdf")
        opened.keyboard.press("a")
        saved(opened, 1)
        opened.get_by_role("link", name="总览").click()
        opened.wait_for_url("**/index.html")
        for name in ("findings.xlsx", "papers.zip"):
            with opened.expect_download() as waiting:
                opened.locator(f"a[href='export/{name}']").click()
            waiting.value.save_as(tmp_path / name)
        base = url.partition("/?")[0]
        assert httpx.get(f"{base}/export/findings.xlsx").status_code == 403
    rows = {row["finding_id"]: row for row in rows_of(tmp_path / "findings.xlsx")}
    assert (rows[ids[0]]["verdict"], rows[ids[0]]["checker"]) == ("true", "张三")
    assert {row["verdict"] for key, row in rows.items() if key != ids[0]} == {"pending"}
    names = zipfile.ZipFile(tmp_path / "papers.zip").namelist()
    assert sum("取证单" in name for name in names) == 1


def test_a_file_is_dragged_onto_the_page(browser, out):
    with served(out) as (_, url), page(browser) as opened:
        opened.goto(url)
        opened.evaluate(
            """() => {
                const carried = new DataTransfer();
                carried.items.add(new File(["全年预算1,200.00万元，实际支出1,150.00万元，预算执行率98.33%。"], "拖来.txt"));
                document.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
            }"""
        )
        opened.wait_for_url("**/dropped/documents/*.html", timeout=60_000)
        assert "98.33%" in opened.locator("article.current .message").inner_text()


@pytest.mark.parametrize(
    "command", [("review", "--no-browser"), ("export", "--to", "csv"), ("export", "--to", "docx")]
)
def test_the_folder_of_an_older_version_is_told(fuhe, made, tmp_path, command):
    """Tables without columns that came later, and reports of another shape."""
    import pyarrow.parquet as pq

    old = tmp_path / "old"
    shutil.copytree(made, old)
    for name in ("findings", "documents"):
        table = pq.read_table(old / "dataset" / f"{name}.parquet")
        pq.write_table(
            table.drop_columns([table.column_names[-1], "path" if name == "documents" else "message"]),
            old / "dataset" / f"{name}.parquet",
        )
    for path in (old / "reports").glob("*.json"):
        path.write_text(
            path.read_text(encoding="utf-8").replace('"document":', '"document_of_old":', 1), encoding="utf-8"
        )
    code, _, err = fuhe(command[0], old, *command[1:])
    assert (code, "旧版本" in err) == (2, True)


def test_a_taken_port_an_old_run_and_no_run_are_told(fuhe, out, tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = fuhe("review", out, "--no-browser", "--port", taken.getsockname()[1])
    assert (code, "已被其他程序占用" in err) == (2, True)
    assert fuhe("review", tmp_path, "--no-browser")[0] == 2
    (out / "index.html").rename(out / "index.away")
    try:
        code, _, err = fuhe("review", out, "--no-browser")
    finally:
        (out / "index.away").rename(out / "index.html")
    assert (code, "旧版本" in err) == (2, True)

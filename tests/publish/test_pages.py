"""Pages from disk in a real browser: no network, every number in a state, hostile text harmless, no page too big."""

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from extract.report import report_of
from ingest.read import read
from publish.charts import Bar, Piece, _ends, bars, columns, scatter
from publish.documentcharts import _all_months, met
from publish.numbers import STATES, numbers_of
from publish.overview import Overview
from publish.pages import DECISIONS_SCRIPT, embedded, page_name, stamp_of, write_assets, write_document
from publish.phrases import words
from schema.figure import Flaw
from schema.finding import Assessment, Check, Coverage, Finding, Severity, Verdict
from schema.order import ranked
from schema.report import Actual, Indicator, Target
from score.assess import assess
from tests.browser import chromium, page
from tests.documents import document as document_of
from tests.reports import figure, place, report

CORPUS = Path(__file__).parent.parent.parent / "corpus" / "documents"
WORDS = words("zh")
LIMIT = 2_000_000


def checked(path):
    document = read(path)
    found = report_of(document)
    found = found.assessed(assess(found))
    facts = found.document.model_copy(update={"path": str(path)})
    return document, found.model_copy(update={"document": facts})


def site(out, *sources):
    """A folder of pages for files, as a run leaves it."""
    write_assets(out)
    (out / DECISIONS_SCRIPT).write_text("window.FUHE = {decisions: {}, review: null};", encoding="utf-8")
    overview, reports = Overview(out, WORDS), []
    for source in sources:
        document, found = checked(source)
        write_document(source, out, document, found, WORDS)
        overview.add(found)
        reports.append(found)
    overview.write([], "fuhe")
    return reports


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    names = ("zhongcun-2022.pdf", "zhongcun-2022.docx", "ledger-2023.xlsx", "selfeval-bridge-2022.pdf")
    return out, site(out, *(CORPUS / name for name in names))


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


def test_the_overview_leads_to_a_document_and_its_findings(browser, folder):
    out, reports = folder
    with page(browser, offline=True) as opened:
        opened.goto((out / "index.html").as_uri())
        assert opened.locator("#documents tbody tr").count() == len(reports)
        doubts = opened.locator("#first tbody tr").evaluate_all("rows => rows.map((row) => row.dataset.id)")
        assert doubts == [finding.id for finding in gravest(reports)][:8]
        opened.get_by_role("link", name="zhongcun-2022.pdf").click()
        opened.locator(".item.current").wait_for()
        assert opened.locator(".item").count() == len(reports[0].findings)
        assert opened.locator("article.finding:visible").count() == 1
        assert opened.locator(".review-only:visible").count() == 0
        assert opened.trouble == []


def gravest(reports):
    ranks = [pair for one in reports for pair in ranked(one.findings, one.document.path)]
    return [finding for _, finding in sorted(ranks, key=lambda pair: pair[0])]


def test_a_severity_on_the_overview_leads_to_its_findings(browser, folder):
    out, reports = folder
    errors = sum(f.severity is Severity.ERROR for one in reports for f in one.findings)
    with page(browser, offline=True) as opened:
        opened.goto((out / "index.html").as_uri())
        opened.locator(".tiles .error a").click()
        opened.locator("#by-severity").wait_for()
        assert opened.locator("#by-severity").input_value() == "error"
        assert opened.locator("tbody tr:visible").count() == errors
        assert opened.trouble == []


@pytest.mark.parametrize("which", ["index.html", "findings.html", "document"])
def test_everything_that_can_be_used_has_a_name_and_its_turn(browser, folder, which):
    """What a screen reader says and a keyboard reaches: names, labels, languages, one of each id, no order of its own."""
    out, reports = folder
    path = out / "documents" / page_name(reports[0].document.id) if which == "document" else out / which
    with page(browser, offline=True) as opened:
        opened.goto(path.as_uri())
        assert opened.evaluate(NAMELESS) == []


def test_a_number_of_the_list_opens_its_checks_by_keyboard(browser, folder):
    out, reports = folder
    with page(browser, offline=True) as opened:
        opened.goto((out / "documents" / page_name(reports[0].document.id)).as_uri())
        opened.evaluate("document.querySelector('details.numbers').open = true")
        button = opened.locator(".numbers button:has-text('101.49%')").first
        button.focus()
        opened.keyboard.press("Enter")
        assert "101.49%" in opened.locator("#inspector h2").inner_text()
        assert opened.evaluate("document.activeElement.id") == "inspector"


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("width", [1280, 1920])
def test_every_finding_is_boxed_in_the_middle_at_once(browser, folder, number, width):
    out, reports = folder
    with page(browser, offline=True, width=width) as opened:
        opened.goto((out / "documents" / page_name(reports[number].document.id)).as_uri())
        opened.wait_for_load_state("load")
        slowest = 0.0
        for n in range(1, 12):
            opened.locator(f".item[data-f='{n}']").scroll_into_view_if_needed()
            took, seen = opened.evaluate(
                """async (n) => {
                    const begun = performance.now();
                    document.querySelector(`.item[data-f="${n}"]`).click();
                    await new Promise(requestAnimationFrame);
                    const frame = document.querySelector("#sheets").getBoundingClientRect();
                    const mark = document.querySelector(`#sheets [data-f~="${n}"]`);
                    if (!mark) return [0, true];
                    const box = mark.getBoundingClientRect();
                    return [performance.now() - begun, box.top >= frame.top && box.bottom <= frame.bottom && mark.classList.contains("current")];
                }""",
                n,
            )
            assert seen, f"finding {n} is out of sight"
            slowest = max(slowest, took)
        assert slowest < 500
        assert opened.trouble == []


def test_a_box_on_the_picture_stands_where_the_figure_is(folder):
    out, reports = folder
    html = (out / "documents" / page_name(reports[0].document.id)).read_text(encoding="utf-8")
    x0, top, _, _ = reports[0].findings[0].figures[0].place.box
    assert f'<rect x="{round(x0 - 1.5, 2)}" y="{round(top - 1.5, 2)}"' in html


def test_every_number_is_in_one_state_and_the_counts_are_said(browser, folder):
    out, reports = folder
    numbers = numbers_of(reports[0], read(CORPUS / "zhongcun-2022.pdf"))
    counts = Counter(number.state for number in numbers)
    assert counts.keys() <= set(STATES)
    assert sum(counts.values()) == len(numbers)
    with page(browser, offline=True) as opened:
        opened.goto((out / "documents" / page_name(reports[0].document.id)).as_uri())
        told = [int(text) for text in opened.locator(".states b").all_inner_texts()]
        assert told == [counts[state] for state in STATES]
        drawn = opened.eval_on_selector_all(
            "#sheets rect.n", "list => new Set(list.map(r => r.dataset.n)).size"
        )
        assert drawn == len(numbers)


def test_a_number_that_nobody_read_is_unread():
    document = document_of("共完成 4567 件。")
    bad = figure("7,00.0,77", flaw=Flaw.MALFORMED, at=document.place_in_text(0, 0, 1))
    numbers = numbers_of(report(figures=(bad,)), document)
    assert [(number.text, number.state) for number in numbers] == [
        ("7,00.0,77", "unread"),
        ("4567", "unread"),
    ]


def test_a_click_on_a_number_shows_its_checks(browser, folder):
    out, reports = folder
    with page(browser, offline=True) as opened:
        opened.goto((out / "documents" / page_name(reports[1].document.id)).as_uri())
        opened.locator(".paper .n.agreeing").first.click()
        assert "一致" in opened.locator("#inspector .verdict").first.inner_text()


def test_hiding_filtering_and_help_by_keyboard(browser, folder):
    out, reports = folder
    with page(browser, offline=True) as opened:
        opened.goto((out / "documents" / page_name(reports[0].document.id)).as_uri())
        opened.keyboard.press("h")
        assert opened.locator("svg.over:visible").count() == 0
        opened.keyboard.press("j")
        assert opened.locator(".item.current").get_attribute("data-f") == "2"
        opened.keyboard.press("/")
        opened.keyboard.type("101.49")
        assert opened.locator(".item:visible").count() == 1
        opened.keyboard.press("Escape")
        opened.keyboard.press("?")
        assert opened.locator("dialog[open]").count() == 1
        opened.keyboard.press("Escape")
        opened.keyboard.press("a")
        assert opened.locator(".item .chip:visible").count() == 0


HOSTILE = """
# <script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">

共完成 </script><script>window.hacked = 1</script> 67次，占 "67" 次的98.33%。

| <b>项目</b> | 金额（元）|
| --- | --- |
| =cmd\\|'/c calc'!A1 | 1,000.00 |
| {{ 7 * 7 }} | 2,000.00 |
| 合计 | 3,100.00 |
"""


def test_html_in_a_report_stays_text(browser, tmp_path):
    document = document_of(HOSTILE, path="<img src=x onerror=window.hacked=1>.docx")
    found = report_of(document)
    found = found.assessed(assess(found))
    write_assets(tmp_path)
    where = write_document(None, tmp_path, document, found, WORDS)
    with page(browser, offline=True) as opened:
        opened.goto(where.as_uri())
        opened.wait_for_timeout(200)
        assert opened.evaluate("window.hacked") is None
        assert "{{ 7 * 7 }}" in opened.locator("table.as-read").inner_text()
        assert "<script>" in opened.locator(".paper").inner_text()


def test_data_cannot_end_its_element():
    told = str(embedded({"a": "</script><!-- \u2028 &"}))
    assert "<" not in told
    assert "\u2028" not in told
    assert json.loads(told) == {"a": "</script><!-- \u2028 &"}


def test_no_address_outside_the_folder_stands_in_any_page(folder):
    out, _ = folder
    for path in out.rglob("*"):
        if path.suffix in {".html", ".css", ".js"}:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?:https?:)?//[\w.]+\.\w", re.sub(r"/\*.*?\*/", "", text, flags=re.S)), (
                path
            )
            assert len(text.encode()) < LIMIT


def test_a_document_of_many_findings_is_cut_into_parts(browser, tmp_path):
    text = "\n\n".join(f"第{n}项支出{n + 1000}元。" for n in range(2400))
    document = document_of(text)
    findings = tuple(
        Finding(
            id=f"{n:016x}",
            rule="R02",
            severity=Severity.NOTE,
            verdict=Verdict.INCONSISTENT,
            message=f"第{n}项需核实。" * 5,
            figures=(figure(f"{n + 1000}元", at=document.place_in_text(n, 3, 8)),),
        )
        for n in range(0, 2400, 2)
    )
    found = report_of(document).assessed(Assessment(findings=findings))
    write_assets(tmp_path)
    first = write_document(None, tmp_path, document, found, WORDS)
    parts = sorted(first.parent.glob("*.html"))
    assert len(parts) > 1
    assert max(part.stat().st_size for part in parts) < LIMIT
    ids = [
        i
        for part in parts
        for i in re.findall(r'<article class="finding \w+" id="f-(\w+)"', part.read_text("utf-8"))
    ]
    assert sorted(ids) == [finding.id for finding in findings]
    (tmp_path / DECISIONS_SCRIPT).write_text("", encoding="utf-8")
    with page(browser, offline=True) as opened:
        opened.goto(f"{first.as_uri()}#f-{findings[-1].id}")
        opened.locator(f"article.current[data-id='{findings[-1].id}']").wait_for()
        assert opened.url.split("#")[0] != first.as_uri()


def test_a_table_over_sheets_keeps_its_columns(tmp_path):
    rows = "\n".join(f"| {'甲' if n == 0 else '^'} | 行{n} | {n}.00 |" for n in range(400))
    document = document_of(f"| 名称 | 项目 | 金额 |\n| --- | --- | --- |\n{rows}")
    where = write_document(None, tmp_path, document, report_of(document), WORDS)
    html = where.read_text(encoding="utf-8")
    assert html.count("<caption>") + html.count('class="as-read"') == 3
    assert html.count("<th>名称</th>") == 3
    assert html.count(">甲</td>") == 3
    cells = {re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", html)}
    assert {f"行{n}" for n in range(400)} <= cells


def test_without_its_file_a_document_keeps_its_findings(tmp_path, folder):
    _, reports = folder
    where = write_document(None, tmp_path, None, reports[0], WORDS, stamp="abc123")
    html = where.read_text(encoding="utf-8")
    assert html.count("<article") == len(reports[0].findings)
    assert stamp_of(where) == "abc123"
    assert stamp_of(tmp_path / "missing.html") == ""


def test_a_page_is_complete_in_english(tmp_path, folder):
    _, reports = folder
    where = write_document(None, tmp_path, None, reports[0], words("en"))
    assert '<html lang="en">' in where.read_text(encoding="utf-8")
    assert "Every severity" in where.read_text(encoding="utf-8")


def test_a_page_prints_findings_and_sheets(browser, folder, tmp_path):
    out, reports = folder
    import pypdfium2

    with page(browser, offline=True) as opened:
        opened.goto((out / "documents" / page_name(reports[3].document.id)).as_uri())
        opened.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    pdf = pypdfium2.PdfDocument(tmp_path / "print.pdf")
    texts = [sheet.get_textpage().get_text_range() for sheet in pdf]
    pdf.close()
    text = "".join(texts)
    assert (reports[3].findings[0].reported or "") in texts[0]
    for finding in reports[3].findings:
        assert (finding.reported or "") in text


@pytest.mark.parametrize("which", ["index.html", "findings.html", 0, 1])
def test_contrast_of_text_is_enough(browser, folder, which):
    out, reports = folder
    path = which if isinstance(which, str) else f"documents/{page_name(reports[which].document.id)}"
    with page(browser, offline=True) as opened:
        opened.goto((out / path).as_uri())
        worst = opened.evaluate(CONTRAST)
    assert worst[0] >= 4.5, worst


CONTRAST = """() => {
  const light = (c) => { const v = c.map((x) => { x /= 255; return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; }); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const read = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = (e) => { while (e) { const c = read(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0.9) return c.slice(0, 3); e = e.parentElement; } return [255, 255, 255]; };
  let worst = [21, ""];
  for (const e of document.querySelectorAll("body *")) {
    const own = Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.offsetParent || e.tagName === "KBD") continue;
    const a = light(read(getComputedStyle(e).color).slice(0, 3)), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 120)];
  }
  return worst;
}"""


NAMELESS = """() => {
  const bad = [], ids = new Set();
  const name = (e) => (e.getAttribute("aria-label") || (e.labels && Array.from(e.labels).map((l) => l.textContent).join("")) || e.textContent || e.title || "").trim();
  document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0'], svg[role], nav").forEach((e) => {
    if (!name(e)) bad.push("no name: " + e.outerHTML.slice(0, 90));
    if (Number(e.getAttribute("tabindex")) > 0) bad.push("order: " + e.outerHTML.slice(0, 90));
  });
  document.querySelectorAll("img:not([alt]), table.sortable th:not([scope])").forEach((e) => bad.push(e.outerHTML.slice(0, 90)));
  document.querySelectorAll("[id]").forEach((e) => { if (ids.has(e.id)) bad.push("twice: " + e.id); ids.add(e.id); });
  if (!document.documentElement.lang || !document.title || !document.querySelector("main") || document.querySelectorAll("h1").length !== 1) bad.push("page");
  return bad;
}"""


def test_a_target_is_reached_either_way_round():
    assert [met(indicator(*values)) for values in (("≥8座", "8座"), ("≤500万元", "443万元"), ("≤500万元", "510万元"), ("≥90%", "88.2%"))] == [True, True, False, False]  # fmt: skip


def indicator(target, actual):
    operator = {"≥": ">=", "≤": "<="}[target[0]]
    return Indicator(
        target=Target(text=target, kind="number", operator=operator, figures=(figure(target[1:]),)),
        actual=Actual(text=actual, figures=(figure(actual),)),
        place=place(),
    )


def test_months_without_spending_are_a_gap_and_axes_begin_where_points_do():
    assert _all_months(["2022-11", "2023-02"]) == ["2022-11", "2022-12", "2023-01", "2023-02"]
    assert _ends([Decimal(96), Decimal(99)]) == (90.0, 100.0)
    assert _ends([Decimal(0), Decimal(120)]) == (0.0, 120.0)
    assert _ends([Decimal(-3)])[0] == -3.0


def test_charts_escape_and_survive_zero_and_nothing():
    drawn = bars([Bar("<b>&", (Piece("error", "x", Decimal(0)),))], "<t>")
    assert "<b>" not in drawn
    assert "<t>" not in drawn
    assert bars([], "t") == columns([], "t") == scatter([], "t", "x", "y") == ""
    assert columns([("1月", Decimal(-5)), ("2月", Decimal(0))], "t").count("<rect") == 2
    assert "<circle" in scatter([("a", Decimal(120), Decimal(90), "")], "t", "x", "y")


def test_states_follow_the_checks():
    good, bad, free = (figure(text, at=place(block=n)) for n, text in enumerate(("1次", "2次", "3次")))
    checks = (
        Check(rule="R01", verdict=Verdict.CONSISTENT, figures=(good, bad)),
        Check(rule="R01", verdict=Verdict.INCONSISTENT, severity=Severity.ERROR, figures=(bad,)),
    )
    found = report(figures=(good, bad, free)).assessed(
        Assessment(checks=checks, coverage=Coverage(figures=3, unchecked=(free,)))
    )
    assert [(number.text, number.state, number.checks) for number in numbers_of(found)] == [
        ("1次", "agreeing", (0,)),
        ("2次", "disagreeing", (0, 1)),
        ("3次", "unchecked", ()),
    ]

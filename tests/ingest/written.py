"""A long report of many kinds of tables, written as Word and laid out by LibreOffice: truth and its PDF.

Everything comes from a seed, so that the truth is known without reading anything back.
"""

from __future__ import annotations

import random
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

KINDS = (
    "ruled",
    "merged",
    "long",
    "long_header",
    "long_merged",
    "narrow",
    "three_line",
    "rules",
    "bare",
    "grouped",
)
Truth = set[tuple[int, int, int, int, str]]
"""Row, column, row span, column span, text of every filled cell."""

_WORDS = "项目资金绩效指标完成情况社区服务培训设备采购维护管理评价质量数量时效成本效益满意度建设补助经费执行监督检查公开制度落实群众企业农村道路水利教育卫生文化".strip()


@dataclass
class Report:
    """What was written: tables in order (kind and truth), and paragraphs."""

    tables: list[tuple[str, Truth]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)


class Writer:
    """Writes one report from a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.document = docx.Document()
        self.report = Report()
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = "Noto Serif CJK SC", Pt(12)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.8)

    def phrase(self, least: int, most: int) -> str:
        count = self.rng.randint(least, most)
        at = [self.rng.randrange(0, len(_WORDS) // 2) * 2 for _ in range((count + 1) // 2)]
        return "".join(_WORDS[i : i + 2] for i in at)

    def amount(self) -> str:
        return f"{self.rng.randrange(100, 9 * 10**8) / 100:,.2f}"

    def paragraph(self) -> None:
        parts = []
        for _ in range(self.rng.randint(1, 5)):
            parts.append(self.phrase(8, 30))
            if self.rng.random() < 0.6:
                parts.append(f"{self.amount()}元，完成率{self.rng.randrange(5000, 15000) / 100}%")
        text = "，".join(parts) + "。"
        paragraph = self.document.add_paragraph(text)
        paragraph.paragraph_format.first_line_indent = Pt(24)
        self.report.paragraphs.append(text)

    def heading(self, number: int) -> None:
        han = "一二三四五六七八九十"
        count = han[number] if number < 10 else "十" + (han[number - 10] if number > 10 else "")
        self.document.add_paragraph(f"{count}、{self.phrase(4, 8)}")

    def table(self, kind: str, number: int) -> None:
        caption = self.document.add_paragraph(f"表{number} {self.phrase(6, 12)}")
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        getattr(self, f"_{kind}")()

    def _grid(
        self, rows: list[list[str]], widths: list[float], kind: str, style: str | None = "Table Grid"
    ) -> Any:
        table = self.document.add_table(len(rows), len(rows[0]))
        table.style = style
        table.autofit = False
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                cell = table.cell(r, c)
                cell.width = Cm(widths[c])
                cell.text = text
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(10.5)
        truth = {(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text}
        self.report.tables.append((kind, truth))
        return table

    def _rows(self, count: int) -> list[list[str]]:
        head = ["序号", "项目名称", "预算数", "支出数", "备注"]
        body = [
            [str(k + 1), self.phrase(4, 16), self.amount(), self.amount(), self.phrase(2, 6)]
            for k in range(count)
        ]
        return [head, *body]

    WIDTHS = (1.5, 5.0, 3.4, 3.4, 2.1)

    def _ruled(self) -> None:
        self._grid(self._rows(self.rng.randint(3, 7)), list(self.WIDTHS), "ruled")

    def _long(self) -> None:
        self._grid(self._rows(self.rng.randint(30, 55)), list(self.WIDTHS), "long")

    def _long_header(self) -> None:
        table = self._grid(self._rows(self.rng.randint(30, 55)), list(self.WIDTHS), "long_header")
        repeat = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)

    def _narrow(self) -> None:
        rows = [["项目编码", "金额", "完成率"]]
        rows += [
            [
                str(self.rng.randrange(10**20, 10**21)),
                self.amount(),
                f"{self.rng.randrange(10000, 20000) / 100:.2f}%",
            ]
            for _ in range(self.rng.randint(3, 6))
        ]
        self._grid(rows, [2.2, 2.0, 1.6], "narrow")

    def _indicators(
        self, groups: int, least: int, most: int
    ) -> tuple[list[list[str]], list[tuple[int, int]]]:
        rows = [["一级指标", "三级指标", "目标值", "完成值", "得分"]]
        merges = []
        for _ in range(groups):
            start = len(rows)
            for k in range(self.rng.randint(least, most)):
                label = self.phrase(2, 4) + "指标" if not k else ""
                value = self.rng.randrange(10, 999)
                rows.append(
                    [
                        label,
                        self.phrase(6, 18),
                        f"≥{value}次",
                        f"{value + 3}次",
                        str(self.rng.randrange(1, 10)),
                    ]
                )
            merges.append((start, len(rows) - 1))
        return rows, merges

    def _merged_table(self, kind: str, groups: int, least: int, most: int) -> None:
        rows, merges = self._indicators(groups, least, most)
        table = self._grid(rows, [2.2, 5.6, 2.6, 2.6, 1.8], kind)
        truth = self.report.tables[-1][1]
        for start, end in merges:
            text = rows[start][0]
            truth.discard((start, 0, 1, 1, text))
            truth.add((start, 0, end - start + 1, 1, text))
            merged = table.cell(start, 0).merge(table.cell(end, 0))
            merged.text = text
            merged.paragraphs[0].runs[0].font.size = Pt(10.5)

    def _merged(self) -> None:
        self._merged_table("merged", 3, 2, 4)

    def _long_merged(self) -> None:
        self._merged_table("long_merged", 6, 4, 8)

    def _grouped(self) -> None:
        rows = [["项目", "2023年度", "", "2022年度", ""], ["", "预算数", "决算数", "预算数", "决算数"]]
        rows += [[self.phrase(4, 10), *(self.amount() for _ in range(4))] for _ in range(4)]
        table = self._grid(rows, [3.4, 3.0, 3.0, 3.0, 3.0], "grouped")
        truth = self.report.tables[-1][1]
        for r, c, rs, cs in ((0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 1, 2)):
            text = rows[r][c]
            truth.discard((r, c, 1, 1, text))
            truth.add((r, c, rs, cs, text))
            merged = table.cell(r, c).merge(table.cell(r + rs - 1, c + cs - 1))
            merged.text = text
            merged.paragraphs[0].runs[0].font.size = Pt(10.5)

    def _border(self, table: Any, r: int, sides: tuple[str, ...]) -> None:
        for cell in table.rows[r].cells:
            borders = OxmlElement("w:tcBorders")
            for side in sides:
                edge = OxmlElement(f"w:{side}")
                edge.set(qn("w:val"), "single")
                edge.set(qn("w:sz"), "8")
                borders.append(edge)
            cell._tc.get_or_add_tcPr().append(borders)

    def _three_line(self) -> None:
        table = self._grid(self._rows(self.rng.randint(4, 8)), list(self.WIDTHS), "three_line", None)
        self._border(table, 0, ("top", "bottom"))
        self._border(table, len(table.rows) - 1, ("bottom",))

    def _rules(self) -> None:
        table = self._grid(self._rows(self.rng.randint(4, 8)), list(self.WIDTHS), "rules", None)
        for r in range(len(table.rows)):
            self._border(table, r, ("top", "bottom"))

    def _bare(self) -> None:
        rows = [["序号", "项目名称", "金额", "备注"]]
        rows += [
            [str(k + 1), self.phrase(4, 10), self.amount(), self.phrase(2, 4)]
            for k in range(self.rng.randint(4, 8))
        ]
        self._grid(rows, [1.6, 5.6, 4.0, 3.0], "bare", None)


def write(folder: Path, seed: int, rounds: int = 1) -> tuple[Path, Report]:
    """A report with `rounds` tables of every kind, as PDF, and what is in it."""
    writer = Writer(seed)
    order = list(KINDS) * rounds
    writer.rng.shuffle(order)
    for number, kind in enumerate(order, 1):
        if number % 3 == 1:
            writer.heading(number // 3 % 20)
        for _ in range(writer.rng.randint(1, 4)):
            writer.paragraph()
        writer.table(kind, number)
    writer.paragraph()
    word = folder / f"report-{seed}.docx"
    writer.document.save(str(word))
    return printed(word), writer.report


def printed(word: Path) -> Path:
    """The file as LibreOffice lays it out: a PDF beside it."""
    folder = word.parent
    profile = (folder / "profile").resolve().as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(word)], check=True, capture_output=True, timeout=120
    )
    return word.with_suffix(".pdf")

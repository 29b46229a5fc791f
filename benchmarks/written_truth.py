"""Reports from a seed, as plain data: headings, paragraphs and tables of eleven kinds. The truth of the accuracy table.

Nothing here knows how a document is read; producers (`written_as.py`) turn a report into files.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

KINDS = {
    "ruled": "every cell framed",
    "merged": "labels merged over rows",
    "two_row": "header of two rows with groups",
    "three_line": "three horizontal rules",
    "three_line_wrapped": "the same, cells of several lines",
    "rules": "a horizontal rule under every row",
    "bare": "no rules, a caption above",
    "bare_wrapped": "the same, cells of several lines",
    "long_repeat": "over pages, header repeated",
    "long_plain": "over pages, header once",
    "cut": "tall rows, cut by the page end",
}
ONE_LINE = frozenset({"three_line", "bare"})
FRAMED = frozenset({"ruled", "merged", "two_row", "long_repeat", "long_plain", "cut"})
_PAIRS = (
    "项目资金建设管理服务设备培训社区道路水利教育卫生文化公园排水安全检查宣传监测维护采购改造治理绿化街道单位"
    "群众企业数据平台标准制度进度质量成本效益完成推进落实组织开展提升保障支持评价年度计划目标任务实施"
)
_WORDS = [_PAIRS[at : at + 2] for at in range(0, len(_PAIRS), 2)]
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell as written: position from 0, spans, text."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as written. `widths` are shares of the width of the text."""

    kind: str
    caption: str
    spots: tuple[Spot, ...]
    rows: int
    header_rows: int
    widths: tuple[float, ...]

    def row(self, number: int) -> list[Spot]:
        """The cells that begin in a row, from the left."""
        return sorted((spot for spot in self.spots if spot.row == number), key=lambda spot: spot.column)


@dataclass(frozen=True, slots=True)
class Words:
    """A heading (level 1 or 2; 0 is the title) or a paragraph (no level)."""

    text: str
    level: int | None = None


@dataclass
class Report:
    """What was written, in order."""

    running: str
    items: list[Words | Sheet] = field(default_factory=list)

    def sheets(self) -> list[Sheet]:
        """The tables in order."""
        return [item for item in self.items if isinstance(item, Sheet)]

    def words(self) -> list[Words]:
        """Headings and paragraphs in order."""
        return [item for item in self.items if isinstance(item, Words)]


class _Maker:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def phrase(self, least: int, most: int) -> str:
        length = self.rng.randint(least, most)
        return "".join(self.rng.choices(_WORDS, k=(length + 1) // 2))

    def amount(self) -> str:
        return f"{self.rng.randrange(100, 10**9) / 100:,.2f}"

    def rate(self) -> str:
        return f"{self.rng.randrange(5000, 10001) / 100:.2f}%"

    def day(self) -> str:
        return f"2023-{self.rng.randint(1, 12):02d}-{self.rng.randint(1, 28):02d}"

    def paragraph(self) -> str:
        parts = []
        for _ in range(self.rng.randint(1, 6)):
            parts.append(self.phrase(8, 28))
            shape = self.rng.random()
            if shape < 0.3:
                parts.append(f"支出{self.amount()}元，执行率{self.rate()}")
            elif shape < 0.5:
                parts.append(f"共{self.rng.randint(2, 900)}人次（详见附件{self.rng.randint(1, 9)}）")
        return "，".join(parts) + "。"

    def value(self, header: str, number: int, most: int) -> str:
        if header == "序号":
            return str(number)
        if header.startswith(("预算", "支出", "年初", "调整")):
            return self.amount()
        if header.startswith("执行率"):
            return self.rate()
        if header.endswith("时间"):
            return self.day()
        if header == "备注":
            return self.phrase(2, 4)
        return self.phrase(4, most)

    def plain(self, kind: str, caption: str, count: int) -> Sheet:
        columns = {
            "序号": 0.09,
            "项目名称": 0.27,
            "预算金额": 0.2,
            "支出金额": 0.2,
            "执行率": 0.12,
            "备注": 0.12,
        }
        if self.rng.random() < 0.5:
            columns = {"序号": 0.1, "实施单位": 0.25, "开工时间": 0.2, "预算金额": 0.22, "主要内容": 0.23}
        spots = [Spot(0, column, text) for column, text in enumerate(columns)]
        for row in range(1, count + 1):
            for column, header in enumerate(columns):
                text = self.value(header, row, 8 if kind in ONE_LINE else 14)
                if header != "备注" or self.rng.random() < 0.6:
                    spots.append(Spot(row, column, text))
        return Sheet(kind, caption, tuple(spots), count + 1, 1, tuple(columns.values()))

    def cut(self, caption: str) -> Sheet:
        spots = [
            Spot(0, column, text) for column, text in enumerate(("序号", "项目名称", "工作内容", "完成情况"))
        ]
        count = self.rng.randint(14, 20)
        for row in range(1, count + 1):
            texts = (str(row), self.phrase(4, 12), self.phrase(40, 120), self.phrase(20, 60))
            spots += [Spot(row, column, text) for column, text in enumerate(texts)]
        return Sheet("cut", caption, tuple(spots), count + 1, 1, (0.1, 0.2, 0.4, 0.3))

    def merged(self, caption: str) -> Sheet:
        heads = ("一级指标", "二级指标", "三级指标", "目标值", "完成值", "得分")
        spots = [Spot(0, column, text) for column, text in enumerate(heads)]
        row = 1
        for first in self.rng.sample(
            ("产出指标", "效益指标", "满意度指标", "成本指标"), self.rng.randint(2, 3)
        ):
            start = row
            for second in self.rng.sample(("数量指标", "质量指标", "时效指标"), self.rng.randint(1, 2)):
                height = self.rng.randint(1, 4)
                spots.append(Spot(row, 1, second, height))
                for line in range(row, row + height):
                    target = self.rng.randint(10, 900)
                    texts = (
                        self.phrase(6, 16),
                        f"≥{target}个",
                        f"{target + 2}个",
                        str(self.rng.randint(1, 10)),
                    )
                    spots += [Spot(line, column, text) for column, text in enumerate(texts, 2)]
                row += height
            spots.append(Spot(start, 0, first, row - start))
        return Sheet("merged", caption, tuple(spots), row, 1, (0.14, 0.14, 0.3, 0.15, 0.15, 0.12))

    def two_row(self, caption: str) -> Sheet:
        spots = [
            *(Spot(0, 0, "项目名称", 2), Spot(0, 1, "预算情况", 1, 2), Spot(0, 3, "支出情况", 1, 2)),
            *(Spot(1, 1, "年初预算"), Spot(1, 2, "调整预算"), Spot(1, 3, "支出金额"), Spot(1, 4, "执行率")),
        ]
        count = self.rng.randint(3, 7)
        for row in range(2, count + 2):
            texts = (self.phrase(4, 12), self.amount(), self.amount(), self.amount(), self.rate())
            spots += [Spot(row, column, text) for column, text in enumerate(texts)]
        return Sheet("two_row", caption, tuple(spots), count + 2, 2, (0.28, 0.2, 0.2, 0.2, 0.12))

    def sheet(self, kind: str, number: int) -> Sheet:
        caption = f"表{number} {self.phrase(6, 14)}情况表"
        if kind in ("cut", "merged", "two_row"):
            made: Sheet = getattr(self, kind)(caption)
            return made
        count = self.rng.randint(45, 75) if kind.startswith("long") else self.rng.randint(3, 8)
        return self.plain(kind, caption, count)


def report(seed: int) -> Report:
    """The report of that seed: every kind of table once, paragraphs and headings between."""
    make = _Maker(seed)
    title = f"{make.phrase(6, 10)}项目绩效评价报告"
    out = Report(running=title, items=[Words(title, 0)])
    kinds = list(KINDS)
    make.rng.shuffle(kinds)
    for number, kind in enumerate(kinds, 1):
        if number % 3 == 1:
            out.items.append(Words(f"{_NUMERALS[number // 3]}、{make.phrase(4, 8)}情况", 1))
        out.items.append(Words(f"（{_NUMERALS[(number - 1) % 3]}）{make.phrase(4, 8)}", 2))
        out.items += [Words(make.paragraph()) for _ in range(make.rng.randint(1, 5))]
        out.items.append(make.sheet(kind, number))
    out.items += [Words(make.paragraph()) for _ in range(2)]
    return out

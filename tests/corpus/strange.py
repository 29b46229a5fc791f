"""Tables no published form has: random headers, orders, units and extra columns, right as they stand.

A `Strange` table says which of its cells its own arithmetic fixes; a `Pen` is the random hand that writes it. `slips` changes one
such cell by a slip of the pen (another digit, two digits exchanged, a shifted point).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

PLACES = (
    "东溪镇",
    "西塘镇",
    "南浦乡",
    "北坡乡",
    "中和街道",
    "新桥街道",
    "双河镇",
    "古渡镇",
    "柳林乡",
    "石门镇",
)
UNITS = ("一中", "二中", "实验小学", "城关幼儿园", "特教学校", "职教中心", "进修学校", "体育学校")
GOODS = ("血压计", "轮椅", "护理床", "办公桌", "投影仪", "灭火器", "打印机", "空调", "书架")
POSTS = ("保洁员", "护林员", "河道巡查员", "网格员", "公益岗位", "食堂工人", "安保人员")
THINGS = ("道路养护", "路灯维修", "公厕改造", "绿化补植", "管网清淤", "垃圾清运", "标识更新", "围栏修缮")
MARKS = ("组织管理", "制度建设", "服务质量", "群众评价", "档案资料", "资金使用")
Cell = tuple[int, int]


@dataclass(frozen=True)
class Strange:
    """A table as rows of texts; `fixed` are the cells whose value the others determine; `after` is prose below it."""

    family: str
    rows: tuple[tuple[str, ...], ...]
    fixed: tuple[Cell, ...]
    caption: str = ""
    after: str = ""

    def text(self) -> str:
        """As markup of `tests.documents`."""
        lines = ["| " + " | ".join(row) + " |" for row in self.rows]
        parts = [f"caption: {self.caption}" if self.caption else "", "\n".join(lines), self.after]
        return "\n\n".join(part for part in parts if part)

    def turned(self) -> Strange:
        """The same table lying on its side."""
        rows = tuple(zip(*self.rows, strict=True))
        return replace(
            self, family=f"{self.family}-turned", rows=rows, fixed=tuple((c, r) for r, c in self.fixed)
        )

    def changed(self, cell: Cell, text: str) -> Strange:
        """The table with another text in one cell."""
        rows = [list(row) for row in self.rows]
        rows[cell[0]][cell[1]] = text
        return replace(self, rows=tuple(tuple(row) for row in rows))


@dataclass
class Pen:
    """Random choices of one writer."""

    seed: int
    random: random.Random = field(init=False)
    comma: bool = field(init=False)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.comma = self.random.random() < 0.4

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def some(self, names: tuple[str, ...], low: int = 4, high: int = 7) -> list[str]:
        return self.random.sample(names, min(len(names), self.random.randint(low, high)))

    def count(self, low: int = 12, high: int = 900) -> Decimal:
        return Decimal(self.random.randint(low, high))

    def money(self, low: int = 10, high: int = 900) -> Decimal:
        return Decimal(self.random.randint(low * 100, high * 100)) / 100

    def part(self, of: Decimal, low: int = 30, high: int = 97) -> Decimal:
        places = Decimal(1) if of == of.to_integral_value() else Decimal("0.01")
        return (of * self.random.randint(low, high) / 100).quantize(places)

    def put(self, value: Decimal, places: int | None = None) -> str:
        shown = value if places is None else value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return f"{shown:,f}" if self.comma else f"{shown:f}"

    def rate(self, part: Decimal, whole: Decimal, places: int = 2, sign: str = "%") -> str:
        return f"{(part / whole * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}{sign}"


def grid(head: list[str], body: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table."""
    return tuple(tuple(row) for row in (head, *body))


def all_cells(rows: int, columns: list[int], first: int = 1) -> tuple[Cell, ...]:
    """The cells of some columns in the rows below the header."""
    return tuple((r, c) for r in range(first, first + rows) for c in columns)


def numbered(p: Pen, head: list[str], body: list[list[str]], total: int | None) -> int:
    """Puts a column of serial numbers first, sometimes; says how many columns the others moved."""
    if p.random.random() < 0.5:
        return 0
    head.insert(0, p.one("序号", "编号"))
    for i, row in enumerate(body):
        row.insert(0, "" if i == total else str(i + 1))
    return 1


def slips(table: Strange, number: int, seed: int) -> Iterator[tuple[Cell, str, Strange]]:
    """`number` changed copies of a table, each with one fixed cell wrong by more than rounding explains."""
    chance = random.Random(seed)
    for cell in chance.sample(table.fixed, min(number, len(table.fixed))):
        old = table.rows[cell[0]][cell[1]]
        new = slip(old, chance)
        if new is not None:
            yield cell, new, table.changed(cell, new)


def slip(text: str, chance: random.Random) -> str | None:
    """Another digit, or two digits exchanged; never the last place of a number with decimals."""
    at = [i for i, c in enumerate(text) if c.isdigit()]
    if "." in text and len(at) > 2:
        at = at[:-1]
    if not at:
        return None
    pairs = [
        (i, j) for i, j in itertools.pairwise(at) if text[i] != text[j] and not (i == 0 and text[j] == "0")
    ]
    digits = list(text)
    if pairs and chance.random() < 0.5:
        i, j = chance.choice(pairs)
        digits[i], digits[j] = digits[j], digits[i]
    else:
        i = chance.choice(at)
        digits[i] = chance.choice([d for d in "123456789" if d != digits[i]])
    return "".join(digits)

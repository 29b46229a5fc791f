"""Tables no published form has: random headers, orders, units and extra columns, right as they stand.

`tables(seed)` yields `Strange` tables of many families, each with the cells that its own arithmetic fixes. `slips` changes
one such cell by a slip of the pen (another digit, two digits exchanged, a shifted point).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
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


def _numbered(p: Pen, head: list[str], body: list[list[str]], total: int | None) -> int:
    """Puts a column of serial numbers first, sometimes; says how many columns the others moved."""
    if p.random.random() < 0.5:
        return 0
    head.insert(0, p.one("序号", "编号"))
    for i, row in enumerate(body):
        row.insert(0, "" if i == total else str(i + 1))
    return 1


def counts(p: Pen) -> Strange:
    """Counts of several kinds by place with a total row, first or last."""
    names = p.some(PLACES)
    kinds = p.random.sample(
        [
            "受理件",
            "办结件",
            "群众来电",
            "上门走访",
            "调解纠纷",
            "发放物资（份）",
            "志愿者（人）",
            "排查隐患（处）",
        ],
        3,
    )
    values = [[p.count() for _ in kinds] for _ in names]
    body = [[n, *(p.put(v) for v in row)] for n, row in zip(names, values, strict=True)]
    total = [
        p.one("合计", "总计", "全区合计", "合　计", "共计"),
        *(p.put(sum(c)) for c in zip(*values, strict=True)),
    ]
    first = p.random.random() < 0.3
    body = [total, *body] if first else [*body, total]
    head = [p.one("单位", "镇街", "所在地", "网格"), *kinds]
    moved = _numbered(p, head, body, 0 if first else len(body) - 1)
    return Strange(
        "counts", grid(head, body), all_cells(len(body), [1 + moved, 2 + moved, 3 + moved]), "工作量统计"
    )


def crossed(p: Pen) -> Strange:
    """A total column and a total row, of counts or money."""
    names, money = p.some(PLACES), p.random.random() < 0.5
    kinds = (
        p.random.sample(["男", "女", "老年", "青年", "残疾", "低保", "其他"], 3)
        if not money
        else p.random.sample(["中央", "省级", "市级", "县级", "自筹"], 3)
    )
    make = p.money if money else p.count
    values = [[make() for _ in kinds] for _ in names]
    table = [[*row, sum(row, Decimal(0))] for row in values]
    table.append([sum(c, Decimal(0)) for c in zip(*table, strict=True)])
    label = p.one("合计", "小计", "总数", "总计")
    body = [
        [n, *(p.put(v) for v in row)] for n, row in zip([*names, p.one("合计", "总计")], table, strict=True)
    ]
    head = [p.one("乡镇", "单位", "项目点"), *kinds, label]
    if p.random.random() < 0.4:
        head = [head[0], head[-1], *head[1:-1]]
        body = [[row[0], row[-1], *row[1:-1]] for row in body]
    caption = f"{p.one('资金来源', '资金构成')}（单位：万元）" if money else p.one("服务人群分布", "人员构成")
    return Strange("crossed", grid(head, body), all_cells(len(body), [1, 2, 3, 4]), caption)


def difference(p: Pen) -> Strange:
    """What is left: one column less another."""
    names = p.some(THINGS, 4, 7)
    whole = [p.money() for _ in names]
    used = [p.part(v) for v in whole]
    a, b, c = p.random.choice(
        [
            ("批复额", "已拨付", "未拨付"),
            ("应发数", "实发数", "差额"),
            ("中标价", "结算价", "核减"),
            ("送审额", "审定额", "审减额"),
            ("核定数", "支用数", "指标余额"),
            ("合同价款", "已付款", "尚欠款"),
        ]
    )
    body = [[n, p.put(w), p.put(u), p.put(w - u)] for n, w, u in zip(names, whole, used, strict=True)]
    if p.random.random() < 0.6:
        body.append(
            [p.one("合计", "总计"), p.put(sum(whole)), p.put(sum(used)), p.put(sum(whole) - sum(used))]
        )
    head = [p.one("项目", "内容", "标段"), a, b, c]
    moved = _numbered(p, head, body, len(body) - 1 if len(body) > len(names) else None)
    return Strange(
        "difference",
        grid(head, body),
        all_cells(len(body), [1 + moved, 2 + moved, 3 + moved]),
        p.one("单位：万元", "明细表（单位：万元）"),
    )


def goods(p: Pen) -> Strange:
    """Number times price."""
    names = p.some(GOODS, 4, 7)
    n = [p.count(2, 60) for _ in names]
    price = [p.count(20, 4000) for _ in names]
    q, u, a = p.random.choice(
        [
            ("采购数", "单价（元）", "小计（元）"),
            ("台数", "单价/元", "金额/元"),
            ("数量", "中标单价（元）", "总价（元）"),
            ("件数", "均价（元）", "价款（元）"),
        ]
    )
    body = [[m, p.put(i), p.put(j), p.put(i * j)] for m, i, j in zip(names, n, price, strict=True)]
    body.append(
        [
            p.one("合计", "总计"),
            "",
            p.one("", "—", "/"),
            p.put(sum(i * j for i, j in zip(n, price, strict=True))),
        ]
    )
    return Strange(
        "goods",
        grid([p.one("品名", "名称", "物品"), q, u, a], body),
        (*all_cells(len(names), [1, 2, 3]), (len(body), 3)),
        p.one("购置清单", "物资采购"),
    )


def wages(p: Pen) -> Strange:
    """People times standard times months, in 万元."""
    names = p.some(POSTS, 4, 6)
    people, rate, months = (
        [p.count(3, 90) for _ in names],
        [p.count(4, 30) * 100 for _ in names],
        [p.count(3, 12) for _ in names],
    )
    total = [a * b * c / 10000 for a, b, c in zip(people, rate, months, strict=True)]
    body = [
        [n, p.put(a), p.put(b), p.put(c), p.put(d, 2)]
        for n, a, b, c, d in zip(names, people, rate, months, total, strict=True)
    ]
    body.append(
        [p.one("合计", "总计"), p.put(sum(people)), "", "", p.put(sum(round(t, 2) for t in total), 2)]
    )
    head = [
        p.one("岗位", "岗位类别"),
        p.one("人数", "在岗人数（人）"),
        p.one("补助标准（元/人·月）", "月补助（元）"),
        p.one("月数", "发放月数"),
        p.one("补助额（万元）", "应发金额（万元）"),
    ]
    return Strange(
        "wages",
        grid(head, body),
        (*all_cells(len(names), [4]), (len(body), 4), (len(body), 1)),
        p.one("岗位补助", "人员补贴发放情况"),
    )


def shares_done(p: Pen) -> Strange:
    """Task, done and the rate between them under any header."""
    names = p.some(PLACES, 4, 8)
    task = [p.count(60, 3000) for _ in names]
    done = [p.part(t, 55, 104) for t in task]
    a, b, c = p.random.choice(
        [
            ("下达任务", "建成", "比例"),
            ("应检数", "实检数", "检测率"),
            ("登记户", "通水户", "普及率"),
            ("计划亩数", "落实亩数", "落实比例"),
            ("总面数", "见效面数", "占计划"),
        ]
    )
    body = [[n, p.put(t), p.put(d), p.rate(d, t)] for n, t, d in zip(names, task, done, strict=True)]
    body.append([p.one("合计", "总计"), p.put(sum(task)), p.put(sum(done)), p.rate(sum(done), sum(task))])
    return Strange(
        "shares_done",
        grid([p.one("乡镇", "单位"), a, b, c], body),
        all_cells(len(body), [1, 2, 3]),
        p.one("任务落实", "进展情况"),
    )


def answers(p: Pen) -> Strange:
    """Votes and what share each answer has."""
    names = list(
        p.random.choice(
            [
                ("非常满意", "比较满意", "一般", "不太满意"),
                ("知道", "听说过", "不知道"),
                ("每周", "每月", "每季", "很少", "从不"),
                ("同意", "反对", "弃权"),
            ]
        )
    )
    votes = [p.count(8, 300) for _ in names]
    total = sum(votes)
    body = [[n, p.put(v), p.rate(v, total, p.seed % 2 + 1)] for n, v in zip(names, votes, strict=True)]
    body.append(["合计", p.put(total), "100%"])
    head = [
        p.one("选项", "答案", "评价"),
        p.one("票数", "人数", "份数", "选择人数"),
        p.one("占比", "比例", "百分比"),
    ]
    return Strange(
        "answers",
        grid(head, body),
        all_cells(len(body), [1]) + all_cells(len(names), [2]),
        p.one("问卷第3题统计", "调查结果"),
    )


def running(p: Pen) -> Strange:
    """A month's amount and the sum so far."""
    months = p.random.randint(5, 9)
    values = [p.money(3, 90) for _ in range(months)]
    body = [[f"{i + 1}月", p.put(v), p.put(sum(values[: i + 1]))] for i, v in enumerate(values)]
    head = [
        "月份",
        p.one("当月支付", "本月拨付", "当月数", "本月发生额"),
        p.one("累计", "累计支付", "累计数", "年初至今"),
    ]
    return Strange(
        "running", grid(head, body), all_cells(months, [1, 2]), p.one("支付进度（单位：万元）", "单位：万元")
    )


def years(p: Pen) -> Strange:
    """Two years, the change and its rate."""
    names = p.some(THINGS, 4, 6)
    old = [p.money() for _ in names]
    new = [p.part(v, 60, 170) for v in old]
    year = p.random.randint(2019, 2024)
    a, b = p.random.choice(
        [
            (f"{year - 1}年", f"{year}年"),
            ("上年数", "本年数"),
            ("上年同期", "本期"),
            (f"{year - 1}年决算", f"{year}年决算"),
        ]
    )
    body = [
        [n, p.put(o), p.put(w), p.put(w - o), p.rate(w - o, o)]
        for n, o, w in zip(names, old, new, strict=True)
    ]
    o, w = sum(old), sum(new)
    body.append(["合计", p.put(o), p.put(w), p.put(w - o), p.rate(w - o, o)])
    head = [
        p.one("类别", "科目", "项目"),
        a,
        b,
        p.one("增减", "增减额", "增减变动", "比上年增减"),
        p.one("增减率", "增长（%）", "变动幅度", "增幅"),
    ]
    return Strange("years", grid(head, body), all_cells(len(body), [1, 2, 3, 4]), "收支对比（单位：万元）")


def judges(p: Pen) -> Strange:
    """Marks of several judges and their mean."""
    names = p.some(MARKS, 4, 6)
    n = p.random.randint(3, 5)
    marks = [[p.count(140, 200) / 2 for _ in range(n)] for _ in names]
    body = [
        [m, *(p.put(v) for v in row), p.put(sum(row) / n, 2)] for m, row in zip(names, marks, strict=True)
    ]
    head = [
        p.one("评审项目", "参评单位", "指标"),
        *(p.one("专家", "评委") + "一二三四五"[i] for i in range(n)),
        p.one("平均分", "平均得分", "均分", "平均"),
    ]
    return Strange(
        "judges",
        grid(head, body),
        all_cells(len(names), list(range(1, n + 2))),
        p.one("专家打分表", "评审打分汇总"),
    )


def deductions(p: Pen) -> Strange:
    """Points, those taken off and those left."""
    names = p.some(MARKS, 4, 6)
    full = [p.count(5, 30) for _ in names]
    off = [Decimal(p.random.randint(0, 12)) / 4 for _ in names]
    body = [[n, p.put(f), p.put(o), p.put(f - o)] for n, f, o in zip(names, full, off, strict=True)]
    body.append([p.one("合计", "总分"), p.put(sum(full)), p.put(sum(off)), p.put(sum(full) - sum(off))])
    head = [
        p.one("考核内容", "考核项目", "检查内容"),
        p.one("分值", "标准分", "满分"),
        p.one("扣分", "扣减", "失分"),
        p.one("得分", "考核得分", "实得分"),
    ]
    return Strange(
        "deductions", grid(head, body), all_cells(len(body), [1, 2, 3]), p.one("考核评分表", "现场检查打分")
    )


def store(p: Pen) -> Strange:
    """What was there, came, went and is left."""
    names = p.some(GOODS, 4, 7)
    rows = []
    for _ in names:
        had, came = p.count(10, 400), p.count(10, 400)
        went = p.part(had + came, 20, 95)
        rows.append([had, came, went, had + came - went])
    heads = p.random.choice(
        [
            ("期初库存", "入库", "出库", "期末库存"),
            ("上期存量", "购进", "领用", "结存"),
            ("年初在册", "新增", "退出", "年末在册"),
            ("期初结余", "本期增加", "本期减少", "期末结余"),
        ]
    )
    body = [[n, *(p.put(v) for v in row)] for n, row in zip(names, rows, strict=True)]
    if p.random.random() < 0.5:
        body.append(["合计", *(p.put(sum(c)) for c in zip(*rows, strict=True))])
    return Strange(
        "store",
        grid([p.one("物资", "品名", "类别"), *heads], body),
        all_cells(len(body), [1, 2, 3, 4]),
        p.one("物资收发存", "出入库情况"),
    )


def groups(p: Pen) -> Strange:
    """Groups with subtotals and a total."""
    body: list[list[str]] = []
    sums = []
    for name in p.some(PLACES, 2, 3):
        things = p.some(THINGS, 2, 4)
        values = [[p.money(), p.money()] for _ in things]
        body += [[f"{name}{t}", *(p.put(v) for v in row)] for t, row in zip(things, values, strict=True)]
        sums.append([sum(c) for c in zip(*values, strict=True)])
        body.append(["小计", *(p.put(v) for v in sums[-1])])
    body.append([p.one("合计", "总计"), *(p.put(sum(c)) for c in zip(*sums, strict=True))])
    a, b = p.random.choice(
        [("概算", "结算"), ("计划投资", "完成投资"), ("报账金额", "审核金额"), ("预算价", "中标价")]
    )
    return Strange(
        "groups",
        grid([p.one("工程", "项目"), a, b], body),
        all_cells(len(body), [1, 2]),
        "分项投资（单位：万元）",
    )


def beside(p: Pen) -> Strange:
    """Two tables beside each other."""
    left, right = p.some(THINGS, 4, 4), p.some(GOODS, 4, 4)
    lv, rv = [p.money() for _ in left], [p.money() for _ in right]
    body = [[a, p.put(x), b, p.put(y)] for a, x, b, y in zip(left, lv, right, rv, strict=True)]
    body.append(["合计", p.put(sum(lv)), "合计", p.put(sum(rv))])
    name, amount = p.one("项目", "内容"), p.one("金额", "数额", "发生额")
    return Strange(
        "beside",
        grid([name, amount, name, amount], body),
        all_cells(5, [1, 3]),
        p.one("收支情况（单位：万元）", "单位：万元"),
    )


def in_cells(p: Pen) -> Strange:
    """Units printed in every cell."""
    names = p.some(THINGS)
    money, units = [p.money() for _ in names], [p.count(2, 90) for _ in names]
    body = [[n, f"{p.put(m)}万元", f"{p.put(u)}{'处'}"] for n, m, u in zip(names, money, units, strict=True)]
    body.append([p.one("合计", "总计"), f"{p.put(sum(money))}万元", f"{p.put(sum(units))}处"])
    return Strange(
        "in_cells",
        grid(
            [p.one("任务", "内容"), p.one("投入", "花费", "经费"), p.one("完成量", "实施点位", "规模")], body
        ),
        all_cells(len(body), [1, 2]),
    )


def portions(p: Pen) -> Strange:
    """Amounts and their share of the total."""
    names = p.some(THINGS)
    money = [p.money() for _ in names]
    body = [[n, p.put(m), p.rate(m, sum(money))] for n, m in zip(names, money, strict=True)]
    body.append([p.one("合计", "总计"), p.put(sum(money)), p.one("100%", "100.00%")])
    head = [
        p.one("用途", "支出方向", "分类"),
        p.one("金额（万元）", "支出（万元）", "数额（万元）"),
        p.one("占比", "比重", "结构比", "所占比例"),
    ]
    return Strange(
        "portions",
        grid(head, body),
        all_cells(len(body), [1]) + all_cells(len(names), [2]),
        p.one("支出结构", "资金用途"),
    )


def each(p: Pen) -> Strange:
    """So much for each of so many."""
    names = p.some(UNITS, 4, 7)
    people = [p.count(80, 2000) for _ in names]
    money = [p.money(10, 300) for _ in names]
    body = [
        [n, p.put(a), p.put(m), p.put(m * 10000 / a, 2)] for n, a, m in zip(names, people, money, strict=True)
    ]
    body.append(["合计", p.put(sum(people)), p.put(sum(money)), p.put(sum(money) * 10000 / sum(people), 2)])
    head = [
        p.one("学校", "单位"),
        p.one("学生数（人）", "受益人数"),
        p.one("补助资金（万元）", "投入（万元）"),
        p.one("生均（元）", "人均（元）", "每人（元）"),
    ]
    return Strange("each", grid(head, body), all_cells(len(body), [1, 2, 3]), p.one("经费分配", "补助情况"))


def posts(p: Pen) -> Strange:
    """Posts, those filled and those not."""
    names = p.some(UNITS, 4, 7)
    need = [p.count(10, 120) for _ in names]
    have = [p.part(n, 60, 100) for n in need]
    a, b, c = p.random.choice(
        [
            ("编制", "在编", "空编"),
            ("核定岗位", "聘用", "空缺"),
            ("应到", "实到", "缺勤"),
            ("床位", "入住", "空床"),
            ("应修", "已修", "待修"),
        ]
    )
    body = [[n, p.put(x), p.put(y), p.put(x - y)] for n, x, y in zip(names, need, have, strict=True)]
    body.append(["合计", p.put(sum(need)), p.put(sum(have)), p.put(sum(need) - sum(have))])
    return Strange(
        "posts",
        grid([p.one("科室", "单位", "机构"), a, b, c], body),
        all_cells(len(body), [1, 2, 3]),
        p.one("人员情况", "在岗情况", "情况统计"),
    )


def marks_rate(p: Pen) -> Strange:
    """Weights, scores and the rate between them."""
    names = list(
        p.random.choice(
            [
                ("决策", "过程", "产出", "效益"),
                ("投入", "过程", "产出", "效果"),
                ("项目立项", "资金管理", "实施管理", "产出数量", "社会效益"),
            ]
        )
    )
    full = [Decimal(v) for v in p.random.sample([10, 15, 20, 25, 30, 18, 22], len(names))]
    got = [(f * p.random.randint(700, 1000) / 1000).quantize(Decimal("0.01")) for f in full]
    body = [[n, p.put(f), p.put(g), p.rate(g, f)] for n, f, g in zip(names, full, got, strict=True)]
    body.append([p.one("合计", "总分"), p.put(sum(full)), p.put(sum(got)), p.rate(sum(got), sum(full))])
    head = [
        p.one("一级指标", "指标", "维度"),
        p.one("权重", "分值", "标准分值"),
        p.one("得分", "评价得分", "实际得分"),
        p.one("得分率", "得分率（%）"),
    ]
    return Strange("marks_rate", grid(head, body), all_cells(len(body), [1, 2, 3]), "得分情况")


def weighted(p: Pen) -> Strange:
    """Marks weighted by percent."""
    names = p.some(MARKS, 4, 5)
    weights = {4: [20, 30, 35, 15], 5: [10, 25, 30, 20, 15]}[len(names)]
    marks = [p.count(140, 200) / 2 for _ in names]
    body = [
        [n, f"{w}%", p.put(m), p.put(m * w / 100, 2)] for n, w, m in zip(names, weights, marks, strict=True)
    ]
    body.append(
        [
            "合计",
            "100%",
            p.one("", "—"),
            p.put(sum(round(m * w / 100, 2) for m, w in zip(marks, weights, strict=True)), 2),
        ]
    )
    head = [
        p.one("评价内容", "项目"),
        p.one("权重", "占比"),
        p.one("得分", "原始分", "评分"),
        p.one("加权得分", "折算分", "加权分"),
    ]
    return Strange(
        "weighted",
        grid(head, body),
        (*all_cells(len(names), [3]), (len(body), 3)),
        p.one("综合评分", "综合得分计算表"),
    )


def harvest(p: Pen) -> Strange:
    """Area times yield, in tonnes."""
    names = p.some(PLACES, 4, 7)
    area, each_ = [p.count(100, 3000) for _ in names], [p.count(300, 700) for _ in names]
    body = [
        [n, p.put(a), p.put(y), p.put(a * y / 1000, 2)] for n, a, y in zip(names, area, each_, strict=True)
    ]
    head = [
        "乡镇",
        p.one("面积（亩）", "种植面积（亩）"),
        p.one("亩产（公斤）", "单产（公斤/亩）"),
        p.one("总产（吨）", "产量（吨）"),
    ]
    return Strange("harvest", grid(head, body), all_cells(len(names), [1, 2, 3]), "测产结果")


def invested(p: Pen) -> Strange:
    """Planned by source, paid and the rate of payment."""
    names = p.some(THINGS, 4, 7)
    rows = [[p.money(), p.money(), p.money()] for _ in names]
    rows.append([sum(c) for c in zip(*rows, strict=True)])
    paid = [p.part(sum(r), 50, 99) for r in rows[:-1]]
    paid.append(sum(paid))
    body = [
        [n, p.put(sum(r)), *(p.put(v) for v in r), p.put(x), p.rate(x, sum(r))]
        for n, r, x in zip([*names, "合计"], rows, paid, strict=True)
    ]
    head = [
        p.one("工程名称", "项目名称"),
        p.one("总投资", "投资合计", "计划总额"),
        *p.random.choice(
            [
                ("中央补助", "省补助", "地方配套"),
                ("上级资金", "本级资金", "自筹资金"),
                ("专项债", "预算内", "社会资本"),
            ]
        ),
        p.one("已支付", "累计拨款", "完成支付"),
        p.one("支付率", "支付比例", "拨款进度"),
    ]
    return Strange(
        "invested", grid(head, body), all_cells(len(body), [1, 2, 3, 4, 5, 6]), "投资完成（单位：万元）"
    )


def dole(p: Pen) -> Strange:
    """Households and persons by standard, paid each month."""
    names = p.some(PLACES, 4, 7)
    a, b = [p.count(20, 400) for _ in names], [p.count(20, 400) for _ in names]
    x, y = [v * 620 for v in a], [v * 480 for v in b]
    body = [
        [n, p.put(i), p.put(j), p.put(i + j), p.put(u), p.put(v), p.put(u + v)]
        for n, i, j, u, v in zip(names, a, b, x, y, strict=True)
    ]
    body.append(
        [
            "合计",
            p.put(sum(a)),
            p.put(sum(b)),
            p.put(sum(a) + sum(b)),
            p.put(sum(x)),
            p.put(sum(y)),
            p.put(sum(x) + sum(y)),
        ]
    )
    head = [
        "乡镇",
        "一类人数",
        "二类人数",
        p.one("人数合计", "合计人数", "总人数"),
        "一类金额（元）",
        "二类金额（元）",
        p.one("金额合计（元）", "合计金额（元）", "总金额（元）"),
    ]
    return Strange("dole", grid(head, body), all_cells(len(body), [1, 2, 3, 4, 5, 6]), "发放情况")


FAMILIES: tuple[Callable[[Pen], Strange], ...] = (
    counts, crossed, difference, goods, wages, shares_done, answers, running, years, judges, deductions, store,
    groups, beside, in_cells, portions, each, posts, marks_rate, weighted, harvest, invested, dole,
)  # fmt: skip
TURNED = (counts, crossed, difference, shares_done, years, posts, store)


def tables(seeds: range) -> Iterator[Strange]:
    """Every family for every seed; some of them lying on their side as well."""
    for seed in seeds:
        for make in FAMILIES:
            yield make(Pen(seed * 1009 + FAMILIES.index(make)))
        for make in TURNED:
            yield make(Pen(seed * 1013 + FAMILIES.index(make))).turned()


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

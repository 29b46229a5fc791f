"""Correct documents of every table family, made from a seed, with their truth recorded.

Bodies, projects and figures are invented. Each generator prints its figures by the document's own rounding
habit (to nearest or cut), with the header words of one province or another, so that a checker which is right
about these documents is right about more than one wording.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from corpus.markup import Grid, Text
from corpus.truth import Known

PLACES = ("青溪", "永泰", "临湖", "白塔", "长宁", "石桥", "金沙", "云岭", "东阳", "南坪", "西河", "北关")
BODIES = (
    "民政局",
    "教育局",
    "水利局",
    "农业农村局",
    "卫生健康局",
    "文化和旅游局",
    "交通运输局",
    "残疾人联合会",
)
PROJECTS = (
    "社区养老服务补助",
    "义务教育营养改善",
    "小型水库维修养护",
    "高标准农田管护",
    "妇幼健康服务",
    "公共文化服务",
    "农村公路养护",
    "残疾人康复服务",
)
COUNTS = (
    ("开展培训", "场"),
    ("服务对象人数", "人"),
    ("发放宣传资料", "份"),
    ("维修设施", "处"),
    ("购置设备", "台"),
    ("举办活动", "场次"),
    ("入户走访", "户次"),
    ("建立档案", "份"),
)
QUALITY = ("验收合格率", "服务达标率", "培训合格率", "资料归档率")
TIMELY = ("按期完成率", "资金拨付及时率")
WORDS = (("机制健全", "健全"), ("服务能力", "有效提升"), ("社会影响", "良好"))


class Writer:
    """Numbers as one office prints them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.rounding = ROUND_DOWN if self.random.random() < 0.2 else ROUND_HALF_UP
        self.separators = self.random.random() < 0.6
        self.place = self.random.choice(PLACES)
        self.body = self.random.choice(BODIES)
        self.project = self.random.choice(PROJECTS)
        self.year = self.random.randint(2019, 2024)

    def money(self, low: int, high: int, places: int = 2) -> Decimal:
        """A random amount with that many decimals."""
        return Decimal(self.random.randint(low * 10**places, high * 10**places)).scaleb(-places)

    def print(self, value: Decimal, places: int) -> str:
        """As printed in this office."""
        rounded = value.quantize(Decimal(1).scaleb(-places), rounding=self.rounding)
        return f"{rounded:,f}" if self.separators else f"{rounded:f}"

    def known(self, family: str, seed: int) -> Known:
        """A new document of this office."""
        return Known(f"{family}-{seed}", family, f"{self.place}县{self.body}")


def selfeval(seed: int, family: str = "A") -> Known:
    """A self-evaluation form: money block, indicators, total; families A, A' (分值 first), B (20+80), C (Sichuan)."""
    w = Writer(seed)
    doc = w.known(family, seed)
    share = 20 if family == "B" else 10
    doc.blocks.append(Text("heading", f"{w.year}年度项目支出绩效自评表", 0))
    doc.blocks.append(Text("right", f"填报单位：{doc.body}　　单位：万元"))
    money = _money_block(doc, w, share)
    rows, weights, scores = _indicator_rows(doc, w, 100 - share, family)
    doc.blocks += [Grid(money, small=True), Text("caption", "绩效指标完成情况"), Grid(rows, small=True)]
    doc.total([*weights, doc.facts["money_weight"]], doc.facts["weight"])  # type: ignore[list-item, arg-type]
    doc.total([*scores, doc.facts["money_score"]], doc.facts["score"])  # type: ignore[list-item, arg-type]
    return doc


def _money_block(doc: Known, w: Writer, share: int) -> list[list[str]]:
    budget, carried = w.money(80, 900), w.money(5, 60)
    total = budget + carried
    spent_own = (budget * w.random.randint(820, 1000) / 1000).quantize(Decimal("0.01"))
    spent = spent_own + carried
    rate = spent / total * 100
    p = doc.put
    head = ["资金来源", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"]
    # a cut 12.3 would be another rule than a rounded one: points are printed to two places, rounded
    points = (share * rate / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    cells = {
        "initial": p(w.print(budget, 2), "万元", role="budget_initial"),
        "total": p(w.print(total, 2), "万元", role="budget"),
        "spent": p(w.print(spent, 2), "万元", role="spent"),
        "weight": p(str(share), exact=True, role="weight"),
        "rate": p(w.print(rate, 2), "%", role="rate"),
        "score": p(f"{points:f}", role="score"),
        "own": p(w.print(budget, 2), "万元", role="budget"),
        "own_spent": p(w.print(spent_own, 2), "万元", role="spent"),
        "carried": p(w.print(carried, 2), "万元", role="budget"),
        "carried_spent": p(w.print(carried, 2), "万元", role="spent"),
    }
    doc.ratio(cells["spent"], cells["total"], cells["rate"], "execution")
    doc.total([cells["own"], cells["carried"]], cells["total"])
    doc.total([cells["own_spent"], cells["carried_spent"]], cells["spent"])
    doc.at_most(cells["score"], cells["weight"])
    doc.facts.update(money_weight=cells["weight"], money_score=cells["score"], share=share)
    initial = p(w.print(budget, 2), "万元", role="budget_initial")
    doc.total([initial], cells["initial"])
    return [
        head,
        [
            "年度资金总额",
            cells["initial"],
            cells["total"],
            cells["spent"],
            cells["weight"],
            cells["rate"] + "%",
            cells["score"],
        ],
        ["其中：当年财政拨款", initial, cells["own"], cells["own_spent"], "—", "—", "—"],
        ["上年结转资金", "0.00", cells["carried"], cells["carried_spent"], "—", "—", "—"],
        ["其他资金", "", "", "", "—", "—", "—"],
    ]


HEADERS = {
    "A": (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ),
    "A'": ("一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分", "备注"),
    "B": ("一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "分值", "得分", "原因"),
    "C": (
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "完成值",
        "权重",
        "得分",
        "未完成原因分析",
    ),
}


def _indicator_rows(
    doc: Known, w: Writer, points: int, family: str
) -> tuple[list[list[str]], list[str], list[str]]:
    head = list(HEADERS[family])
    rows, weights, scores = [head], [], []
    shares = _split(w, points, 7)
    specs = _specs(w)
    for (level1, level2, name, target, actual, unit, operator), weight in zip(specs, shares, strict=True):
        cells, weight_mark, score_mark = _indicator(doc, w, target, actual, unit, operator, weight)
        rows.append(_row(family, (level1, level2, name), cells, operator, unit, weight_mark, score_mark))
        weights.append(weight_mark)
        scores.append(score_mark)
    total = sum(
        (doc.tokens[int(m[1:-1])].value for m in scores),
        doc.tokens[int(str(doc.facts["money_score"])[1:-1])].value,
    )
    printed = f"{Decimal(total.numerator) / Decimal(total.denominator):.2f}"
    doc.facts["weight"] = doc.put("100", exact=True, role="total_weight")
    doc.facts["score"] = doc.put(printed, role="total_score")
    last = ["总分"] + ["<"] * 2 + [""] * (len(head) - 3)
    weight_column = head.index("权重" if family == "C" else "分值")
    last[weight_column] = str(doc.facts["weight"])
    last[head.index("得分")] = str(doc.facts["score"])
    return [*rows, last], weights, scores


def _specs(w: Writer) -> list[tuple[str, str, str, str, str, str, str]]:
    out = []
    for name, unit in w.random.sample(COUNTS, 3):
        target = w.random.randint(5, 900)
        actual = target + w.random.choice((0, 0, 1, 3)) if w.random.random() < 0.7 else int(target * 0.9)
        out.append(("产出指标", "数量指标", name, str(target), str(actual), unit, "≥"))
    out.append(
        ("产出指标", "质量指标", w.random.choice(QUALITY), "95", str(w.random.randint(93, 100)), "%", "≥")
    )
    out.append(("产出指标", "时效指标", w.random.choice(TIMELY), "100", "100", "%", "="))
    word = w.random.choice(WORDS)
    out.append(("效益指标", "社会效益指标", word[0], word[1], word[1], "", ""))
    out.append(
        (
            "满意度指标",
            "服务对象满意度指标",
            "服务对象满意度",
            "90",
            f"{w.random.randint(900, 990) / 10:.1f}",
            "%",
            "≥",
        )
    )
    return out


def _indicator(
    doc: Known, w: Writer, target: str, actual: str, unit: str, operator: str, weight: int
) -> tuple[tuple[str, str], str, str]:
    weight_mark = doc.put(str(weight), exact=True, role="weight")
    if not operator:
        score = doc.put(str(weight), role="score")
        doc.at_most(score, weight_mark)
        return (target, actual), weight_mark, score
    t = doc.put(target, exact=unit != "%", role="target")
    a = doc.put(actual, exact=unit != "%", role="actual")
    got = min(Decimal(1), Decimal(actual) / Decimal(target)) * weight
    score = doc.put(f"{got.quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}", role="score")
    doc.at_most(score, weight_mark)
    doc.points(weight_mark, a, t, score)
    return (t, a), weight_mark, score


def _row(
    family: str,
    names: tuple[str, str, str],
    cells: tuple[str, str],
    operator: str,
    unit: str,
    weight: str,
    score: str,
) -> list[str]:
    target, actual = cells
    sign = operator if operator != "=" else ""
    printed = (f"{sign}{target}{unit}", f"{actual}{unit}")
    if family == "C":
        kind = operator or "定性"
        return [*names, kind, target, unit or "/", actual, weight, score, ""]
    if family == "A'":
        return [*names, weight, *printed, score, ""]
    return [*names, *printed, weight, score, ""]


def _split(w: Writer, points: int, n: int) -> list[int]:
    shares = [points // n] * n
    for _ in range(points - sum(shares)):
        shares[w.random.randrange(n)] += 1
    return shares


def narrative(seed: int) -> Known:
    """An evaluation report: budget, execution, a money table, completion lists, growth, survey, score and grade."""
    w = Writer(seed)
    doc = w.known("N", seed)
    p = doc.put
    initial, added = w.money(100, 800, 0), w.money(5, 90, 0)
    total = initial + added
    doc.blocks.append(Text("heading", f"{w.year}年度{w.place}县{w.project}项目绩效评价报告", 0))
    doc.blocks.append(Text("heading", "一、项目基本情况", 1))
    a, b, c = (p(w.print(v, 0), "万元", role="amount") for v in (initial, added, total))
    doc.total([a, b], c)
    rows, spent, spent_mark, budget_mark = _fund_table(doc, w, total)
    rate = p(w.print(spent / total * 100, 2), "%", role="rate")
    said, left = (
        p(w.print(spent, 2), "万元", role="spent"),
        p(w.print(total - spent, 2), "万元", role="surplus"),
    )
    doc.ratio(said, c, rate, "execution")
    doc.total([said, left], c)
    doc.equal(c, budget_mark)
    doc.equal(said, spent_mark)
    text = f"{w.year}年年初预算安排{a}万元，年中追加{b}万元，全年预算共{c}万元。全年实际支出{said}万元，预算执行率{rate}%，结余{left}万元。"
    doc.blocks += [
        Text("paragraph", text),
        Text("caption", "表1 项目资金使用情况表（单位：万元）"),
        Grid(rows),
    ]
    doc.blocks.append(Text("heading", "二、绩效完成情况", 1))
    doc.blocks += [
        Text("paragraph", t) for t in (_completion(doc, w), _growth(doc, w), _survey(doc, w), _towns(doc, w))
    ]
    doc.blocks.append(Text("heading", "三、评价结论", 1))
    points = Decimal(w.random.randint(8000, 9900)) / 100
    grade = "优" if points >= 90 else "良"
    doc.facts["grade"] = grade
    doc.blocks.append(
        Text("paragraph", f"经综合评价，该项目得分{p(f'{points:f}', role='score')}分，评价等级为“{grade}”。")
    )
    return doc


def _fund_table(doc: Known, w: Writer, total: Decimal) -> tuple[list[list[str]], Decimal, str, str]:
    names = w.random.sample(("人员经费", "设备购置", "宣传培训", "维修维护", "服务采购", "其他费用"), 4)
    cuts = sorted(w.random.sample(range(5, 95), 3))
    budgets = [total * (b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    spends = [(x * w.random.randint(850, 1000) / 1000).quantize(Decimal("0.01")) for x in budgets]
    rows = [["支出内容", "预算数", "支出数"]]
    columns: tuple[list[str], list[str]] = ([], [])
    for name, b, s in zip(names, budgets, spends, strict=True):
        marks = doc.put(w.print(b, 2), "万元", role="part"), doc.put(w.print(s, 2), "万元", role="part")
        rows.append([name, *marks])
        columns[0].append(marks[0])
        columns[1].append(marks[1])
    spent = sum(spends, Decimal(0))
    ends = doc.put(w.print(total, 2), "万元", role="total"), doc.put(w.print(spent, 2), "万元", role="total")
    for parts, end in zip(columns, ends, strict=True):
        doc.total(parts, end)
    return [*rows, ["合计", *ends]], spent, ends[1], ends[0]


def _completion(doc: Known, w: Writer) -> str:
    items = w.random.sample(COUNTS, 2)
    parts, rates = [], []
    for name, unit in items:
        target = w.random.randint(12, 160)
        actual = target + w.random.randint(-6, 30)
        a = doc.put(str(actual), exact=True, role="actual")
        r = doc.put(w.print(Decimal(actual) / target * 100, 2), "%", role="completion")
        doc.whole_number(a, r)
        parts.append(f"{name}{a}{unit}")
        rates.append(f"{r}%")
    planned = w.random.randint(20, 90)
    done = w.random.randint(planned // 2, planned)
    t, d = doc.put(str(planned), exact=True, role="target"), doc.put(str(done), exact=True, role="actual")
    r = doc.put(w.print(Decimal(done) / planned * 100, 1), "%", role="completion")
    doc.ratio(d, t, r, "completion")
    return f"截至{w.year}年12月31日，{'，'.join(parts)}，分别完成年度任务的{'、'.join(rates)}。计划改造点位{t}处，实际改造{d}处，完成率{r}%。"


def _growth(doc: Known, w: Writer) -> str:
    before, change = w.money(100, 900), w.money(5, 90)
    n = doc.put(w.print(before + change, 2), "万元", role="current")
    c = doc.put(w.print(change, 2), "万元", role="change")
    r = doc.put(w.print(change / before * 100, 2), "%", role="growth")
    doc.growth(c, n, r)
    return f"全年带动相关收入{n}万元，比上年增加{c}万元，增长{r}%。"


def _survey(doc: Known, w: Writer) -> str:
    sent = w.random.randint(120, 400)
    back = sent - w.random.randint(3, 20)
    valid = back - w.random.randint(1, 15)
    good = valid - w.random.randint(2, 20)
    s, b, v, g = (doc.put(str(x), exact=True, role="survey") for x in (sent, back, valid, good))
    rb = doc.put(w.print(Decimal(back) / sent * 100, 2), "%", role="rate")
    rg = doc.put(w.print(Decimal(good) / valid * 100, 2), "%", role="rate")
    doc.ratio(b, s, rb, "survey")
    doc.ratio(g, v, rg, "survey")
    doc.at_most(b, s)
    doc.at_most(v, b)
    return f"共发放问卷{s}份，回收{b}份，回收率{rb}%；有效问卷{v}份，其中满意{g}份，满意度{rg}%。"


def _towns(doc: Known, w: Writer) -> str:
    towns = w.random.sample(PLACES, 3)
    values = [w.random.randint(20, 600) for _ in towns]
    marks = [doc.put(str(x), exact=True, role="part") for x in values]
    whole = doc.put(str(sum(values)), exact=True, role="total")
    doc.total(marks, whole)
    listed = "、".join(f"{m}人次" for m in marks)
    return f"{'、'.join(towns)}三个乡镇分别服务{listed}，合计{whole}人次。"


def ledger(seed: int) -> Known:
    """An expenditure ledger with running balance and monthly totals."""
    w = Writer(seed)
    doc = w.known("I", seed)
    doc.blocks.append(Text("heading", f"{w.place}县{w.project}项目支出明细账", 0))
    doc.blocks.append(Text("right", f"单位：{doc.body}　金额单位：元"))
    rows = [["日期", "凭证号", "摘要", "借方", "贷方", "余额"]]
    balance, entries, voucher = Decimal(0), [], 0
    last = None
    for month in sorted(w.random.sample(range(1, 13), 4)):
        in_month: list[str] = []
        month_sum = Decimal(0)
        for day in sorted(w.random.sample(range(1, 28), 3)):
            voucher += w.random.randint(1, 9)
            amount = w.money(800, 90000)
            balance += amount
            month_sum += amount
            mark = doc.put(w.print(amount, 2), "元", exact=True, role="entry")
            after = doc.put(w.print(balance, 2), "元", exact=True, role="balance")
            doc.total([last, mark] if last else [mark], after)
            last = after
            in_month.append(mark)
            rows.append(
                [
                    f"{w.year}-{month:02d}-{day:02d}",
                    f"记-{voucher}",
                    f"付{w.random.choice(('材料款', '工程款', '服务费', '培训费'))}",
                    mark,
                    "",
                    after,
                ]
            )
        entries += in_month
        subtotal = doc.put(w.print(month_sum, 2), "元", exact=True, role="month_total")
        running = doc.put(w.print(balance, 2), "元", exact=True, role="year_total")
        doc.total(in_month, subtotal)
        doc.total(list(entries), running)
        rows.append([f"{w.year}-{month:02d}-28", "", "本月合计", subtotal, "", ""])
        rows.append([f"{w.year}-{month:02d}-28", "", "本年累计", running, "", ""])
    doc.blocks.append(Grid(rows, widths=[2.4, 1.8, 4, 2.8, 1.8, 3], small=True))
    return doc


def accounts(seed: int) -> Known:
    """Final accounts: a code hierarchy with two spending columns, and prose with shares and growth."""
    w = Writer(seed)
    doc = w.known("G", seed)
    doc.blocks.append(Text("heading", f"{w.place}县{w.body}{w.year}年度部门决算情况说明", 0))
    doc.blocks.append(Text("heading", "一、支出决算情况", 1))
    groups = w.random.sample(
        (
            ("201", "一般公共服务支出"),
            ("208", "社会保障和就业支出"),
            ("210", "卫生健康支出"),
            ("221", "住房保障支出"),
        ),
        3,
    )
    rows, tops = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]], []
    for code, name in groups:
        leaves = [(w.money(10, 300), w.money(0, 200)) for _ in range(2)]
        lines = [
            (f"{code}0{w.random.randint(1, 9)}0{i + 1}", f"{name[:4]}{'一二'[i]}类", *leaf)
            for i, leaf in enumerate(leaves)
        ]
        top = (sum(x for x, _ in leaves), sum(y for _, y in leaves))
        made = [_account_row(doc, w, code, name, *top)] + [_account_row(doc, w, *line) for line in lines]
        for column in (2, 3, 4):
            doc.total([row[column] for row in made[1:]], made[0][column])
        rows += made
        tops.append((made[0], top))
    basic, project = (sum((t[i] for _, t in tops), Decimal(0)) for i in (0, 1))
    whole = _account_row(doc, w, "合计", "<", basic, project)
    for column in (2, 3, 4):
        doc.total([row[column] for row, _ in tops], whole[column])
    doc.blocks += [
        Text("caption", "表1 支出决算表（单位：万元）"),
        Grid([rows[0], whole, *rows[1:]], small=True),
    ]
    said = [doc.put(w.print(x, 2), "万元", role="amount") for x in (basic + project, basic, project)]
    shares = [doc.put(w.print(x / (basic + project) * 100, 2), "%", role="share") for x in (basic, project)]
    doc.equal(whole[2], said[0])
    doc.equal(whole[3], said[1])
    doc.equal(whole[4], said[2])
    doc.total(said[1:], said[0])
    for part, share in zip(said[1:], shares, strict=True):
        doc.ratio(part, said[0], share, "share")
    doc.blocks.append(
        Text(
            "paragraph",
            f"本年支出合计{said[0]}万元，其中：基本支出{said[1]}万元，占{shares[0]}%；项目支出{said[2]}万元，占{shares[1]}%。",
        )
    )
    return doc


def _account_row(doc: Known, w: Writer, code: str, name: str, basic: Decimal, project: Decimal) -> list[str]:
    a, b, c = (doc.put(w.print(x, 2), "万元", role="account") for x in (basic + project, basic, project))
    doc.total([b, c], a)
    return [code, name, a, b, c]


def workload(seed: int) -> Known:
    """A workload table: target, actual and completion rate of each item."""
    w = Writer(seed)
    doc = w.known("H", seed)
    doc.blocks.append(Text("heading", f"{w.place}县{w.project}项目{w.year}年度服务指标完成情况统计表", 0))
    rows = [["序号", "服务项目", "单位", "协议指标量", "完成量", "完成率"]]
    for i, (name, unit) in enumerate(w.random.sample(COUNTS, 6), 1):
        target = w.random.randint(6, 400)
        actual = max(1, target + w.random.randint(-5, 40))
        t, a = (
            doc.put(str(target), exact=True, role="target"),
            doc.put(str(actual), exact=True, role="actual"),
        )
        r = doc.put(w.print(Decimal(actual) / target * 100, 2), "%", role="completion")
        doc.ratio(a, t, r, "completion")
        rows.append([str(i), name, unit, t, a, f"{r}%"])
    doc.blocks.append(Grid(rows))
    return doc


def transfer(seed: int) -> Known:
    """A transfer-payment form: three fund rows with rates, no scores."""
    w = Writer(seed)
    doc = w.known("D", seed)
    doc.blocks.append(Text("heading", "转移支付绩效自评表", 0))
    doc.blocks.append(Text("right", f"（{w.year}年度）　单位：万元"))
    rows = [["资金来源", "全年预算数（A）", "全年执行数（B）", "预算执行率（B/A）"]]
    parts = [(w.money(50, 900), w.random.randint(850, 1000)) for _ in range(2)]
    values = [(b, (b * k / 1000).quantize(Decimal("0.01"))) for b, k in parts]
    total = (sum(b for b, _ in values), sum(s for _, s in values))
    made = []
    for name, (b, s) in zip(("年度资金总额", "其中：中央补助", "地方资金"), [total, *values], strict=True):
        marks = doc.put(w.print(b, 2), "万元", role="budget"), doc.put(w.print(s, 2), "万元", role="spent")
        r = doc.put(w.print(s / b * 100, 2), "%", role="rate")
        doc.ratio(marks[1], marks[0], r, "execution")
        rows.append([name, *marks, f"{r}%"])
        made.append(marks)
    for column in (0, 1):
        doc.total([made[1][column], made[2][column]], made[0][column])
    doc.blocks += [Grid([*rows, ["其他资金", "0", "0", "/"]], small=True)]
    head = ["一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施"]
    body = []
    for level1, level2, name, target, actual, unit, operator in _specs(w):
        met = actual if not operator else str(max(Decimal(actual), Decimal(target)))
        body.append([level1, level2, name, f"{operator}{target}{unit}", f"{met}{unit}", "无"])
    doc.blocks.append(Grid([head, *body], small=True))
    return doc


FAMILIES: dict[str, Callable[[int], Known]] = {
    "A": lambda seed: selfeval(seed, "A"),
    "A'": lambda seed: selfeval(seed, "A'"),
    "B": lambda seed: selfeval(seed, "B"),
    "C": lambda seed: selfeval(seed, "C"),
    "D": transfer,
    "G": accounts,
    "H": workload,
    "I": ledger,
    "N": narrative,
}

"""Forms, ledgers, surveys and workload tables with headers and orders no annotated document has, right as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from tests.corpus.strange import THINGS, UNITS, Pen, Strange, all_cells, grid

CENT = Decimal("0.01")
COUNTED = (
    ("培训场次", "场"),
    ("服务人次", "人次"),
    ("新建站点", "个"),
    ("巡查次数", "次"),
    ("发放手册", "份"),
    ("改造户数", "户"),
)
RATES = ("验收合格率", "按期完成率", "资金拨付及时率", "群众知晓率", "群众满意度")


def scored(p: Pen) -> Strange:
    """A form with weights, targets and proportional scores, whose groups and total add up."""
    levels = ("产出指标", "效益指标", "满意度指标")
    weights = p.random.choice([(20, 15, 15, 20, 20, 10), (15, 20, 15, 15, 25, 10), (10, 20, 20, 25, 15, 10)])
    names = [
        *p.random.sample(COUNTED, 3),
        *((r, "%") for r in p.random.sample(RATES[:4], 2)),
        (RATES[4], "%"),
    ]
    body, scores = [], []
    for i, ((name, unit), weight) in enumerate(zip(names, weights, strict=True)):
        target = p.count(20, 400) if unit != "%" else Decimal(90)
        actual = target if p.random.random() < 0.6 else target - p.count(1, int(target) // 8 + 2)
        score = (Decimal(weight) * min(actual / target, Decimal(1))).quantize(CENT, ROUND_HALF_UP)
        scores.append(score)
        level = levels[0] if i < 3 else levels[1] if i < 5 else levels[2]
        body.append(
            [
                level if i in (0, 3, 5) else "^",
                name,
                f"≥{target}{unit}",
                f"{actual}{unit}",
                str(weight),
                f"{score:f}",
            ]
        )
    body.append([p.one("总分", "合计", "总计"), "<", "<", "<", "100", f"{sum(scores):f}"])
    head = [
        "一级指标", p.one("三级指标", "指标名称", "具体指标"), p.one("年度指标值", "目标值", "计划值"),
        p.one("实际完成值", "完成值", "全年实际值"), p.one("分值", "权重", "标准分值"), p.one("得分", "自评得分", "评分"),
    ]  # fmt: skip
    return Strange(
        "scored",
        grid(head, body),
        (*all_cells(len(names), [4, 5]), (len(body), 4), (len(body), 5)),
        "项目支出绩效自评表",
    )


def money_block(p: Pen) -> Strange:
    """The money of a form, by source, with the rate of execution and its points."""
    parts = [(a := p.money(200, 900), p.part(a, 75, 99)) for _ in range(3)]
    whole, spent = sum(a for a, _ in parts), sum(b for _, b in parts)
    points = (10 * spent / whole).quantize(CENT, ROUND_HALF_UP)
    names = p.random.choice(
        [("其中：中央资金", "省级资金", "市县资金"), ("其中：当年财政拨款", "上年结转资金", "其他资金")]
    )
    body = [
        [
            p.one("年度资金总额", "资金总额"),
            p.put(whole),
            p.put(spent),
            "10",
            p.rate(spent, whole),
            f"{points:f}",
        ]
    ]
    body += [[n, p.put(a), p.put(b), "—", p.rate(b, a), "—"] for n, (a, b) in zip(names, parts, strict=True)]
    head = [
        "项目资金（万元）",
        p.one("全年预算数（A）", "调整后预算数"),
        p.one("全年执行数（B）", "实际支出数"),
        "分值",
        p.one("执行率（B/A）", "执行率"),
        "得分",
    ]
    return Strange("money_block", grid(head, body), (*all_cells(4, [1, 2, 4]), (1, 5)), "项目支出绩效自评表")


def book(p: Pen) -> Strange:
    """A ledger with month totals, sums so far and a running balance."""
    balance, so_far, body, fixed = p.money(2000, 4000), [Decimal(0), Decimal(0)], [], []
    body.append(["", "", p.one("上年结转", "期初余额"), "", "", p.put(balance)])
    number = 0
    for month in range(1, 4):
        sums = [Decimal(0), Decimal(0)]
        for _ in range(p.random.randint(2, 4)):
            number += 1
            side = 0 if p.random.random() < 0.3 else 1
            amount = p.money(10, 300)
            balance += amount if side == 0 else -amount
            sums[side] += amount
            cells = [p.put(amount), ""] if side == 0 else ["", p.put(amount)]
            body.append(
                [f"2023-{month:02}-{number + 5:02}", f"记-{number}", p.one(*THINGS), *cells, p.put(balance)]
            )
            fixed += [(len(body), 3 + side), (len(body), 5)]
        so_far = [a + b for a, b in zip(so_far, sums, strict=True)]
        body.append(
            ["", "", p.one("本月合计", f"{month}月合计"), p.put(sums[0]), p.put(sums[1]), p.put(balance)]
        )
        fixed += [(len(body), 3), (len(body), 4)]
    body.append(["", "", "本年累计", p.put(so_far[0]), p.put(so_far[1]), p.put(balance)])
    fixed += [(len(body), 3), (len(body), 4)]
    a, b, c = p.random.choice(
        [
            ("收入", "支出", "余额"),
            ("收入金额", "付出金额", "结余"),
            ("借方", "贷方", "余额"),
            ("拨入", "拨出", "结存"),
        ]
    )
    return Strange(
        "book",
        grid(["日期", p.one("凭证号", "凭证字号"), "摘要", a, b, c], body),
        tuple(fixed),
        "专户明细账（单位：元）",
    )


def quarters(p: Pen) -> Strange:
    """Work by quarters, against a target."""
    rows = []
    for name, unit in p.random.sample(COUNTED, 5):
        done = [p.count(8, 90) for _ in range(4)]
        target = p.part(sum(done), 85, 120)
        rows.append(
            [
                name,
                unit,
                p.put(target),
                *(p.put(d) for d in done),
                p.put(sum(done)),
                p.rate(sum(done), target),
            ]
        )
    head = [
        p.one("服务项目", "工作内容", "任务"),
        "单位",
        p.one("年度目标", "年度任务", "计划数"),
        *p.random.choice(
            [
                ("一季度", "二季度", "三季度", "四季度"),
                ("第一季度", "第二季度", "第三季度", "第四季度"),
                ("1-3月", "4-6月", "7-9月", "10-12月"),
            ]
        ),
        p.one("全年完成", "合计", "全年累计"),
        p.one("完成率", "完成比例"),
    ]
    return Strange(
        "quarters",
        grid(head, rows),
        all_cells(5, [2, 3, 4, 5, 6, 7, 8]),
        p.one("工作量统计表", "任务完成情况"),
    )


def degrees(p: Pen) -> Strange:
    """A questionnaire by degrees of satisfaction."""
    body = []
    for name in p.some(UNITS, 4, 5):
        got = [p.count(60, 200), p.count(20, 90), p.count(4, 30), p.count(1, 9)]
        body.append([name, *(p.put(g) for g in got), p.put(sum(got)), p.rate(got[0] + got[1], sum(got))])
    head = [
        p.one("调查点", "对象"),
        *p.random.choice(
            [
                ("非常满意", "满意", "一般", "不满意"),
                ("很满意", "比较满意", "一般", "不满意"),
                ("很好", "较好", "一般", "较差"),
            ]
        ),
        p.one("合计", "有效答卷", "答卷数"),
        p.one("满意度", "满意率", "好评率"),
    ]
    return Strange("degrees", grid(head, body), all_cells(len(body), [1, 2, 5, 6]), "问卷调查统计")


def returned(p: Pen) -> Strange:
    """Questionnaires given out, returned and valid."""
    body, rows = [], []
    for name in p.some(UNITS, 4, 6):
        out = p.count(80, 400)
        back = p.part(out, 85, 99)
        valid = p.part(back, 88, 99)
        rows.append((out, back, valid))
        body.append([name, p.put(out), p.put(back), p.rate(back, out), p.put(valid), p.rate(valid, back)])
    a, b, c = (sum(column) for column in zip(*rows, strict=True))
    body.append(["合计", p.put(a), p.put(b), p.rate(b, a), p.put(c), p.rate(c, b)])
    head = [
        p.one("调查点", "对象"),
        p.one("发放份数", "发放问卷（份）"),
        p.one("回收份数", "收回问卷（份）"),
        p.one("回收率", "收回率"),
        p.one("有效份数", "有效问卷（份）"),
        "有效率",
    ]
    return Strange("returned", grid(head, body), all_cells(len(body), [1, 2, 3, 4, 5]), "问卷发放回收情况")


def told(p: Pen) -> Strange:
    """A table of funds whose totals the text repeats."""
    names = p.some(THINGS, 4, 6)
    whole = [p.money(100, 900) for _ in names]
    used = [p.part(v, 70, 99) for v in whole]
    body = [[n, p.put(w), p.put(u), p.rate(u, w)] for n, w, u in zip(names, whole, used, strict=True)]
    body.append(["合计", p.put(sum(whole)), p.put(sum(used)), p.rate(sum(used), sum(whole))])
    text = f"全年预算{sum(whole)}万元，实际支出{sum(used)}万元，预算执行率{p.rate(sum(used), sum(whole))}。"
    head = [
        p.one("项目", "支出内容"),
        p.one("全年预算", "预算数", "调整预算"),
        p.one("实际支出", "执行数", "决算数"),
        "执行率",
    ]
    return Strange(
        "told", grid(head, body), all_cells(len(body), [1, 2, 3]), "资金使用情况（单位：万元）", text
    )


def bonus(p: Pen) -> Strange:
    """Points with a bonus and a deduction behind them."""
    full = [Decimal(v) for v in (20, 25, 30, 25)]
    got = [f - Decimal(p.random.randint(1, 20)) / 4 for f in full]
    plus, minus = Decimal(p.random.randint(1, 3)), Decimal(p.random.randint(1, 2))
    body = [
        [n, f"{f}", f"{g:f}"] for n, f, g in zip(("决策", "过程", "产出", "效益"), full, got, strict=True)
    ]
    body += [
        ["加分项", "—", f"{plus}"],
        ["扣分项", "—", f"-{minus}"],
        [p.one("合计", "总分"), "100", f"{sum(got) + plus - minus:f}"],
    ]
    return Strange(
        "bonus", grid(["一级指标", "分值", "得分"], body), (*all_cells(4, [1, 2]), (7, 2)), "评价得分表"
    )


def sources(p: Pen) -> Strange:
    """Measures as rows, sources as columns, the rate at the foot."""
    plan = [p.money(100, 900) for _ in range(3)]
    came = [p.part(v, 85, 100) for v in plan]
    went = [p.part(v, 80, 99) for v in came]
    rows = [[*values, sum(values)] for values in (plan, came, went)]
    rows.append([a - b for a, b in zip(rows[1], rows[2], strict=True)])
    names = p.random.choice(
        [
            ("计划", "到位", "支出", "结余"),
            ("安排资金", "到位资金", "使用资金", "剩余资金"),
            ("下达数", "拨付数", "支用数", "未用数"),
        ]
    )
    body = [[n, *(p.put(v) for v in row)] for n, row in zip(names, rows, strict=True)]
    body.append(
        [p.one("使用率", "支出率", "支用率"), *(p.rate(w, c) for w, c in zip(rows[2], rows[1], strict=True))]
    )
    head = [
        p.one("资金来源", "项目"),
        *p.random.choice([("中央", "省级", "市县"), ("财政", "自筹", "社会")]),
        p.one("合计", "小计", "总计"),
    ]
    return Strange("sources", grid(head, body), all_cells(5, [1, 2, 3, 4]), "资金来源与使用（单位：万元）")


FAMILIES: tuple[Callable[[Pen], Strange], ...] = (
    scored, money_block, book, quarters, degrees, returned, told, bonus, sources,
)  # fmt: skip


def forms(seeds: range) -> Iterator[Strange]:
    """Every family for every seed."""
    for seed in seeds:
        for make in FAMILIES:
            yield make(Pen(seed * 1021 + FAMILIES.index(make)))

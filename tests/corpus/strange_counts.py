"""Tables of counts, differences, shares and running sums, with headers and orders no published form has, right as they stand."""

from __future__ import annotations

from decimal import Decimal

from tests.corpus.strange import (
    GOODS,
    PLACES,
    THINGS,
    UNITS,
    Pen,
    Strange,
    all_cells,
    grid,
    numbered,
)


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
    moved = numbered(p, head, body, 0 if first else len(body) - 1)
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
    moved = numbered(p, head, body, len(body) - 1 if len(body) > len(names) else None)
    return Strange(
        "difference",
        grid(head, body),
        all_cells(len(body), [1 + moved, 2 + moved, 3 + moved]),
        p.one("单位：万元", "明细表（单位：万元）"),
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

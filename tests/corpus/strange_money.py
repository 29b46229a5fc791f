"""Tables of prices, wages, stock and portions of money, with headers and orders no published form has, right as they stand."""

from __future__ import annotations

from tests.corpus.strange import (
    GOODS,
    PLACES,
    POSTS,
    THINGS,
    UNITS,
    Pen,
    Strange,
    all_cells,
    grid,
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

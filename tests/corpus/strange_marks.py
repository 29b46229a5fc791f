"""Tables of marks, deductions and weights, with headers and orders no published form has, right as they stand."""

from __future__ import annotations

from decimal import Decimal

from tests.corpus.strange import (
    MARKS,
    Pen,
    Strange,
    all_cells,
    grid,
)


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

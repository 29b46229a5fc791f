from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from score.grading import known_schemes, printed_scheme, through
from score.profile import grade_schemes
from tests.reports import figure

HUNDRED = Fraction(100)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("90分（含）以上为优，80分（含）至90分为良，60分（含）至80分为中，60分以下为差。", [90, 80, 60, 0]),
        ("评价等级：优（90-100分）、良（80-90分）、中（60-80分）、差（0-60分）", [90, 80, 60, 0]),
        ("得分85分以上为优秀，70-85分为良好，60-70分为合格，60分以下为不合格", [85, 70, 60, 0]),
        ("900分以上为优秀，800-900分为良好，600-800分为合格", [90, 80, 60, 0]),
        ("自评得分86.4分，等级为良。", None),
        ("优良率达到90%以上，合格率100%", None),
        ("2022年优秀学员20名", None),
    ],
)
def test_bands_printed_in_a_document(text, bounds):
    scheme = printed_scheme(["无关", text])
    assert (scheme and [band.low for band in scheme.bands]) == (bounds and [Decimal(b) for b in bounds])


def test_the_national_scheme_comes_first_and_trades_only_when_asked():
    assert [scheme.id for scheme in known_schemes("优秀", trade=False)] == ["cn_4", "alt_80", "gd_5"]
    assert "sector_4" in [scheme.id for scheme in known_schemes("优秀", trade=True)]
    assert [scheme.id for scheme in known_schemes("低", trade=False)] == ["gd_5"]


@pytest.mark.parametrize(
    ("score", "word", "fits", "could"),
    [
        ("86.4", "良好", True, True),
        ("86.4", "优", False, False),
        ("90", "优", True, True),
        ("90", "良", False, True),
        ("89.5", "优", False, True),
        ("89.4", "优", False, False),
    ],
)
def test_a_score_through_a_scheme(score, word, fits, could):
    seen = through(grade_schemes()["cn_4"], word, figure(score, "分"), HUNDRED)
    assert seen is not None
    assert (seen.fits, seen.could_fit) == (fits, could)


def test_a_foreign_word_is_not_judged():
    assert through(grade_schemes()["cn_4"], "五星", figure("95", "分"), HUNDRED) is None

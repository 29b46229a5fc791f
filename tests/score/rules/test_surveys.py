from __future__ import annotations

import pytest

from extract.report import report_of
from tests.checking import checks_of, outcomes
from tests.documents import document
from tests.reports import claim, place, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
DOUBT = ("inconsistent", "warning", "inconsistent")
OPEN = ("undetermined", None, "undetermined")

ROLES = {"satisfaction_rate": "rate", "return_rate": "rate", "valid_rate": "rate"}


def survey(sentence: str = "", **fields: str):
    terms = [(ROLES.get(name, "actual"), text, name, name) for name, text in fields.items()]
    return report(claims=[claim("survey", *terms, subject="问卷", sentence=sentence)])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (survey(valid_responses="95份", satisfied_count="90份", satisfaction_rate="94.74%"), [OK]),
        (survey(valid_responses="95份", satisfied_count="90份", satisfaction_rate="96.5%"), [WRONG]),
        (survey(distributed="100份", returned="96份", return_rate="96%"), [OK]),
        (survey(distributed="100份", returned="96份", return_rate="98%"), [WRONG]),
        # over the valid ones or over the returned ones
        (
            survey(returned="100份", valid_responses="95份", satisfied_count="90份", satisfaction_rate="90%"),
            [OK],
        ),
        # a mean of points
        (
            survey(
                "加权平均满意度", valid_responses="95份", satisfied_count="90份", satisfaction_rate="96.5%"
            ),
            [],
        ),
    ],
)
def test_r12_rates(given, expected):
    assert outcomes("R12", given) == expected


def test_r12_joins_the_sentences_of_a_paragraph():
    at = place()
    first = claim("survey", ("actual", "95份", "有效", "valid_responses"), place=at)
    second = claim(
        "survey",
        ("actual", "90份", "满意", "satisfied_count"),
        ("rate", "96.5%", "满意度", "satisfaction_rate"),
        place=at,
    )
    assert outcomes("R12", report(claims=[first, second])) == [WRONG]
    another = claim("survey", ("actual", "50份", "有效", "valid_responses"), place=at)
    assert outcomes("R12", report(claims=[first, another, second])) == []


@pytest.mark.parametrize(
    ("count", "rate", "expected"),
    [
        ("216份", "90%", [OK]),
        ("216份", "96%", [WRONG]),
        # not those of the list: which answers are counted is not known
        ("210份", "96%", []),
    ],
)
def test_r12_degrees_that_are_counted_together(count, rate, expected):
    at = place()
    answers = (("150份", "非常满意"), ("66份", "比较满意"))
    claims = [
        claim("survey", ("actual", "240份", "有效问卷", "valid_responses"), place=at),
        claim("survey", *(("part", text, name, "satisfied_count") for text, name in answers), place=at),
        claim(
            "survey",
            ("part", count, "非常满意", "satisfied_count"),
            ("rate", rate, "满意度", "satisfaction_rate"),
            place=at,
        ),
    ]
    assert outcomes("R12", report(claims=claims)) == expected


def test_q01_two_lots_given_out_and_one_number_returned():
    at, sentence = place(), "发放企业问卷200份、群众问卷150份，收回340份"
    lots = [
        claim("survey", ("whole", "200份", "问卷", "distributed"), place=at, sentence=sentence),
        claim(
            "survey", ("whole", "150份", "问卷", "distributed"), ("actual", "340份", "问卷", "returned"),
            place=at, sentence=sentence,
        ),
    ]  # fmt: skip
    assert outcomes("Q01", report(claims=lots)) == []
    assert outcomes("Q01", report(claims=lots[1:])) == [WRONG]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (survey(distributed="100份", returned="102份"), [WRONG]),
        (survey(distributed="100份", returned="100份", valid_responses="95份"), [OK, OK]),
        (survey(valid_responses="95份"), []),
    ],
)
def test_q01_order(given, expected):
    assert outcomes("Q01", given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (survey(valid_responses="95份", satisfied_count="90份", dissatisfied_count="6份"), [DOUBT]),
        (survey(valid_responses="95份", satisfied_count="90份", dissatisfied_count="5份"), [OK]),
        # some answered neither
        (survey(valid_responses="95份", satisfied_count="90份", dissatisfied_count="2份"), [OPEN]),
    ],
)
def test_q02_answers(given, expected):
    assert outcomes("Q02", given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (survey(valid_responses="12份", satisfaction_rate="92.1%"), [DOUBT]),
        (survey(valid_responses="38份", satisfaction_rate="92.1%"), [OK]),
        (survey(valid_responses="600份", satisfaction_rate="92.1%"), [OPEN]),
        (survey("满意度得分", valid_responses="12份", satisfaction_rate="92.1%"), []),
    ],
)
def test_q05_whole_people(given, expected):
    assert outcomes("Q05", given) == expected


def test_q05_shows_the_gap():
    (check,) = checks_of("Q05", survey(valid_responses="12份", satisfaction_rate="92.1%"))
    assert check.facts["nearest"] == "11 ÷ 12 = 91.6667%, 12 ÷ 12 = 100%"


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("73.53%", OK),
        ("27.37%", OK),
        # one digit off the two degrees together
        ("76.53%", ("inconsistent", "warning", "inconsistent")),
        # a mean of points, perhaps
        ("88.42%", ("undetermined", None, "undetermined")),
        ("77%", ("undetermined", None, "undetermined")),
    ],
)
def test_r12_rates_of_several_degrees(rate, expected):
    answered = claim(
        "survey",
        ("actual", "782份", "有效样本", "valid_responses"),
        ("part", "214份", "非常满意", "satisfied_count"),
        ("part", "361份", "满意", "satisfied_count"),
        ("rate", rate, "满意度", "satisfaction_rate"),
    )
    assert outcomes("R12", report(claims=[answered])) == [expected]


def test_r12_two_surveys_of_one_paragraph_stay_two():
    at = place()
    surveys = [
        claim(
            "survey",
            ("actual", valid, "有效", "valid_responses"),
            ("part", satisfied, "满意", "satisfied_count"),
            ("rate", "90%", "满意度", "satisfaction_rate"),
            place=at.model_copy(update={"start": start}),
        )
        for start, valid, satisfied in ((0, "100份", "90份"), (40, "50份", "45份"))
    ]
    assert outcomes("R12", report(claims=surveys)) == [OK, OK]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (("412", "141", "38", "7"), "consistent"),
        # the rate shows which of the counts is wrong
        (("412", "121", "38", "7"), "inconsistent"),
        (("421", "141", "38", "7"), "inconsistent"),
        # more answers than were valid
        (("412", "141", "88", "7"), "inconsistent"),
        # some may not have answered
        (("412", "141", "28", "7"), "undetermined"),
    ],
)
def test_q02_all_answers_from_the_best_to_the_worst(counts, expected):
    text = (
        "发放居民问卷620份，收回有效问卷598份。在有效问卷中，“很满意”{}份、“满意”{}份、“一般”{}份、“不满意”{}份，"
        "居民满意率92.47%。"
    )
    found = outcomes("Q02", report_of(document(text.format(*counts))))
    assert [verdict for verdict, _, _ in found] == [expected]

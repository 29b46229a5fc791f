from __future__ import annotations

from decimal import Decimal

import pytest

from schema.figure import Figure, FigureKind, Flaw
from tests.checking import checks_of, outcomes
from tests.reports import figure, passage, place, report


def broken(text: str, scale: int = 4, **more: object) -> Figure:
    fields = {"text": text, "kind": FigureKind.MONEY, "unit": "元", "scale": scale, "flaw": Flaw.MALFORMED}
    return Figure.model_validate({**fields, "place": place(), **more})


def test_separators_that_make_no_number_are_an_error() -> None:
    assert outcomes("N12", report(figures=[broken("7,00.0,77")])) == [("inconsistent", "error", "")]


def test_the_amount_that_stands_elsewhere_is_shown() -> None:
    given = report(figures=[broken("7,00.0,77"), figure("7,000,770.00", "元")])
    (check,) = checks_of("N12", given)
    assert (check.recomputed, check.repairs) == ("700.077", ("700.077",))
    assert [f.text for f in check.figures] == ["7,00.0,77", "7,000,770.00"]


@pytest.mark.parametrize("others", [["50万元", "500万元"], ["12,300.00元"]])
def test_nothing_is_guessed_when_no_or_several_amounts_fit(others: list[str]) -> None:
    given = report(figures=[broken("5,0,0.0"), *(figure(text) for text in others)])
    (check,) = checks_of("N12", given)
    assert check.repairs == ()


def test_a_good_number_and_one_read_from_an_image_are_left_alone() -> None:
    given = report(figures=[figure("7,000,770.00", "元"), broken("1OO.00", confidence=Decimal("0.7"))])
    assert outcomes("N12", given) == []


@pytest.mark.parametrize("flaw", [Flaw.FUSED, Flaw.AMBIGUOUS])
def test_numbers_run_together_and_marks_of_two_meanings_are_noted(flaw: Flaw) -> None:
    given = report(figures=[broken("2022001801090%9", flaw=flaw)])
    assert outcomes("N12", given) == [("undetermined", "note", flaw.value)]


def test_a_date_in_a_cell_that_is_none_is_told_as_one() -> None:
    bad = broken("2021年14月", scale=0, kind=FigureKind.DATE, unit="", place=place(row=1, column=0))
    assert outcomes("N12", report(figures=[bad])) == [("inconsistent", "error", "date")]


def test_a_date_of_the_text_is_told_once() -> None:
    text = passage("于2021年14月完工。")
    at = text.place.model_copy(update={"start": 1, "end": 9})
    bad = broken("2021年14月", scale=0, kind=FigureKind.DATE, unit="", place=at)
    given = report(figures=[bad], passages=[text])
    assert (outcomes("N12", given), len(outcomes("D04", given))) == ([], 1)

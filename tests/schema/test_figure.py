from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from schema.figure import Figure, FigureKind, Hedge, Place

PLACE = Place(block=3, start=5, end=11)


def money(**changes: object) -> Figure:
    fields = {"text": "240.5万元", "kind": FigureKind.MONEY, "value": Decimal(2405000), "unit": "元"}
    return Figure.model_validate({**fields, "decimals": 1, "scale": 4, "place": PLACE, **changes})


def test_a_figure_without_a_place_cannot_be_constructed() -> None:
    with pytest.raises(ValidationError, match="place"):
        Figure.model_validate({"text": "7", "kind": "count", "value": "7"})


def test_a_figure_is_never_built_from_a_float() -> None:
    with pytest.raises(ValidationError, match="float"):
        money(value=2405000.0)


def test_a_figure_is_frozen() -> None:
    with pytest.raises(ValidationError):
        money().value = Decimal(1)  # type: ignore[misc]


def test_unit_in_the_last_printed_place() -> None:
    assert money().unit_in_last_place == Decimal(1000)
    assert money(decimals=6).unit_in_last_place == Decimal("0.01")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("money", Decimal("1700000.00")),
        ("percent", Decimal("85.71")),
        ("ratio", "4:3:3"),
        ("date", "2023-06"),
    ],
)
def test_json_round_trip_keeps_value_and_type(kind: str, value: Decimal | str) -> None:
    figure = Figure.model_validate(
        {"text": "x", "kind": kind, "value": value, "hedge": Hedge.ABOUT, "place": PLACE}
    )
    again = Figure.model_validate_json(figure.model_dump_json())
    assert again == figure
    assert type(again.value) is type(value)


def test_json_values_are_plain_decimal_strings() -> None:
    assert money(value=Decimal("2.4E+6")).model_dump(mode="json")["value"] == "2400000"


@pytest.mark.parametrize(
    ("kind", "value", "number"),
    [("count", "67", Decimal(67)), ("ratio", "4:3:3", None), ("date", "2022", None), ("money", None, None)],
)
def test_only_numbers_are_computed_with(kind: str, value: str | None, number: Decimal | None) -> None:
    assert money(kind=kind, value=value).number == number

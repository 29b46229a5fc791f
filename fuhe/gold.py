"""Annotated documents: a JSON file beside a document of the same name says what is printed and what must be found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from fuhe.archive import is_document
from fuhe.errors import FuheError


class _Annotation(BaseModel):
    """Fields that we do not measure are let pass: the format is extended, never closed."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldDocument(_Annotation):
    """Who reports, and for which year."""

    title: str | None = None
    unit: str | None = None
    year: str | None = None
    doc_type: str | None = None
    amount_unit: str | None = None


class GoldIndicator(_Annotation):
    """An indicator row: cells exactly as printed, None for no such column or a blank."""

    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    target: str | None = None
    actual: str | None = None
    weight: str | None = None
    score: str | None = None


class GoldBudget(_Annotation):
    """A row of money: its name, the unit of its amounts, and amounts by column, as printed."""

    table: str = ""
    item: str = ""
    unit: str = ""
    values: dict[str, str]


class GoldClaim(_Annotation):
    """A numeric statement: a part of its text, and the numbers that belong to it, as printed."""

    id: str
    kind: str = ""
    text: str
    numbers: tuple[str, ...] = ()


class GoldFinding(_Annotation):
    """What must be reported (`inconsistent`), must not be (`consistent`), or not as an error (`look-alike-ok`)."""

    id: str
    kind: str = ""
    where: str = ""
    quote: str | None = None
    reported: str | None = None
    expected: str | None = None
    verdict: Literal["inconsistent", "consistent", "look-alike-ok"]
    numbers: tuple[str, ...] | None = None


class Gold(_Annotation):
    """The annotation of one document. A `closed` one is kept apart: rules were never tuned on it."""

    case: str = ""
    closed: bool = False
    document: GoldDocument
    indicators: tuple[GoldIndicator, ...] = ()
    budget: tuple[GoldBudget, ...] = ()
    claims: tuple[GoldClaim, ...] = ()
    findings: tuple[GoldFinding, ...] = ()


def cases(folder: Path) -> Iterator[tuple[Path, Gold]]:
    """Every document of a folder that has an annotation, with it.

    Raises FuheError when there is none, or an annotation is not in the format (with the field).
    """
    if not folder.is_dir():
        raise FuheError("missing" if not folder.exists() else "no_gold", path=folder)
    found = False
    for annotation in sorted(folder.rglob("*.json")):
        documents = [p for p in sorted(annotation.parent.glob("*")) if _beside(p, annotation)]
        if documents:
            gold = load(annotation)
        for document in documents:
            found = True
            yield document, gold
    if not found:
        raise FuheError("no_gold", path=folder)


def _beside(path: Path, annotation: Path) -> bool:
    return path.stem == annotation.stem and path.is_file() and is_document(path.name)


def load(path: Path) -> Gold:
    """An annotation file."""
    try:
        return Gold.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise FuheError("bad_gold", path=path, detail=f"{where}: {first['msg']}") from error

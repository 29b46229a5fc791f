"""Rule profiles: which weights, formulas, bands and grades a form follows, as data with validity dates.

A profile is chosen by what the form itself prints (the sums of its weights), never by guessing the province.
A rule printed in the form wins over every profile; a form that fits none is undetermined, never accused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from schema.finding import Severity
from score.configuration import load
from score.performance import Formula, Parameters

FOLDER = Path(__file__).parent / "profiles"
GRADES_FILE = Path(__file__).parent / "grades.toml"


def _exact(raw: Any) -> Any:
    if isinstance(raw, float):
        raise ValueError("write the number in quotes: a rule is never built from a float")
    return raw


Exact = Annotated[Decimal, BeforeValidator(_exact)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(_Data):
    """A name in both languages of the product."""

    zh: str
    en: str


class Band(_Data):
    """One grade: from `low` (included) on a scale of 100, the normalised `grade` and the words used for it."""

    grade: str
    low: Exact
    words: tuple[str, ...]


class GradeScheme(_Data):
    """Grades from the best to the worst. `sector` marks the scheme of a trade, not of budget evaluation."""

    id: str
    title: Title
    automatic: bool = True
    sector: bool = False
    verified: bool = True
    bands: tuple[Band, ...]

    @model_validator(mode="after")
    def _falling(self) -> GradeScheme:
        lows = [band.low for band in self.bands]
        if lows != sorted(lows, reverse=True) or len(set(lows)) != len(lows) or lows[-1] != 0:
            raise ValueError("bands go from the best to the worst, and the worst begins at 0")
        return self

    def band_of(self, score: Fraction, scale: Fraction = Fraction(100)) -> Band:
        """The band of a score on a scale. Half-open: a score of exactly the lower bound belongs to it."""
        share = score / scale * 100
        return next((band for band in self.bands if share >= band.low), self.bands[-1])

    def band_named(self, word: str) -> Band | None:
        """The band that the printed word stands for, if the word belongs to this scheme."""
        return next((band for band in self.bands if word in band.words), None)


class GradeSchemes(_Data):
    """The file of grade schemes."""

    scheme: tuple[GradeScheme, ...]


class Weights(_Data):
    """Level-1 weights. `fixed` ones must be printed so; `free` groups share what is left of the scale.

    `needs` names free groups without which the form is of another kind.
    """

    fixed: dict[str, Exact] = Field(default_factory=dict)
    free: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def fits(self, printed: Mapping[str, Decimal], scale: Decimal) -> bool:
        """Whether the printed sums by group are those of this scheme."""
        groups = {group for group, weight in printed.items() if weight}
        if not groups or not groups.issuperset(self.needs) or sum(printed.values()) != scale:
            return False
        if any(printed.get(group, Decimal(0)) != weight for group, weight in self.fixed.items()):
            return False
        others = groups - set(self.fixed)
        return others <= set(self.free) and bool(others) == bool(self.free)


class Bands(_Data):
    """Shares of the weight for qualitative results: reached from, partly reached from; the rest is 0 to partly."""

    reached: Exact
    partly: Exact


class Thresholds(_Data):
    """From which multiple of the target over-fulfilment is noted and warned, when no reason is given."""

    over_note: Exact = Decimal("1.3")
    over_warning: Exact = Decimal("1.5")
    over_reduced: Exact = Decimal("1.2")


class Scoring(_Data):
    """The formulas a row may be scored by."""

    formulas: tuple[Formula, ...] = ()
    bands: Bands | None = None
    threshold: Exact = Decimal("0.6")
    full_from: Exact = Decimal("0.9")


class Profile(_Data):
    """One rule set. `automatic` ones may be chosen by the form's weights; others only by name.

    `gravest` caps the severity of what follows from this profile alone; `core` are the groups whose weight
    together must reach `core_share` percent in evaluations of departments and finance bureaux.
    """

    id: str
    title: Title
    jurisdiction: str
    authority: str
    valid_from: date
    valid_to: date | None = None
    automatic: bool = True
    verified: bool = True
    gravest: Severity = Severity.WARNING
    scale: Exact = Decimal(100)
    grades: str = ""
    weights: Weights = Weights()
    scoring: Scoring = Scoring()
    thresholds: Thresholds = Thresholds()
    core: tuple[str, ...] = ()
    core_share: Exact | None = None

    @property
    def parameters(self) -> Parameters:
        """The numbers of its formulas."""
        return Parameters(
            over_reduced_from=Fraction(self.thresholds.over_reduced),
            threshold=Fraction(self.scoring.threshold),
            full_from=Fraction(self.scoring.full_from),
        )

    def in_force(self, fiscal_year: int | None) -> bool:
        """Whether the rule was in force when a year was evaluated, which happens in the year after."""
        if fiscal_year is None:
            return True
        evaluated = fiscal_year + 1
        return self.valid_from.year <= evaluated and (
            self.valid_to is None or fiscal_year <= self.valid_to.year
        )

    def fits(self, printed: Mapping[str, Decimal]) -> bool:
        """Whether the printed weights by group are those of this profile."""
        return self.weights.fits(printed, self.scale)


class UnknownProfileError(LookupError):
    """No profile of that name; `known` lists those there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name, self.known = name, known
        super().__init__(f"no rule profile {name!r}; known: {', '.join(known)}")


@cache
def grade_schemes() -> dict[str, GradeScheme]:
    """Every grade scheme by id. Raises ConfigurationError with file and line."""
    return {scheme.id: scheme for scheme in load(GRADES_FILE, GradeSchemes).scheme}


@cache
def profiles() -> dict[str, Profile]:
    """Every profile shipped with the program, by id. Raises ConfigurationError with file and line."""
    found = (load(path, Profile) for path in sorted(FOLDER.glob("*.toml")))
    return {profile.id: profile for profile in found}


def named(name: str) -> Profile:
    """The profile of that id, or the one in the TOML file of that path.

    Raises UnknownProfileError, ConfigurationError (file and line), or OSError.
    """
    if name.endswith(".toml"):
        return load(Path(name), Profile)
    known = profiles()
    if name not in known:
        raise UnknownProfileError(name, tuple(known))
    return known[name]


def chosen(printed: Mapping[str, Decimal], fiscal_year: int | None) -> Profile | None:
    """The profile the form's own weights point to; None when none fits, or several that differ in scoring.

    A scheme with fixed weights in every group is better evidence than one with free groups.
    """
    fitting = [p for p in profiles().values() if p.automatic and p.in_force(fiscal_year) and p.fits(printed)]
    strict = [p for p in fitting if not p.weights.free]
    best = strict or fitting
    return best[0] if len({(p.scoring, p.grades) for p in best}) == 1 else None

"""How a rule is declared: one function, registered with its id, severity and what it needs.

A rule takes a `Context` and yields a `Check` for every instance it examined, consistent ones too: the
coverage ledger needs them. Its docstring says what must hold, why an auditor cares, and an example as printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schema.finding import Check, Severity

if TYPE_CHECKING:
    from score.context import Context

RuleFunction = Callable[["Context"], Iterable[Check]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule. `needs` names the parts of a Report without which it does not apply.

    `compares` says that the rule sets printed figures against one another: when it fails, they cannot all be true. Rules on
    wording, structure, periods and plausibility ask for a look, and do not count in the consistency score.
    """

    id: str
    family: str
    severity: Severity
    needs: tuple[str, ...]
    run: RuleFunction
    doc: str
    compares: bool = True


RULES: dict[str, Rule] = {}


def rule(
    id: str,  # noqa: A002
    *,
    severity: Severity,
    needs: tuple[str, ...] = (),
    compares: bool = True,
) -> Callable[[RuleFunction], RuleFunction]:
    """Register a rule function. `severity` is the gravest finding it may give; a check may be milder. `compares` is explained
    at `Rule`.

    Raises ValueError when the id is taken or the function has no docstring.
    """

    def register(function: RuleFunction) -> RuleFunction:
        if id in RULES:
            raise ValueError(f"rule {id} is registered twice")
        if not function.__doc__:
            raise ValueError(f"rule {id} has no docstring")
        family = function.__module__.rsplit(".", 1)[-1]
        RULES[id] = Rule(id, family, severity, needs, function, function.__doc__, compares)
        return function

    return register


def all_rules() -> Iterator[Rule]:
    """Every rule, in the order of their ids; imports the families first."""
    import importlib
    import pkgutil

    import score.rules

    for module in pkgutil.iter_modules(score.rules.__path__):
        importlib.import_module(f"score.rules.{module.name}")
    yield from (RULES[key] for key in sorted(RULES))

"""A statement as it is being read, before it becomes a Claim with a place."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.statements.mentions import Mention
from schema.figure import Figure
from schema.report import ClaimKind, Role, Term


@dataclass(frozen=True)
class Part:
    """One mention in its role; what is not given is the mention's own."""

    mention: Mention
    role: Role | None = None
    metric: str | None = None
    field: str | None = None
    inherited: bool | None = None

    def term(self) -> Term:
        """The term of the claim."""
        return Term(
            role=self.role or self.mention.role,
            metric=self.mention.metric if self.metric is None else self.metric,
            figure=self.mention.figure,
            field=self.field or self.mention.field,
            inherited=self.mention.inherited if self.inherited is None else self.inherited,
        )


@dataclass(frozen=True)
class Draft:
    """One statement. `span` is its masked span when it reaches beyond its figures.

    `taken` are the figures that need no statement of their own any more: by default those of the parts.
    """

    kind: ClaimKind
    parts: tuple[Part, ...]
    rule: str
    subject: str | None = None
    scope: str | None = None
    base: str | None = None
    closed: bool = True
    aligned: bool = True
    names: tuple[str, ...] = ()
    grade: str | None = None
    owner: str | None = None
    period: str | None = None
    span: tuple[int, int] | None = None
    referred: frozenset[int] = field(default=frozenset())

    def figures(self) -> list[Figure]:
        """The figures of the parts."""
        return [part.mention.figure for part in self.parts]

    def taken(self) -> set[int]:
        """Indices of mentions this statement settles."""
        return {part.mention.index for part in self.parts} - self.referred

"""A statement as it is being read, before it becomes a Claim with a place."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.statements.masking import span_of
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

    `referred` are figures of it that other statements may still take, `retold` those that are also told alone;
    `settled` are figures beside its parts that need no statement any more (the two of 两项合计).
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
    settled: frozenset[int] = field(default=frozenset())
    retold: frozenset[int] = field(default=frozenset())
    exclusive: bool = False
    """Nothing can belong to two of the parts."""
    formula: tuple[str, ...] = ()
    """A printed calculation in postfix order: the numbers of parts and the signs between them."""
    proven: bool = False
    """Joined because the figures agree: what a sentence before told stays told as it was."""

    def figures(self) -> list[Figure]:
        """The figures of the parts."""
        return [part.mention.figure for part in self.parts]

    def told(self) -> list[tuple[int, int]]:
        """Spans of the figures that are not told again alone."""
        if self.proven:
            return []
        return [span_of(p.mention.figure) for p in self.parts if p.mention.index not in self.retold]

    def taken(self) -> set[int]:
        """Indices of mentions this statement settles."""
        return ({part.mention.index for part in self.parts} | self.settled) - self.referred

"""What a reader of one format hands to `read`."""

from __future__ import annotations

from dataclasses import dataclass, field

from schema.document import Block, Notice, Page, State


@dataclass(frozen=True, slots=True)
class Reading:
    """Blocks in reading order, and how they were got."""

    blocks: tuple[Block, ...] = ()
    notices: tuple[Notice, ...] = ()
    state: State = State.OK
    engines: dict[str, str] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()

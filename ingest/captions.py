"""Which line above a table names it, for readers without page geometry."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.marks import is_unit_line
from schema.document import Block, BlockKind, TextBlock

_REACH = 3
_LONGEST_BETWEEN = 30
_LONGEST_NAME = 40


def caption_of(before: Sequence[Block], centred: Sequence[bool] = ()) -> tuple[str, int | None]:
    """`(caption, index of the block it comes from)` for a table that follows `before`; ("", None) if nameless.

    The nearest of: a line 表N…, a heading, a short line that is `centred`; unit lines are passed over.
    """
    for index in range(len(before) - 1, max(-1, len(before) - 1 - _REACH), -1):
        block = before[index]
        if not isinstance(block, TextBlock):
            break
        if block.kind is BlockKind.HEADING or (block.kind is BlockKind.CAPTION and not says_unit(block.text)):
            return block.text, index
        if (
            block.kind is BlockKind.PARAGRAPH
            and index < len(centred)
            and centred[index]
            and _names(block.text)
        ):
            return block.text, index
        if len(block.text) > _LONGEST_BETWEEN:
            break
    return "", None


def says_unit(text: str) -> bool:
    """A unit line, alone or beside other labels (编制单位：…　单位：元)."""
    return any(map(is_unit_line, text.split()))


def _names(text: str) -> bool:
    return 2 < len(text) <= _LONGEST_NAME and "\n" not in text and not re.search("[。；;：:，,！？]$", text)

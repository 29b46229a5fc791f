"""A plain text file -> blocks, a line a block."""

from __future__ import annotations

from ingest.characters import clean
from ingest.encodings import decoded
from ingest.guards import Limits, too_large
from ingest.headings import line_kind
from ingest.reading import Reading
from schema.document import TextBlock


def read_text(data: bytes, limits: Limits) -> Reading:
    """Read a text file in UTF-8, UTF-16 or GB18030; raises RefusedError beyond the limits."""
    text, encoding = decoded(data)
    lines = [line.strip() for line in clean(text).split("\n") if line.strip()]
    if len(lines) > limits.blocks:
        raise too_large(f"行数过多，超过上限 {limits.blocks:,}，未予读取。请拆分文件。", "too_many_blocks")
    blocks = []
    for line in lines:
        kind, level = line_kind(line)
        blocks.append(TextBlock(kind, line, level=level))
    return Reading(tuple(blocks), engines={"text": encoding})

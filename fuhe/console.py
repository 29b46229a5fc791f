"""Standard output and standard error: results on the one, everything said beside them on the other."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from fuhe.errors import FuheError
    from publish.phrases import Words


@dataclass(frozen=True, slots=True)
class Session:
    """What all commands share: the language of messages."""

    lang: str = "zh"

    @property
    def words(self) -> Words:
        """The words of the language."""
        from publish.phrases import words

        return words(self.lang)

    def text(self, key: str, **facts: object) -> str:
        """A sentence of the program."""
        return self.words.term("text", key, **facts)

    def complain(self, error: FuheError) -> None:
        """Say what went wrong and what to do, on standard error."""
        head, remedy = (self.words.term("error", key) for key in ("head", "remedy"))
        colon = "：" if self.lang == "zh" else ": "
        say(f"{head}{colon}{error.cause(self.lang)}")
        say(f"{remedy}{colon}{error.remedy(self.lang)}")


def settle_streams() -> None:
    """Make sure that no character can break the output, whatever the console's encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(text: str) -> None:
    """A line on standard error."""
    click.echo(text, err=True)


def put(lines: Iterable[str]) -> None:
    """Lines of the result on standard output."""
    for line in lines:
        click.echo(line)


def put_json(value: Any, *, one_line: bool = False) -> None:
    """A JSON value on standard output; escaped where the console cannot show Chinese."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    text = json.dumps(value, ensure_ascii=encoding != "utf8", indent=None if one_line else 1)
    click.echo(text)


def terminal_width() -> int:
    """Cells of a line, between 40 and 120."""
    return max(40, min(shutil.get_terminal_size((100, 40)).columns, 120))


def coloured() -> bool:
    """Whether standard output shows colours and they were not declined."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"

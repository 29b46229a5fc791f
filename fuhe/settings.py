"""How documents are checked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are checked; part of what makes two runs comparable."""

    lang: str = "zh"
    profile: str | None = None
    vocabulary: str | None = None
    password: str | None = None

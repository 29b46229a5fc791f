"""Property tests of the number core have no deadline: a busy machine is no failure."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("score", deadline=None)
settings.load_profile("score")

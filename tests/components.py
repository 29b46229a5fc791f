"""System components that some tests need: absent ones skip by name, and fail when all are required."""

from __future__ import annotations

import os
import shutil

import pytest


def require(*commands: str) -> None:
    """Skip the test unless every command is on the path; fail instead when FUHE_REQUIRE_ALL=1."""
    missing = [command for command in commands if shutil.which(command) is None]
    if not missing:
        return
    reason = f"needs {', '.join(missing)} (see `fuhe doctor`)"
    if os.environ.get("FUHE_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)

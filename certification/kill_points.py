"""Named points at which a test ends the worker, as a power cut would.

`WAYMARK_KILL_AT=after-signing` kills the process there by SIGKILL;
`WAYMARK_KILL_AT=after-signing@/path` only if that file does not exist yet, and makes it first.
Settings for production do not allow it.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from django.conf import settings

POINTS = (
    "before-drawing",
    "after-drawing",
    "before-signing",
    "after-signing",
    "before-storing",
    "after-storing",
    "before-committing",
    "after-committing",
)


def kill_point(name: str) -> None:
    """End this process here if the environment says so and settings allow it."""
    wanted, _, mark = os.environ.get("WAYMARK_KILL_AT", "").partition("@")
    if wanted != name or not getattr(settings, "KILL_POINTS_ALLOWED", False):
        return
    if mark:
        try:
            Path(mark).touch(exist_ok=False)
        except FileExistsError:
            return
    os.kill(os.getpid(), signal.SIGKILL)

"""What the person at the terminal sees: steps with counters, and one sentence when it stops."""

from __future__ import annotations

import sys
import time


class Stop(Exception):
    """The work cannot go on; the message is one sentence for the person who typed `make`."""


class Step:
    """One line of progress. On a terminal it is rewritten; elsewhere it is printed now and then."""

    def __init__(self, title: str, total: int = 0) -> None:
        self.title = title
        self.total = total
        self.done = 0
        self._began = time.monotonic()
        self._last_shown = 0.0
        self._live = sys.stdout.isatty()

    def __enter__(self) -> Step:
        self._show(f"{self.title} …")
        return self

    def advance(self, detail: str = "") -> None:
        """Count one more part as done, naming it."""
        self.done += 1
        count = f"{min(self.done, self.total)} of {self.total}" if self.total else str(self.done)
        now = time.monotonic()
        if self._live or now - self._last_shown > 4:
            self._last_shown = now
            self._show(f"{self.title} … {count} {detail}".rstrip())

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            seconds = time.monotonic() - self._began
            self._show(f"{self.title}: done ({seconds:.0f} s)")
        if self._live:
            print(flush=True)

    def _show(self, line: str) -> None:
        if self._live:
            print(f"\r\x1b[K  {line[:110]}", end="", flush=True)
        else:
            print(f"  {line}", flush=True)

"""Web server and task worker under one process: both run, or neither does."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

GRACE = 15.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Part:
    title: str
    command: Sequence[str]


class Supervisor:
    """Starts the parts, each in a process group of its own, and stops them together."""

    def __init__(self, parts: Sequence[Part], environment: Mapping[str, str]) -> None:
        self._parts = parts
        self._environment = dict(environment)
        self._running: list[tuple[Part, subprocess.Popen[bytes]]] = []
        self._asked_to_stop = 0

    def run(self, answers: Callable[[], bool], on_ready: Callable[[], None]) -> int:
        """Run until a signal (answers 0) or until a part ends by itself (answers 1).

        `answers` is asked until it says yes once; then `on_ready` is called.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        try:
            for part in self._parts:
                self._start(part)
            return self._watch(answers, on_ready)
        finally:
            self._stop()

    def _start(self, part: Part) -> None:
        process = subprocess.Popen(  # noqa: S603
            part.command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_follow_parent if sys.platform == "linux" else None,
        )
        self._running.append((part, process))

    def _watch(self, answers: Callable[[], bool], on_ready: Callable[[], None]) -> int:
        ready = False
        while not self._asked_to_stop:
            for part, process in self._running:
                if process.poll() is not None:
                    cause = _cause(process.returncode)
                    print(f"The {part.title} ended by itself ({cause}); stopping.", file=sys.stderr)
                    return 1
            if not ready and answers():
                ready = True
                on_ready()
            time.sleep(0.2)
        return 0

    def _stop(self) -> None:
        """Ask each part, wait, then end whatever is left of its group, orphans included."""
        for _, process in self._running:
            if process.poll() is None:
                process.terminate()
        end = time.monotonic() + GRACE
        while time.monotonic() < end and self._asked_to_stop < 2:
            if all(process.poll() is not None for _, process in self._running):
                break
            time.sleep(0.05)
        for _, process in self._running:
            # Nothing may be left of it, which macOS says in its own way.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop += 1


def _follow_parent() -> None:
    """In the child, on Linux: be asked to stop when the supervisor is killed outright."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _cause(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit status {status}"

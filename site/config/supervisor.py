"""Web server and task worker under one process, which stops them together.

A part that ends before the site first answered ends all: its cause is there to stay. One that
ends later (killed for want of memory, the database gone) is started anew, with a growing wait.
"""

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
# Seconds between an end and the next start: doubled while lives are short, up to the most.
FIRST_WAIT, MOST_WAIT, LONG_LIFE = 1.0, 10.0, 60.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Part:
    title: str
    command: Sequence[str]


@dataclass
class Running:
    """A part under way: since when, or, while it waits to be started anew, until when."""

    part: Part
    process: subprocess.Popen[bytes]
    since: float
    wait: float = FIRST_WAIT
    until: float | None = None


class Supervisor:
    """Starts the parts, each in a process group of its own, and stops them together."""

    def __init__(self, parts: Sequence[Part], environment: Mapping[str, str]) -> None:
        self._parts = parts
        self._environment = dict(environment)
        self._running: list[Running] = []
        self._asked_to_stop = 0

    def run(self, answers: Callable[[], bool], on_ready: Callable[[], None]) -> int:
        """Run until a signal (answers 0) or until a part does not come up (answers 1).

        `answers` is asked until it says yes once; then `on_ready` is called.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        try:
            for part in self._parts:
                self._running.append(Running(part, self._start(part), time.monotonic()))
            return self._watch(answers, on_ready)
        finally:
            self._stop()

    def _start(self, part: Part) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            part.command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_follow_parent if sys.platform == "linux" else None,
        )

    def _watch(self, answers: Callable[[], bool], on_ready: Callable[[], None]) -> int:
        ready = False
        while not self._asked_to_stop:
            for each in self._running:
                if each.until is None and each.process.poll() is not None:
                    cause = _cause(each.process.returncode)
                    then = "starting it anew" if ready else "stopping"
                    print(
                        f"The {each.part.title} ended by itself ({cause}); {then}.",
                        file=sys.stderr,
                        flush=True,
                    )
                    if not ready:
                        return 1
                    self._lay_down(each)
                elif each.until is not None and time.monotonic() >= each.until:
                    each.process = self._start(each.part)
                    each.since, each.until = time.monotonic(), None
            if not ready and answers():
                ready = True
                on_ready()
            time.sleep(0.2)
        return 0

    @staticmethod
    def _lay_down(each: Running) -> None:
        """End the orphans of a part that ended, and say when it is started anew."""
        _end_group(each.process)
        now = time.monotonic()
        if now - each.since >= LONG_LIFE:
            each.wait = FIRST_WAIT
        each.until = now + each.wait
        each.wait = min(each.wait * 2, MOST_WAIT)

    def _stop(self) -> None:
        """Ask each part, wait, then end whatever is left of its group, orphans included."""
        under_way = [each.process for each in self._running if each.until is None]
        for process in under_way:
            if process.poll() is None:
                process.terminate()
        end = time.monotonic() + GRACE
        while time.monotonic() < end and self._asked_to_stop < 2:
            if all(process.poll() is not None for process in under_way):
                break
            time.sleep(0.05)
        for process in under_way:
            _end_group(process)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop += 1


def _follow_parent() -> None:
    """In the child, on Linux: be asked to stop when the supervisor is killed outright."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    # Nothing may be left of it, which macOS says in its own way.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _cause(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit status {status}"

"""The production web server under measurement, and the CPU time of all its processes."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int

    def family(self) -> list[psutil.Process]:
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def cpu(self) -> float:
        """Seconds of CPU that all processes of the server have used so far."""
        times = [process.cpu_times() for process in self.family()]
        return float(sum(each.user + each.system for each in times))

    def memory(self) -> list[float]:
        """Megabytes of each process, the parent first: its own and its part of what is shared."""
        return [each.memory_full_info().pss / 1e6 for each in self.family()]


@contextmanager
def web_server(application: str, environment: dict[str, str], log: Path) -> Iterator[Server]:
    """Run gunicorn with the site's own settings for it (two processes of four threads).

    Everything it says goes to the file `log`. Raises SystemExit where it does not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "-c", "python:config.web_server", application]
    settings = {**environment, "HOST": "127.0.0.1", "PORT": str(port)}
    with log.open("wb") as sink:
        process = subprocess.Popen(  # noqa: S603
            command, env=settings, cwd=ROOT, stdout=sink, stderr=subprocess.STDOUT
        )
        try:
            _wait(port, process, log)
            yield Server(process, port)
        finally:
            process.terminate()
            process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.1)
    raise SystemExit(f"The server to measure did not start; {log} says why.")

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
        return sum(t.user + t.system for t in (p.cpu_times() for p in self.family()))

    def memory(self) -> list[float]:
        """Resident megabytes of each process, the largest first."""
        return sorted((p.memory_info().rss / 1e6 for p in self.family()), reverse=True)


@contextmanager
def web_server(
    application: str, environment: dict[str, str], workers: int = 2
) -> Iterator[Server]:
    """Run gunicorn as production does (threads in `workers` processes) until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "gunicorn", application,
        "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--workers", str(workers), "--threads", "4", "--keep-alive", "30",
        "--chdir", str(ROOT), "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment, cwd=ROOT)  # noqa: S603
    try:
        _wait(port, process)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.1)
    raise SystemExit("The server to measure did not start.")

"""A real learning record store on loopback: Ralph, in an environment of its own."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from typing import Any

from bootstrap.environment import Environment
from bootstrap.report import Stop

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REQUIREMENTS = ROOT / "tools" / "requirements-store.txt"
KEY, SECRET = "waymark", "for tests only"


class NoStore(Exception):
    """Ralph could not be installed; the text says why."""


def environment() -> Environment:
    """Ralph's environment, made the first time. Raises NoStore."""
    venv = Environment(".venv-store")
    with (ROOT / ".venv-store.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            venv.ensure()
            venv.install(REQUIREMENTS, title="A learning record store")
        except (Stop, subprocess.CalledProcessError, OSError) as error:
            raise NoStore(f"Ralph cannot be installed: {error}") from error
    return venv


@cache
def checker() -> subprocess.Popen[str]:
    """One process for all questions; it ends with ours, when its input does."""
    return subprocess.Popen(
        [environment().python, HERE / "ralph_check.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def faults(statements: list[dict[str, Any]]) -> list[str | None]:
    """What Ralph's models find wrong with each. Raises NoStore."""
    process = checker()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(statements) + "\n")
    process.stdin.flush()
    return list(json.loads(process.stdout.readline()))


class Ralph:
    """Its process and its file. What was answered with 200 is in the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = environment().python
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}/xAPI"
        self.file = folder / "fs_lrs.jsonl"
        self.process: subprocess.Popen[bytes] | None = None
        self._write_credentials()

    def _write_credentials(self) -> None:
        code = "import bcrypt, sys; print(bcrypt.hashpw(sys.argv[1].encode(), bcrypt.gensalt(4)))"
        hashed = subprocess.run(
            [self.python, "-c", code, SECRET], capture_output=True, text=True, check=True
        ).stdout.strip()
        hashed = hashed.removeprefix("b'").removesuffix("'")
        agent = {"account": {"homePage": "https://training.example.org", "name": KEY}}
        user = {"username": KEY, "hash": hashed, "scopes": ["all"], "agent": agent}
        (self.folder / "auth.json").write_text(json.dumps([user]))

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(self.python, "-m", "uvicorn", "ralph_app:app", "--app-dir", str(HERE)),
                    *("--port", str(self.port), "--log-level", "warning"),
                ],
                cwd=self.folder,
                env={
                    **os.environ,
                    "RALPH_APP_DIR": str(self.folder),
                    "RALPH_AUTH_FILE": str(self.folder / "auth.json"),
                    "RALPH_HISTORY_FILE": str(self.folder / "history.json"),
                    "RALPH_RUNSERVER_BACKEND": "fs",
                    "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(self.folder),
                },
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/__lbheartbeat__"):
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("Ralph did not start:\n" + (self.folder / "log").read_text()[-3000:])

    def kill(self) -> None:
        """As a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(30)
            self.process = None

    def statements(self) -> list[dict[str, Any]]:
        """All that it keeps, in the order in which it came."""
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        return [json.loads(line) for line in lines]

    def count(self) -> int:
        return self.file.read_bytes().count(b"\n") if self.file.exists() else 0

"""A real site for the browser: its own folder, database, web server and task worker."""

from __future__ import annotations

import email
import email.policy
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
NEUTRAL_TEXT = "A page about the weather"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """What a test may know of the running site: its address, its mail, how to stop its parts."""

    def __init__(self, var: Path, port: int, exit_address: str, **extra: str) -> None:
        self.var = var
        self.url = f"http://127.0.0.1:{port}"
        self.exit_address = exit_address
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.development",
            "WAYMARK_VAR": str(var),
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "EXIT_ADDRESS": exit_address,
            "WEB_WORKERS": "2",
            "TASK_RETRY": "20",
            **extra,
        }
        for name in ("PUBLIC_URL", "SECRET_KEY", "REDIS_URL"):
            self.environment.pop(name, None)
        self.log = var / "site.log"
        self._process: subprocess.Popen[bytes] | None = None

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, f"manage.py {' '.join(words)}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self, seconds: float = 120) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):  # noqa: S310
                    return
            except (urllib.error.URLError, OSError):
                threading.Event().wait(0.2)
        raise AssertionError("The site did not start:\n" + self.log.read_text()[-4000:])

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
        self._process = None

    def mails_to(self, address: str) -> list[str]:
        """Texts of the mails to `address`, oldest first: subject, empty line, body."""
        found = []
        for path in sorted((self.var / "mail").glob("*.log"), key=lambda p: p.stat().st_mtime):
            for raw in re.split(rb"\n-{70,}\n", path.read_bytes()):
                message = email.message_from_bytes(raw.strip(), policy=email.policy.default)
                if address.lower() in str(message.get("To", "")).lower():
                    body = message.get_body(("plain",))
                    text = body.get_content() if body is not None else ""
                    found.append(f"{message['Subject']}\n\n{text}")
        return found

    def wait_for_mail(self, address: str, pattern: str, seconds: float = 60) -> re.Match[str]:
        """The first match of `pattern` in the newest mail to `address` that has one."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for text in reversed(self.mails_to(address)):
                match = re.search(pattern, text)
                if match:
                    return match
            threading.Event().wait(0.3)
        raise AssertionError(f"No mail to {address} matches {pattern}: {self.mails_to(address)}")


class _Neutral(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = f"<!doctype html><title>Weather</title><h1>{NEUTRAL_TEXT}</h1>".encode()
        if self.path == "/":
            self.server.referrers.append(self.headers.get("Referer"))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output quiet."""


@contextmanager
def neutral_site() -> Iterator[ThreadingHTTPServer]:
    """Where the quick exit leads in tests, on a host of its own as far as browsers care."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Neutral)
    server.referrers = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()


@contextmanager
def database_for_site() -> Iterator[dict[str, str]]:
    """An empty PostgreSQL database where TEST_DATABASE_URL is set; else SQLite in the folder."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if not url:
        yield {"DATABASE_URL": ""}
        return
    import psycopg
    from psycopg import sql

    name = f"waymark_site_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))

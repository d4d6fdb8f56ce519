"""A host outside of the site, on loopback: it counts whatever arrives, and serves one page on
which an activity runs without any of our defences."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HOSTILE = Path(__file__).resolve().parents[1] / "h5p/libraries/hostile.js"
BARE = """<!doctype html><title>A lesson</title><h1>A lesson</h1>
<iframe src="/inside"></iframe>
<script>document.cookie = "session=secret"; localStorage.setItem("secret", "secret")</script>"""


class _Taking(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        pages = {
            "/bare": BARE,
            "/inside": "<!doctype html><body><script src='/hostile.js'></script>",
            "/account": "secret of " + (self.headers.get("Cookie") or "nobody"),
            "/other": "secret of another package",
            "/worker.js": "",
            "/hostile.js": HOSTILE.read_text(encoding="utf-8"),
        }
        if self.path.startswith("/got/"):
            self.server.arrived.append(self.path.removeprefix("/got/"))
        body = pages.get(self.path, "ok").encode()
        self.send_response(200)
        kind = "text/javascript" if self.path.endswith(".js") else "text/html"
        self.send_header("Content-Type", kind)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output quiet."""


@contextmanager
def outside_host() -> Iterator[Any]:
    """`url`, `arrived` (what came by HTTP), `stun` (a port) and `datagrams` (what came there)."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Taking)
    server.daemon_threads = True
    server.arrived, server.datagrams = [], []
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.bind(("127.0.0.1", 0))
    server.stun = listening.getsockname()[1]

    def listen() -> None:
        while True:
            try:
                server.datagrams.append(listening.recv(2000))
            except OSError:
                return

    threading.Thread(target=listen, daemon=True).start()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        listening.close()

"""A learning record store of our own on loopback that misbehaves as asked, and three people."""

from __future__ import annotations

import base64
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.people import User
from accounts.roles import ADMINISTRATOR
from statements.actions.record import record
from statements.activities import Activity
from statements.models import Statement, Tier
from statements.vocabulary import ANSWERED, PASSED

KEY, SECRET = "waymark", "a secret"


class FakeStore(ThreadingHTTPServer):
    """xAPI 1.0.3 as far as it is needed: all of a batch or none, and each number once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept: dict[str, dict[str, Any]] = {}
        self.requests: list[tuple[str, str, int]] = []
        self.bodies: list[str] = []
        self.headers: list[dict[str, str]] = []
        # What happens to the next requests; then all is well again.
        self.script: list[str | int] = []
        self.refuses: set[str] = set()
        self.breaks_at: set[str] = set()
        self.most_bytes = 10**9
        self.conflicts = False
        self.leads_to = ""
        self.says = "What you sent is not what it should be."

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/xAPI"

    @property
    def order(self) -> list[str]:
        return list(self.kept)


class Handler(BaseHTTPRequestHandler):
    server: FakeStore

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        store = self.server
        store.headers.append(dict(self.headers.items()))
        store.bodies.append(body.decode())
        statements = json.loads(body)
        store.requests.append(("POST", self.path, len(statements)))
        wanted = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if self.headers["Authorization"] != f"Basic {wanted}":
            return self.answer(401, "who?")
        todo = store.script.pop(0) if store.script else ""
        if isinstance(todo, int):
            return self.answer(todo, "no")
        if todo == "cut":
            return self.close()
        if todo == "slow":
            time.sleep(3)
        if todo == "drip":
            return self.drip()
        if todo == "page":
            return self.answer(200, "<html>Please sign in to the network</html>")
        if todo == "half":
            return self.half()
        if todo == "endless":
            return self.endless()
        ids = [each["id"] for each in statements]
        if len(body) > store.most_bytes:
            return self.answer(413, "too much")
        if store.breaks_at & set(ids):
            return self.answer(500, "oops")
        if store.refuses & set(ids):
            return self.answer(400, store.says)
        if store.conflicts and set(ids) & set(store.kept):
            return self.answer(409, "there is one")
        new = [each for each in statements if each["id"] not in store.kept]
        for each in new:
            store.kept[each["id"]] = each
        if todo == "cut after":
            return self.close()
        return self.answer(200, json.dumps(ids))

    def do_GET(self) -> None:
        self.server.requests.append(("GET", self.path, 0))
        [number] = parse_qs(urlsplit(self.path).query)["statementId"]
        found = self.server.kept.get(number)
        return self.answer(200 if found else 404, json.dumps(found))

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", self.server.leads_to)
        if status == 429:
            self.send_header("Retry-After", "1200")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def close(self) -> None:
        self.close_connection = True
        self.connection.close()

    def drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(20):
            self.wfile.write(b" ")
            time.sleep(0.2)

    def half(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'["')
        self.wfile.flush()
        self.close()

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"[" * 65536)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output quiet."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            """The other side went away, which is what is tried."""


@pytest.fixture
def store(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeStore]:
    server = FakeStore()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.LRS_URL, settings.LRS_KEY, settings.LRS_SECRET = server.url, KEY, SECRET
    monkeypatch.setattr("statements.forwarding.store.request_seconds", lambda: 1.0)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def passed(db: None) -> Callable[..., Statement]:
    """An official statement: somebody passed a scenario."""

    def make(
        actor: uuid.UUID | None = None, registration: uuid.UUID | None = None, name: str = "Door"
    ) -> Statement:
        number = record(
            actor or uuid.uuid4(),
            PASSED,
            Activity("scenario", (name,), name),
            once_by=(uuid.uuid4(),),
            registration=registration or uuid.uuid4(),
            result={"completion": True, "success": True, "score": {"scaled": 0.8}},
            tier=Tier.OFFICIAL,
        )
        return Statement.objects.get(statement_id=number)

    return make


@pytest.fixture
def answered(db: None) -> Callable[..., Statement]:
    """A statement of the learner's own: a decision."""

    def make(actor: uuid.UUID, registration: uuid.UUID | None = None) -> Statement:
        number = record(
            actor,
            ANSWERED,
            Activity("decision", ("Door", "s1"), "What do you say?"),
            once_by=(uuid.uuid4(),),
            registration=registration or uuid.uuid4(),
            result={"response": "knock"},
        )
        return Statement.objects.get(statement_id=number)

    return make


def person(name: str, **fields: Any) -> User:
    return User.objects.create_user(f"{name.lower()}@example.org", "x", display_name=name, **fields)


@pytest.fixture
def olga(db: None) -> User:
    """A learner."""
    return person("Olga")


@pytest.fixture
def lena(db: None) -> User:
    """Another learner."""
    return person("Lena")


@pytest.fixture
def adam(db: None) -> User:
    """A demonstration administrator, so that tests of the editor need no second factor."""
    adam = person("Adam", is_demo=True)
    adam.groups.set(Group.objects.filter(name=ADMINISTRATOR))
    return adam


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in

"""The learning record store: one request at a time, to this one host and no other.

xAPI 1.0.3, part three (communication), section 2.1. Redirects are not followed, answers are
read up to a limit, and a request ends at its deadline however slowly the other side speaks.
"""

from __future__ import annotations

import base64
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from statements.models import Problem

MOST_BYTES = 256 * 1024
LONGEST_REST = 3600
# What is wrong is in what was sent: 409 a number that is taken, 413 too much at once.
REFUSED = frozenset({400, 409, 413, 422})


class StoreFailed(Exception):
    """The store took nothing, and it is not for what was sent. `rest`: seconds that it asks for."""

    def __init__(self, problem: Problem, status: int | None = None, rest: int = 0) -> None:
        self.problem, self.status, self.rest = problem, status, rest
        super().__init__(f"{problem.value} {status or ''}".strip())


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    rest: int = 0

    @property
    def is_refusal(self) -> bool:
        return self.status in REFUSED

    @property
    def words(self) -> str:
        """What the store said, on one short line."""
        return " ".join(self.body[:2000].decode("utf-8", "replace").replace("\0", "").split())[:300]


def request_seconds() -> float:
    """How long one request may take; well within what the task queue gives a task."""
    return float(min(15, settings.Q_CLUSTER["timeout"] / 3))


def record_store() -> RecordStore | None:
    """The store that the settings name; None where they name none, or half of it."""
    if not (settings.LRS_URL and settings.LRS_KEY and settings.LRS_SECRET):
        return None
    return RecordStore(settings.LRS_URL, settings.LRS_KEY, settings.LRS_SECRET)


class RecordStore:
    def __init__(self, url: str, key: str, secret: str, seconds: float = 0) -> None:
        self.url = urlsplit(url)
        self.seconds = seconds or request_seconds()
        pair = base64.b64encode(f"{key}:{secret}".encode()).decode()
        self._headers = {
            "Authorization": f"Basic {pair}",
            "X-Experience-API-Version": "1.0.3",
            "Accept": "application/json",
            "User-Agent": "Waymark",
            "Connection": "close",
        }

    @property
    def host(self) -> str:
        return self.url.hostname or ""

    def post(self, documents: Sequence[str], ids: Sequence[str]) -> Answer:
        """Send statements, each as JSON text, in one batch: all are taken or none.

        Gives 200 or 204 once they are there, or a refusal. Raises StoreFailed for all else.
        """
        body = f"[{','.join(documents)}]".encode()
        answer = self._ask("POST", "/statements", body)
        if answer.status == 204 or answer.is_refusal:
            return answer
        if answer.status == 200 and _names_only(answer.body, ids):
            return answer
        raise failure(answer)

    def holds(self, statement_id: str) -> Mapping[str, Any] | None:
        """The statement as it is there. Raises StoreFailed."""
        answer = self._ask("GET", f"/statements?statementId={quote(statement_id)}")
        if answer.status in {400, 404}:
            return None
        found = _json(answer.body) if answer.status == 200 else None
        if isinstance(found, dict) and "statements" in found and found["statements"]:
            found = found["statements"][0]
        if not isinstance(found, dict):
            raise failure(answer)
        return found if str(found.get("id", "")).lower() == statement_id else None

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        connection = self._connection()
        # A timeout counts from byte to byte; this one ends the whole.
        late = threading.Event()
        opened: list[socket.socket] = []  # the connection forgets its socket before the body

        def end() -> None:
            late.set()
            for each in opened:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

        deadline = threading.Timer(self.seconds, end)
        deadline.daemon = True
        deadline.start()
        try:
            connection.connect()
            opened.append(connection.sock)
            if late.is_set():
                raise StoreFailed(Problem.SLOW)
            sent = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(
                method, self.url.path.rstrip("/") + path, body, {**self._headers, **sent}
            )
            response = connection.getresponse()
            read = response.read(MOST_BYTES + 1)
            if late.is_set():
                raise StoreFailed(Problem.SLOW)
            if response.length and len(read) <= MOST_BYTES:  # it ended in the middle
                raise StoreFailed(Problem.UNREACHABLE)
            rest = response.getheader("Retry-After", "")
            seconds = min(int(rest), LONGEST_REST) if rest.isascii() and rest.isdigit() else 0
            return Answer(response.status, read, seconds)
        except TimeoutError:
            raise StoreFailed(Problem.SLOW) from None
        except (OSError, http.client.HTTPException) as error:
            raise StoreFailed(Problem.SLOW if late.is_set() else Problem.UNREACHABLE) from error
        finally:
            deadline.cancel()
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        if self.url.scheme == "https":
            return http.client.HTTPSConnection(
                self.host,
                self.url.port,
                timeout=self.seconds,
                context=ssl.create_default_context(),
            )
        return http.client.HTTPConnection(self.host, self.url.port, timeout=self.seconds)


def failure(answer: Answer) -> StoreFailed:
    status = answer.status
    if status in {401, 403}:
        problem = Problem.KEY
    elif status in {404, 405, 406, 410, 415}:
        problem = Problem.ADDRESS
    elif 300 <= status < 400:
        problem = Problem.ELSEWHERE
    elif status in {408, 425, 429, 503}:
        problem = Problem.BUSY
    elif status >= 500:
        problem = Problem.BROKEN
    else:
        problem = Problem.STRANGE
    return StoreFailed(problem, status, answer.rest)


def _json(body: bytes) -> Any:
    if len(body) > MOST_BYTES:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _names_only(body: bytes, ids: Sequence[str]) -> bool:
    """A list of numbers that were sent. Some stores leave out those that they had already; a
    page of some proxy that wants a sign-in names none."""
    found = _json(body)
    known = set(ids)
    return isinstance(found, list) and all(
        isinstance(each, str) and each.lower() in known for each in found
    )

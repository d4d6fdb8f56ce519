"""A bounded load on loopback: eight clients, each request sent once, CPU taken around it."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.server import Server

CLIENTS = 8


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    cookie: str
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    expected: int = 200


def send(server: Server, requests: Sequence[Request]) -> float:
    """Send all requests from eight clients. Returns CPU milliseconds of the server a request.

    Raises SystemExit where an answer is not the expected one: a wrong page is no measure.
    """
    wrong: list[str] = []
    start = server.cpu()
    threads = [
        threading.Thread(target=_client, args=(server.port, requests[n::CLIENTS], wrong))
        for n in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = server.cpu() - start
    if wrong:
        raise SystemExit(f"{len(wrong)} answers were not as expected; the first: {wrong[0]}")
    return 1000 * spent / len(requests)


def _client(port: int, requests: Sequence[Request], wrong: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for request in requests:
        headers = {"Cookie": request.cookie, "Accept-Encoding": "gzip", **request.headers}
        if request.method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(request.method, request.path, request.body or None, headers)
        response = connection.getresponse()
        content = response.read()
        if response.status != request.expected:
            detail = f"{request.method} {request.path}: {response.status}"
            location = response.getheader("Location") or repr(content[:200])
            wrong.append(f"{detail} {location}")
    connection.close()

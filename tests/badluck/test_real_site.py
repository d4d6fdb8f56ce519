"""Small drills on one real site: web server, task worker, database. In the order as they stand."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import psutil
import pytest

MB = 1024 * 1024
# Generous beside what one small upload takes, small beside 200 MB.
ROOM = 60 * MB


def test_twenty_learners_answer_at_once_with_double_posts(rig: Any, site: Any) -> None:
    """And the worker dies once while storing: still one certificate each."""
    seeded = rig.learners(site, 20, "--ready")
    rig.all_at_once([each.complete for each in seeded])
    found = rig.settled(site)
    assert (site.var / "killed").exists()
    assert (found["completions"], found["passed"]) == (20, 20)
    assert found["answers"] == 20 * len(seeded[0].route)
    for each in seeded:
        assert site.mails_to(each.email)


def test_a_worker_killed_while_it_waits_does_not_leave_the_queue_locked(
    rig: Any, site: Any
) -> None:
    """An idle worker holds the queue's reading lock, as does the idle monitor."""
    sentinel, *others = rig.cluster_processes(site)
    for process in others:
        if process.is_running():
            process.kill()
    rig.until(lambda: not psutil.pid_exists(sentinel.pid), 60)
    rig.people(site, "complete", "2", "idle")
    rig.cluster_processes(site)
    rig.settled(site)


def test_a_killed_task_worker_is_started_anew(rig: Any, site: Any) -> None:
    rig.part(site, "qcluster").kill()
    rig.people(site, "complete", "1", "parent")
    rig.settled(site)
    assert rig.people(site, "seed", "0") == []


def web_memory(rig: Any, site: Any) -> int:
    """Bytes held by all web processes, shared pages counted in each."""
    server = rig.part(site, "gunicorn")
    return sum(each.memory_info().rss for each in [server, *server.children(recursive=True)])


def send_file(site: Any, size: int, chunked: bool) -> tuple[int, str]:
    """Post a form with a file to /verify/ by hand; status and body of the answer.

    The whole file is sent before the answer is read, as browsers do.
    """
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.pdf"\r\n\r\n'
    foot = b"\r\n--x--\r\n"
    connection = HTTPConnection(site.url.removeprefix("http://"), timeout=120)
    connection.putrequest("POST", "/verify/")
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    if chunked:
        connection.putheader("Transfer-Encoding", "chunked")
    else:
        connection.putheader("Content-Length", str(size + len(head) + len(foot)))
    connection.endheaders()
    piece = b"%PDF-1.7" + secrets.token_bytes(64 * 1024 - 8)
    pieces = [head, *[piece] * (size // len(piece)), b"0" * (size % len(piece)), foot]
    for each in filter(None, pieces):
        connection.send(b"%x\r\n%b\r\n" % (len(each), each) if chunked else each)
    if chunked:
        connection.send(b"0\r\n\r\n")
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


def largest(rig: Any, site: Any, work: Callable[[], Any]) -> tuple[int, Any]:
    """The most memory that the web processes held while `work` ran, and what that gave."""
    with ThreadPoolExecutor(1) as pool:
        future, most = pool.submit(work), 0
        while not future.done():
            most = max(most, web_memory(rig, site))
            time.sleep(0.02)
    return most, future.result()


@pytest.mark.parametrize("chunked", [False, True])
def test_200_mb_to_be_verified_are_refused_and_never_held(
    rig: Any, site: Any, chunked: bool
) -> None:
    send_file(site, 1024, chunked)
    before = web_memory(rig, site)
    most, (status, body) = largest(rig, site, lambda: send_file(site, 200 * MB, chunked))
    assert status == (411 if chunked else 413)
    words = "The size of this file was not sent" if chunked else "This file is larger than 10 MB"
    assert words in body
    assert most - before < ROOM, f"{(most - before) / MB:.0f} MB more than before"
    assert rig.people(site, "tell")["faults"] == []

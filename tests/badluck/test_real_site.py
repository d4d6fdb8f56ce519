"""Small drills on one real site: web server, task worker, database. In the order as they stand."""

from __future__ import annotations

import os
import re
import secrets
import socket
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.h5p.kinds import question_set
from tests.h5p.upload import Trainer

MB = 1024 * 1024
# Generous beside what one small upload takes, small beside 200 MB.
ROOM = 60 * MB
CODE = re.compile(r"\b\d{4}-\d{4}\b")


def test_twenty_learners_answer_at_once_with_double_posts(rig: Any, site: Any) -> None:
    """And the worker dies once while storing: still one certificate each."""
    seeded = rig.learners(site, 20, "--ready")
    rig.all_at_once([each.complete for each in seeded])
    found = rig.settled(site)
    assert (site.var / "killed").exists()
    assert (found["completions"], found["passed"]) == (20, 20)
    assert found["answers"] == 20 * len(seeded[0].route)
    for each in seeded:
        assert len(site.mails_to(each.email)) == 1


def test_killed_while_it_waits_the_task_worker_comes_back(rig: Any, site: Any) -> None:
    """Idle, its processes hold the locks of their queues. Then the whole of it is killed."""
    sentinel, *others = rig.cluster_processes(site)
    for process in others:
        if process.is_running():
            process.kill()
    rig.until(lambda: not psutil.pid_exists(sentinel.pid))
    rig.cluster_processes(site)
    rig.part(site, "qcluster").kill()
    rig.cluster_processes(site)


def test_the_database_is_gone_for_a_while(rig: Any, site: Any) -> None:
    """The worker that was started anew issues what waits, before and after."""
    seen = rig.outage(site, 3)
    assert (seen["exit"], seen["alive"]) == (303, 200)
    if not site.environment["DATABASE_URL"]:
        # A lock keeps writers waiting, and readers not at all.
        assert (seen["reading"].status_code, seen["deciding"].status_code) == (200, 303)
        return
    for answer in (seen["reading"], seen["deciding"]):
        assert answer.status_code == 503
        assert "We cannot reach our records right now" in answer.text


def test_signing_up_by_double_click_makes_one_account(rig: Any, site: Any) -> None:
    newcomer = rig.Learner.nobody(site)
    page = newcomer.open("/accounts/signup/")
    form = next(form for form in page.select("main form") if form.select('[name="password1"]'))
    email = f"twice-{secrets.token_hex(3)}@example.org"
    fields = newcomer.filled(form) | {
        "email": email,
        "password1": "a calm sunrise over the harbour",
        "display_name": "Sam",
    }
    answers = rig.all_at_once([lambda: newcomer.post("/accounts/signup/", fields)] * 2)
    assert [each.status_code for each in answers] == [302, 302]
    assert rig.people(site, "accounts", email) == 1
    # One of them goes on with the code that came.
    [code] = {found for letter in site.mails_to(email) for found in CODE.findall(letter)}
    led = []
    for answer in answers:
        newcomer.http.cookies.update(answer.cookies)
        fields = newcomer.token() | {"code": code}
        led.append(newcomer.post("/accounts/confirm-email/", fields).headers.get("Location"))
    assert "/learning/" in led


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
    rig: Any, site: Any, chunked: bool, record_property: Callable[[str, object], None]
) -> None:
    send_file(site, 1024, chunked)
    before = web_memory(rig, site)
    most, (status, body) = largest(rig, site, lambda: send_file(site, 200 * MB, chunked))
    record_property("megabytes more", (most - before) // MB)
    assert status == (411 if chunked else 413)
    words = "The size of this file was not sent" if chunked else "This file is larger than 10 MB"
    assert words in body
    assert most - before < ROOM, f"{(most - before) / MB:.0f} MB more than before"


@pytest.fixture
def uploading(rig: Any, site: Any, tmp_path: Path) -> tuple[Trainer, Path]:
    """A trainer, and a sound package of some size."""
    package = tmp_path / "sound.h5p"
    package.write_bytes(question_set().getvalue())
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("content/images/large.png", secrets.token_bytes(20 * MB))
    site.lay_there = set(site.temporary.iterdir())
    return Trainer(site.url, rig.lessons(site, "--trainer")["session"]), package


def half_sent(trainer: Trainer, package: Path) -> HTTPConnection:
    connection = trainer.begin(package)
    for piece in islice(trainer.pieces, 40):
        connection.send(piece)
    return connection


def listed(trainer: Trainer) -> int:
    """How many activities the library shows."""
    page = trainer.http.get(f"{trainer.url}/admin/activities/", timeout=60)
    assert page.status_code == 200
    return page.text.count("What helps?")


def packages(site: Any) -> list[Path]:
    return list((site.var / "activities").rglob("*.h5p"))


def test_a_package_is_uploaded_and_ready(site: Any, uploading: tuple[Trainer, Path]) -> None:
    trainer, package = uploading
    answer = trainer.upload(package)
    assert answer.status == 302, answer.text[-3000:]
    assert re.fullmatch(r"/admin/activities/\d+/", trainer.ready(answer.place))
    assert listed(trainer)
    [kept] = packages(site)
    assert kept.read_bytes() == package.read_bytes()
    kept.unlink()


def test_an_upload_that_breaks_off_half_way_leaves_nothing(
    rig: Any, site: Any, uploading: tuple[Trainer, Path]
) -> None:
    trainer, _package = uploading
    before = listed(trainer)
    connection = half_sent(*uploading)
    rig.until(lambda: open_files(rig, site), 30, 0.1)
    connection.close()
    rig.until(lambda: not open_files(rig, site), 30, 0.1)
    assert packages(site) == []
    assert set(site.temporary.iterdir()) <= site.lay_there
    assert listed(trainer) == before


def test_a_web_process_killed_in_the_middle_of_an_upload_leaves_nothing(
    rig: Any, site: Any, uploading: tuple[Trainer, Path]
) -> None:
    connection = half_sent(*uploading)
    [process] = rig.until(lambda: open_files(rig, site), 30, 0.1)
    process.kill()
    with pytest.raises((ConnectionError, HTTPException)):
        uploading[0].answer(connection)
    rig.until(lambda: not open_files(rig, site), 30, 0.1)
    assert packages(site) == []
    assert set(site.temporary.iterdir()) <= site.lay_there
    # Another has taken its place.
    assert uploading[0].upload(uploading[1]).status == 302


def open_files(rig: Any, site: Any) -> list[psutil.Process]:
    """The web processes that hold an upload: a file below the temporary folder, of any name."""
    found = []
    for process in rig.part(site, "gunicorn").children(recursive=True):
        links = []
        for each in Path(f"/proc/{process.pid}/fd").iterdir():
            with suppress(OSError):
                links.append(os.readlink(each))
        if any(link.startswith(f"{site.temporary}/") for link in links):
            found.append(process)
    return found


def test_an_upload_over_the_limit_is_refused_by_its_word(
    site: Any, uploading: tuple[Trainer, Path], tmp_path: Path
) -> None:
    trainer, _package = uploading
    large = tmp_path / "large.h5p"
    with large.open("wb") as file:
        file.truncate(600 * MB)
    connection = half_sent(trainer, large)
    connection.sock.shutdown(socket.SHUT_WR)
    answer = trainer.answer(connection)
    assert answer.status == 413
    assert "600" in answer.text
    assert "so it was not read" in answer.text
    assert set(site.temporary.iterdir()) <= site.lay_there


def test_a_course_deleted_in_mid_attempt_is_completed_and_certified(rig: Any, site: Any) -> None:
    """The certificates issued before hold as well: `settled` verifies every one."""
    [learner] = rig.learners(site, 1, "--ready")
    learner.step(learner.open(learner.place))
    before = rig.people(site, "delete-course")
    learner.complete()
    assert rig.settled(site)["completions"] == before + 1

"""A large package is uploaded while the site answers; 200 learners keep their place at once."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import psutil
import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from tests.h5p.kinds import question_set
from tests.h5p.upload import CUT_OFF, Trainer

FILES, SIZE = 5000, 300 * 1024 * 1024
TOO_LARGE = 600 * 1024 * 1024
ROOM = 150  # megabytes above idle, of web and worker each
LEARNERS, ROUNDS, EVERY = 200, 3, 10


def large(path: Path) -> None:
    """A sound package with 5,000 pictures' worth of bytes."""
    chance = random.Random(1)
    path.write_bytes(question_set().getvalue())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(FILES):
            archive.writestr(f"content/images/{number}.png", chance.randbytes(SIZE // FILES))


class Memory:
    """The most memory that the parts of the site have had since this was made, above what they
    had then. The kernel counts it for each process, so that no peak falls between two looks."""

    def __init__(self, rig: Any, site: Any) -> None:
        self._parts = {
            "web": rig.part(site, "gunicorn"),
            "worker": rig.part(site, "qcluster"),
        }
        rig.cluster_processes(site)
        self._idle = {name: self._now(name, "VmRSS") for name in self._parts}
        for each in self._processes("web") + self._processes("worker"):
            Path(f"/proc/{each.pid}/clear_refs").write_text("5")  # VmHWM counts anew

    def _processes(self, name: str) -> list[psutil.Process]:
        return [self._parts[name], *self._parts[name].children(recursive=True)]

    def _now(self, name: str, what: str) -> dict[int, int]:
        """Kilobytes by process."""
        found = {}
        for each in self._processes(name):
            lines = Path(f"/proc/{each.pid}/status").read_text().splitlines()
            [line] = [line for line in lines if line.startswith(f"{what}:")]
            found[each.pid] = int(line.split()[1])
        return found

    def grown(self, name: str) -> float:
        """Megabytes of all processes of a part together, none of which may have been replaced."""
        idle, peak = self._idle[name], self._now(name, "VmHWM")
        assert idle.keys() == peak.keys(), f"Processes of the {name} were replaced: {idle} {peak}"
        return sum(peak[pid] - idle[pid] for pid in idle) * 1024 / 1e6


class Others:
    """Somebody reads a page now and then, until this is closed: how long it takes them."""

    def __init__(self, site: Any) -> None:
        self._site, self._on, self.times = site, True, list[float]()
        self.statuses: set[int] = set()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        while self._on:
            began = time.monotonic()
            answer = requests.get(f"{self._site.url}/courses/", timeout=60)
            self.times.append(time.monotonic() - began)
            self.statuses.add(answer.status_code)
            time.sleep(0.1)

    def close(self) -> None:
        self._on = False
        self._thread.join()


def unzipped(package: Path, folder: Path) -> float:
    """Seconds that `unzip` takes."""
    began = time.monotonic()
    subprocess.run(["unzip", "-q", str(package), "-d", str(folder)], check=True)
    took = time.monotonic() - began
    shutil.rmtree(folder)
    return took


def test_a_large_package(
    rig: Any, site: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A trainer uploads it at the page in the editor, and waits until it is ready."""
    site.start()
    package = tmp_path / "large.h5p"
    large(package)
    assert package.stat().st_size > SIZE
    trainer = Trainer(site.url, rig.lessons(site, "--trainer")["session"])
    before = unzipped(package, tmp_path / "before")
    requests.get(f"{site.url}/courses/", timeout=60)
    memory, others = Memory(rig, site), Others(site)
    try:
        began = time.monotonic()
        answer = trainer.upload(package)
        sent = time.monotonic()
        assert answer.status == 302, answer.text[-3000:]
        trainer.ready(answer.place)
        ready = time.monotonic()
    finally:
        others.close()
    web, worker = memory.grown("web"), memory.grown("worker")
    after = unzipped(package, tmp_path / "after")
    others.times.sort()
    with capsys.disabled():
        print(
            f"\n{FILES} files, 300 MB: uploaded in {sent - began:.1f} s, then unpacked in"
            f" {ready - sent:.1f} s; unzip {before:.1f} s before and {after:.1f} s after;"
            f" memory of web +{web:.0f} MB, of worker +{worker:.0f} MB; {len(others.times)} other"
            f" pages, median {median(others.times):.2f} s, slowest {others.times[-1]:.2f} s"
        )
    assert web < ROOM
    assert worker < ROOM
    # A second for the queue; what judges the speed is the row of `make bench`.
    assert ready - sent < 2 * max(before, after) + 1
    assert others.statuses == {200}
    assert others.times[-1] < 5


def test_one_that_is_too_large_fills_nothing(rig: Any, site: Any, tmp_path: Path) -> None:
    """Sent whole, past the page's script that would have stopped it."""
    site.start()
    package = tmp_path / "too-large.h5p"
    with package.open("wb") as file:
        file.truncate(TOO_LARGE)
    trainer = Trainer(site.url, rig.lessons(site, "--trainer")["session"])
    trainer.form()
    memory, written = Memory(rig, site), written_by(rig, site)
    answer = trainer.upload(package)
    assert answer.status in {413, CUT_OFF}
    assert trainer.sent < TOO_LARGE
    assert written_by(rig, site) - written < 5e6
    assert memory.grown("web") < ROOM
    assert requests.get(f"{site.url}/courses/", timeout=60).status_code == 200
    assert not list((site.var / "activities").rglob("*.h5p"))


def written_by(rig: Any, site: Any) -> int:
    """Bytes that the web processes have written so far, to files and to their clients."""
    server = rig.part(site, "gunicorn")
    return sum(
        each.io_counters().write_chars for each in [server, *server.children(recursive=True)]
    )


def test_two_hundred_learners_keep_their_place(
    rig: Any, site: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.start()
    package = tmp_path / "small.h5p"
    package.write_bytes(question_set().getvalue())
    [found] = rig.lessons(site, "--learners", str(LEARNERS), str(package))
    state = json.dumps({"text": "x" * 10_000})
    times: list[float] = []

    def keep(learner: dict[str, str]) -> None:
        http = requests.Session()
        # As browsers do where the server has closed a kept connection at the same moment.
        again = Retry(total=1, connect=1, read=1, allowed_methods=None)
        http.mount("http://", HTTPAdapter(max_retries=again))
        http.cookies.set("sessionid", learner["session"], domain="127.0.0.1", path="/")
        http.get(f"{site.url}/accounts/login/", timeout=60)
        time.sleep(random.random() * EVERY)
        for turn in range(ROUNDS):
            began = time.monotonic()
            token = http.cookies.get("csrftoken") or learner["csrf"]
            http.cookies.set("csrftoken", token, domain="127.0.0.1", path="/")
            answer = http.post(
                f"{site.url}/activities/keep/",
                data={"ticket": learner["ticket"], "key": "0/state", "data": f"{state}{turn}"},
                headers={"X-CSRFToken": token, "Referer": site.url},
                timeout=60,
            )
            assert answer.status_code == 204, answer.status_code
            took = time.monotonic() - began
            times.append(took)
            time.sleep(max(0.0, EVERY - took))

    with ThreadPoolExecutor(LEARNERS) as pool:
        list(pool.map(keep, found["learners"]))
    times.sort()
    with capsys.disabled():
        print(
            f"\n{len(times)} states of 10 KB by {LEARNERS} learners: "
            f"median {times[len(times) // 2]:.3f} s, "
            f"95 % within {times[int(0.95 * len(times))]:.3f} s, slowest {times[-1]:.2f} s"
        )
    assert len(times) == LEARNERS * ROUNDS
    assert times[int(0.95 * len(times))] < 2

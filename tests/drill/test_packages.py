"""A large package is unpacked while the site answers; 200 learners keep their place at once."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from tests.h5p.kinds import question_set

ROOT = Path(__file__).resolve().parents[2]
FILES, SIZE = 5000, 300 * 1024 * 1024
LEARNERS, ROUNDS, EVERY = 200, 3, 10


def large(path: Path) -> None:
    """A sound package with 5,000 pictures' worth of bytes."""
    chance = random.Random(1)
    path.write_bytes(question_set().getvalue())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(FILES):
            archive.writestr(f"content/images/{number}.png", chance.randbytes(SIZE // FILES))


def shown(site: Any, *words: str) -> Any:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/h5p/lessons.py"), *words],
        cwd=ROOT,
        env={**site.environment, "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


class Watch:
    """Memory of all parts of the site, and how long its pages take, until it is closed."""

    def __init__(self, site: Any) -> None:
        self.site, self.on = site, True
        self.idle, self.peak, self.slowest = self.memory(), 0, 0.0
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def memory(self) -> int:
        whole = 0
        for each in psutil.Process(self.site._process.pid).children(recursive=True):
            try:
                whole += each.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        return whole

    def _look(self) -> None:
        while self.on:
            began = time.monotonic()
            assert requests.get(f"{self.site.url}/courses/", timeout=60).status_code == 200
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.peak = max(self.peak, self.memory())
            time.sleep(0.1)

    def close(self) -> None:
        self.on = False
        self._thread.join()


def test_a_large_package(site: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.start()
    package = tmp_path / "large.h5p"
    large(package)
    began = time.monotonic()
    subprocess.run(["unzip", "-q", str(package), "-d", str(tmp_path / "out")], check=True)
    unzipped = time.monotonic() - began
    requests.get(f"{site.url}/courses/", timeout=60)
    watch = Watch(site)
    try:
        [found] = shown(site, "--time", str(package))
    finally:
        watch.close()
    grown = (watch.peak - watch.idle) / 1e6
    with capsys.disabled():
        print(
            f"\n{FILES} files, 300 MB: unzip {unzipped:.1f} s, "
            f"unpacked in {found['seconds']:.1f} s, "
            f"memory +{grown:.0f} MB, slowest page {watch.slowest:.1f} s"
        )
    assert grown < 150
    assert found["seconds"] < 2 * unzipped + 1
    assert watch.slowest < 5


def test_two_hundred_learners_keep_their_place(
    site: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.start()
    package = tmp_path / "small.h5p"
    package.write_bytes(question_set().getvalue())
    [found] = shown(site, "--learners", str(LEARNERS), str(package))
    state = json.dumps({"text": "x" * 10_000})
    times: list[float] = []

    def keep(learner: dict[str, str]) -> None:
        http = requests.Session()
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

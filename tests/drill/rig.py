"""What the drills share: a real site, learners who speak HTTP, and what must hold in the end."""

from __future__ import annotations

import importlib.util
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit, urlunsplit

import psutil
import psycopg
import requests
from bs4 import BeautifulSoup, Tag
from psycopg import sql

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PATIENCE = 300.0
RETRY = 15


def load(path: Path, name: str) -> Any:
    """A module by its file (tests have no packages)."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


running = load(ROOT / "tests/e2e/site.py", "drill_site")


@contextmanager
def new_site(folder: Path, database: str = "", **extra: str) -> Iterator[Any]:
    """A prepared site that is not yet started, on the server at `database` or on SQLite."""
    with patch.dict(os.environ, {"TEST_DATABASE_URL": database}), running.database_for_site() as at:
        site = running.Site(
            folder,
            running.free_port(),
            "http://127.0.0.1:9/",
            LOG_LEVEL="WARNING",
            TASK_RETRY=str(RETRY),
            **at,
            **extra,
        )
        site.manage("prepare")
        try:
            yield site
        finally:
            site.stop()


def people(site: Any, *words: str) -> Any:
    """Run people.py in the site's environment; its answer."""
    return answer_of(site, HERE / "people.py", *words)


def lessons(site: Any, *words: str) -> Any:
    """Run tests/h5p/lessons.py in the site's environment; its answer."""
    return answer_of(site, ROOT / "tests/h5p/lessons.py", *words)


def answer_of(site: Any, script: Path, *words: str) -> Any:
    done = subprocess.run(
        [sys.executable, str(script), *words],
        cwd=ROOT,
        env={**site.environment, "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=1800,
    )
    said = f"{script.name} {words}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    assert done.returncode == 0, said
    return json.loads(done.stdout.splitlines()[-1])


def until(what: Callable[[], Any], seconds: float = PATIENCE, every: float = 0.5) -> Any:
    """The first true answer of `what`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(every)
    raise AssertionError(f"Not within {seconds:.0f} seconds: {what}")


def settled(site: Any, seconds: float = PATIENCE) -> dict[str, Any]:
    """Wait until nothing is left to do for certificates; then what there is, all of it right."""
    found = people(site, "settle", str(seconds))
    assert not found["left"], f"{found}\n{site.log.read_text()[-6000:]}"
    assert found["faults"] == []
    assert found["credentials"] == found["completions"]
    return dict(found)


def part(site: Any, word: str) -> psutil.Process:
    """The part of the site whose command has `word`: "qcluster" or "gunicorn"."""
    return until(lambda: find_part(site, word), 60, 0.1)


def find_part(site: Any, word: str) -> psutil.Process | None:
    for child in psutil.Process(site._process.pid).children():
        try:
            if any(word in text for text in child.cmdline()):
                return child
        except psutil.Error:
            continue
    return None


def cluster_processes(site: Any) -> list[psutil.Process]:
    """Sentinel, and then worker, monitor and pusher, of the task worker; once all are there."""

    def whole() -> list[psutil.Process]:
        try:
            parent = find_part(site, "qcluster")
            [sentinel] = parent.children() if parent else []
            others = sorted(sentinel.children(), key=lambda each: each.create_time())
        except (psutil.Error, ValueError):
            return []
        return [sentinel, *others] if len(others) >= 3 else []

    return list(until(whole, 120, 0.1))


class Learner:
    """One person's browser, without the browser."""

    def __init__(self, site: Any, seeded: dict[str, Any]) -> None:
        self.site, self.route = site, seeded["route"]
        self.email, self.course, self.place = seeded["email"], seeded["course"], seeded["place"]
        self.http = requests.Session()
        self.http.cookies.set("sessionid", seeded["session"], domain="127.0.0.1", path="/")
        self.codes: list[int] = []

    @classmethod
    def nobody(cls, site: Any) -> Learner:
        """Somebody who is not signed in."""
        person = cls(site, {"route": {}, "email": "", "course": "", "place": "/", "session": ""})
        person.http.cookies.clear()
        return person

    def token(self) -> dict[str, str]:
        """What every form of this learner carries."""
        return {"csrfmiddlewaretoken": self.http.cookies.get("csrftoken") or ""}

    def get(self, path: str) -> requests.Response:
        return self.http.get(urljoin(self.site.url, path), timeout=120)

    def open(self, path: str) -> BeautifulSoup:
        """The page at `path` or where it leads, which becomes the place where the learner is."""
        answer = self.get(path)
        assert answer.status_code == 200, f"{answer.status_code} {path}"
        self.place = answer.url.removeprefix(self.site.url)
        return BeautifulSoup(answer.text, "lxml")

    def post_twice(self, path: str, fields: dict[str, Any]) -> requests.Response:
        """A double click: the same form on two connections at once. The first answer."""
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda _: self.post(path, fields), range(2)))
        self.codes += [each.status_code for each in answers]
        assert {each.status_code for each in answers} <= {200, 302, 303}, self.codes
        assert answers[0].headers.get("Location") == answers[1].headers.get("Location")
        return answers[0]

    def post(self, path: str, fields: dict[str, Any]) -> requests.Response:
        cookies = self.http.cookies.get_dict()
        return requests.post(
            urljoin(self.site.url, path),
            data=fields,
            cookies=cookies,
            timeout=120,
            allow_redirects=False,
        )

    def step(self, page: BeautifulSoup) -> BeautifulSoup:
        """Take the way forward of a page, each form twice at once."""
        link = page.select_one('main a[rel~="next"]')
        if link is not None:
            return self.open(str(link["href"]))
        form = page.select_one('main form[rel~="next"]') or page.select_one("main form")
        assert form is not None, f"No way forward at {self.place}: {page.get_text()[:800]}"
        path = urljoin(self.place, str(form.get("action") or self.place)).partition("#")[0]
        answer = self.post_twice(path, self.filled(form))
        if answer.status_code == 200:
            return BeautifulSoup(answer.text, "lxml")
        return self.open(answer.headers["Location"])

    def filled(self, form: Tag) -> dict[str, Any]:
        """The form as this learner fills it in."""
        fields = {
            str(each["name"]): str(each.get("value", ""))
            for each in form.select('input[type="hidden"]')
        }
        for button in form.select('button[name="choice"]'):
            if button["value"] in self.route.values():
                return {**fields, "choice": button["value"]}
        option = form.select_one('input[name="option"]')
        if option is not None:
            return {**fields, "option": option["value"]}
        button = form.select_one("button[name]")
        return {**fields, str(button["name"]): str(button.get("value", ""))} if button else fields

    def complete(self, most: int = 150) -> None:
        """Go on from where the learner is until the course says that it is complete."""
        page = self.open(self.place)
        for _turn in range(most):
            if "You completed this course" in page.get_text():
                return
            page = self.step(page)
        raise AssertionError(f"{self.email} did not complete: {self.place}")


def learners(site: Any, count: int, *words: str) -> list[Learner]:
    return [Learner(site, seeded) for seeded in people(site, "seed", str(count), *words)]


def outage(site: Any, seconds: float) -> dict[str, Any]:
    """Somebody decides, others wait for certificates, while the database is gone.

    Gives what they saw. In the end nothing is lost, nothing is double, and all parts work.
    """
    learner, leaving = learners(site, 2, "--ready")
    page = learner.open(learner.place)
    fields = learner.filled(page.select_one('main form[rel~="next"]'))
    expected = people(site, "complete", "5") + 1
    seen: dict[str, Any] = {}
    with ThreadPoolExecutor(2) as pool, database_gone(site):
        end = time.monotonic() + seconds
        first = pool.submit(learner.post, learner.place, fields)
        away = pool.submit(leaving.post, "/exit/", {})
        seen["reading"] = learner.get(learner.place)
        seen["alive"] = requests.get(f"{site.url}/healthz", timeout=60).status_code
        while time.monotonic() < end:
            time.sleep(0.2)
    seen["deciding"], seen["exit"] = first.result(), away.result().status_code
    again = until(lambda: (got := learner.post(learner.place, fields)).status_code == 303 and got)
    assert again.headers["Location"]
    learner.complete()
    assert settled(site)["completions"] == expected
    until(lambda: learner.get("/readyz").status_code == 200)
    return seen


def all_at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run each in a thread; all start together."""
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        gate.wait(60)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@contextmanager
def database_gone(site: Any) -> Iterator[None]:
    """PostgreSQL: every connection is cut and none let in. SQLite: the file is locked for all."""
    url = site.environment["DATABASE_URL"]
    if not url:
        lock = sqlite3.connect(site.var / "db.sqlite3", timeout=60, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            lock.execute("ROLLBACK")
            lock.close()
        return
    name = urlsplit(url).path.strip("/")
    with psycopg.connect(
        urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True
    ) as c:
        door = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        c.execute(door.format(sql.Identifier(name), sql.SQL("false")))
        try:
            c.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            yield
        finally:
            c.execute(door.format(sql.Identifier(name), sql.SQL("true")))


@contextmanager
def disk_full(site: Any) -> Iterator[None]:
    """No process of the task worker can make a file longer than 8 KB, on SQLite its database too.

    A limit of the kernel's, so that files are cut in the middle as on a full disk.
    """
    cluster_processes(site)
    limit_files(site, 8192)
    try:
        yield
    finally:
        limit_files(site, psutil.RLIM_INFINITY)


def limit_files(site: Any, most: int) -> None:
    # The supervisor too, so that a worker that is started anew has the same limit.
    supervisor, worker = psutil.Process(site._process.pid), part(site, "qcluster")
    for process in [supervisor, worker, *worker.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            process.rlimit(psutil.RLIMIT_FSIZE, (most, psutil.RLIM_INFINITY))

"""A trainer at the upload page of a running site: what the page's own script sends, by hand.

The file goes out in pieces from the disk, so that the sender's memory says nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup

PIECE = 256 * 1024
WORDS = "What it says, in plain words."
ADD = "/admin/activities/new/"
# The status where the site closes the connection while the file is still on its way.
CUT_OFF = 0


@dataclass(frozen=True)
class Answer:
    status: int
    place: str
    text: str


class Trainer:
    """Signed in by the number of a session."""

    def __init__(self, url: str, session: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.cookies.set("sessionid", session, domain="127.0.0.1", path="/")

    def form(self) -> tuple[str, list[tuple[str, str]]]:
        """The page with the form: where it goes, and its fields without the file, in order."""
        page = self.http.get(urljoin(self.url, ADD), timeout=60)
        assert page.status_code == 200, page.status_code
        form = BeautifulSoup(page.text, "lxml").select_one("form[data-upload]")
        assert form is not None, page.text[:2000]
        fields = {
            str(each["name"]): str(each.get("value", ""))
            for each in form.select("[name]:not([type=file])")
        }
        return str(form.get("action") or ADD), list((fields | {"text_alternative": WORDS}).items())

    def upload(self, package: Path) -> Answer:
        """Send a package, and read the answer once all of it is sent, as browsers do."""
        connection = self.begin(package)
        self.sent = 0
        try:
            for piece in self.pieces:
                connection.send(piece)
                self.sent += len(piece)
            return self.answer(connection)
        except ConnectionError:
            return Answer(CUT_OFF, "", "")
        finally:
            connection.close()

    def answer(self, connection: HTTPConnection) -> Answer:
        answer = connection.getresponse()
        text = answer.read().decode()
        return Answer(answer.status, answer.headers.get("Location", ""), text)

    def begin(self, package: Path) -> HTTPConnection:
        """Send the head of the request; `pieces` are what follows."""
        action, fields = self.form()
        before, after = _parts(fields, package.name)
        self.pieces = _sent(before, package, after)
        connection = HTTPConnection(self.url.removeprefix("http://"), timeout=300)
        connection.putrequest("POST", action)
        connection.putheader("Content-Type", "multipart/form-data; boundary=waymark-edge")
        size = len(before) + package.stat().st_size + len(after)
        connection.putheader("Content-Length", str(size))
        cookies = "; ".join(f"{each.name}={each.value}" for each in self.http.cookies)
        connection.putheader("Cookie", cookies)
        connection.putheader("Referer", urljoin(self.url, ADD))
        connection.endheaders()
        return connection

    def ready(self, place: str, seconds: float = 300) -> str:
        """Ask how far it is, until the site leads on to the activity; gives that address."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            page = self.http.get(urljoin(self.url, place), timeout=60, allow_redirects=False)
            if page.status_code == 302:
                return str(page.headers["Location"])
            assert page.status_code == 200, page.status_code
            assert "data-under-way" in page.text, page.text[-3000:]
            time.sleep(0.1)
        raise AssertionError(f"Not ready within {seconds:.0f} seconds: {place}")


def _parts(fields: list[tuple[str, str]], name: str) -> tuple[bytes, bytes]:
    """What stands before the file's bytes, and what stands after them."""
    before = after = ""
    for key, value in fields:
        part = f'--waymark-edge\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        # The page has the token first and the words after the file.
        if key == "csrfmiddlewaretoken":
            before += part
        else:
            after += part
    before += (
        f'--waymark-edge\r\nContent-Disposition: form-data; name="package"; filename="{name}"\r\n'
        "Content-Type: application/zip\r\n\r\n"
    )
    return before.encode(), f"\r\n{after}--waymark-edge--\r\n".encode()


def _sent(before: bytes, package: Path, after: bytes) -> Iterator[bytes]:
    yield before
    with package.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
    yield after

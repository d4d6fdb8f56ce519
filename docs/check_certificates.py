#!/usr/bin/env python3
"""Ask a Waymark site whether certificates hold. One file, Python 3.10 or later, nothing to install.

    export WAYMARK_URL=https://training.example.org
    export WAYMARK_KEY=wm_…                                  # made on your agency's page
    python check_certificates.py one 0A1B2-C3D4E-…           # its state and facts
    python check_certificates.py one 0A1B2-C3D4E-… --on 2026-03-01
    python check_certificates.py name 0A1B2-C3D4E-… "Amal Haddad"
    python check_certificates.py many list.csv > receipt.json    # columns: code, name

Ends with 0 where all hold (and names match), 1 where something needs a look, 2 where the question
could not be asked. The receipt is signed: keep it as it is.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any

AT_ONCE = 5_000
TRIES = 5

# Takes method, address, headers, body; gives status, headers, body.
Send = Callable[[str, str, "dict[str, str]", bytes | None], "tuple[int, Any, bytes]"]


class Problem(Exception):
    """What the site refused (RFC 9457). `kind` is the last part of its type, for programs."""

    def __init__(self, status: int, details: dict[str, Any]) -> None:
        self.status = status
        self.kind = str(details.get("type", "")).rsplit("/", 1)[-1]
        self.details = details
        super().__init__(f"{status} {details.get('title', '')} {details.get('detail', '')}".strip())


def send(
    method: str, address: str, headers: dict[str, str], body: bytes | None
) -> tuple[int, Any, bytes]:
    """One request over the network."""
    if not address.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ValueError("The key is sent over https only.")
    request = urllib.request.Request(address, body, headers, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


class Site:
    """A site's API with one key."""

    def __init__(self, url: str, key: str, send: Send = send, wait: Any = time.sleep) -> None:
        self._base = url.rstrip("/") + "/api/v1"
        self._headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
        self._send, self._wait = send, wait

    def check(self, code: str, on: str | None = None) -> dict[str, Any] | None:
        """One certificate, now or at the end of a day; None where the site issued no such one."""
        query = "?" + urllib.parse.urlencode({"on": on}) if on else ""
        try:
            return self._ask("GET", f"/credentials/{urllib.parse.quote(code, safe='')}{query}")
        except Problem as problem:
            if problem.kind in {"unknown-code", "malformed-code"}:
                return None
            raise

    def matches(self, code: str, name: str) -> bool:
        """Whether a name is the one on the certificate."""
        path = f"/credentials/{urllib.parse.quote(code, safe='')}/name"
        return bool(self._ask("POST", path, {"name": name})["match"])

    def check_many(
        self, checks: list[dict[str, str]], on: str | None = None
    ) -> list[dict[str, Any]]:
        """Signed receipts, one for each 5,000 of {"code": …, "name": …}."""
        receipts = []
        for start in range(0, len(checks), AT_ONCE):
            body: dict[str, Any] = {"checks": checks[start : start + AT_ONCE]}
            if on:
                body["on"] = on
            receipts.append(self._ask("POST", "/checks", body))
        return receipts

    def _ask(self, method: str, path: str, data: Any = None) -> dict[str, Any]:
        headers, body = dict(self._headers), None
        if data is not None:
            body = json.dumps(data).encode()
            headers["Content-Type"] = "application/json"
            # The same for every try of this request, so that it is counted once.
            headers["Idempotency-Key"] = str(uuid.uuid4())
        for attempt in range(1, TRIES + 1):
            status, found, answer = self._send(method, self._base + path, headers, body)
            if status in {429, 503} and attempt < TRIES:
                seconds = int(found.get("Retry-After") or 30)
                if seconds <= 120:  # a month's quota does not come back while we wait
                    self._wait(seconds)
                    continue
            break
        try:
            details: dict[str, Any] = json.loads(answer)
        except ValueError:
            details = {"title": "The answer is not JSON."}
        if status != 200:
            raise Problem(status, details)
        return details


def read_list(path: str) -> list[dict[str, str]]:
    """The rows of a CSV file with the columns `code` and, if names are to be compared, `name`."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        beginning = file.readline()
        file.seek(0)
        separator = max(",;\t", key=beginning.count)
        rows = [
            {(key or "").strip().lower(): (value or "") for key, value in row.items() if key}
            for row in csv.DictReader(file, delimiter=separator)
        ]
    wanted = []
    for row in rows:
        if row.get("code", "").strip():
            check = {"code": row["code"].strip()}
            if row.get("name", "").strip():
                check["name"] = row["name"].strip()
            wanted.append(check)
    return wanted


def main(arguments: list[str] | None = None, send: Send = send) -> int:
    parser = argparse.ArgumentParser(description="Ask whether certificates hold.")
    parser.add_argument("what", choices=["one", "name", "many"])
    parser.add_argument("code", help="the code; with “many” a CSV file")
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--on", help="as it stood at the end of this day (YYYY-MM-DD)")
    given = parser.parse_args(arguments)
    site = Site(os.environ["WAYMARK_URL"], os.environ["WAYMARK_KEY"], send)
    try:
        if given.what == "name":
            same = site.matches(given.code, given.name)
            print("match" if same else "no match")
            return 0 if same else 1
        if given.what == "one":
            found = site.check(given.code, given.on)
            print(json.dumps(found or {"state": "unknown"}, ensure_ascii=False, indent=1))
            return 0 if found and found["state"] == "valid" else 1
        receipts = site.check_many(read_list(given.code), given.on)
        shown = receipts[0] if len(receipts) == 1 else receipts
        print(json.dumps(shown, ensure_ascii=False, indent=1))
        answers = [each for one in receipts for each in one["receipt"]["answers"]]
        good = [
            each["state"] == "valid" and each.get("name", "match") == "match" for each in answers
        ]
        return 0 if good and all(good) else 1
    except (Problem, ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

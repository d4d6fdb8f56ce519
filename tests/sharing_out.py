"""How several processes share the tests (pytest-xdist): what stays together, and in which order.

A file stays together. So do the rooms that start a whole site, once for all their files; they
begin first, for they take long. Files with a test that empties the database stay together, and
whoever takes them meets no other file after them that needs what migrations had written there.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]
WITH_A_SITE = ("tests/e2e/", "tests/badluck/")
EMPTYING = "files that empty the database"


class Sharing(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.split("::")[0])


@cache
def group_of(file: str) -> str:
    """The name of what a test's file stays together with."""
    for room in WITH_A_SITE:
        if file.startswith(room):
            return room
    return EMPTYING if "transaction=True" in (ROOT / file).read_text(encoding="utf-8") else file


def rank(item: pytest.Item) -> int:
    """Sites first; what uses the database, what empties it, and last what does without."""
    group = group_of(item.nodeid.split("::")[0])
    if group in WITH_A_SITE:
        return 0
    if group == EMPTYING:
        return 2
    with_database = item.get_closest_marker("django_db") or "db" in getattr(
        item, "fixturenames", ()
    )
    return 1 if with_database else 3

"""The database is gone for ten seconds: people are told so, nothing is lost, all goes on."""

from __future__ import annotations

from typing import Any


def test_the_database_is_gone_for_ten_seconds(rig: Any, site: Any, database: str) -> None:
    site.start()
    seen = rig.outage(site, 10)
    assert (seen["exit"], seen["alive"]) == (303, 200)
    if not database:
        # Others may still read; who writes waits for longer than that, and is served.
        assert (seen["reading"].status_code, seen["deciding"].status_code) == (200, 303)
        return
    for answer in (seen["reading"], seen["deciding"]):
        assert answer.status_code == 503
        assert "We cannot reach our records right now" in answer.text
        assert "Traceback" not in answer.text
        assert int(answer.headers["Retry-After"]) > 0


def test_a_database_locked_for_longer_than_we_wait_is_told_too(
    rig: Any, site: Any, database: str
) -> None:
    site.start()
    seen = rig.outage(site, 25)
    assert seen["deciding"].status_code == 503
    assert "We cannot reach our records right now" in seen["deciding"].text

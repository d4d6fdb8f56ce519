"""No file can grow while certificates are stored; once it can, each is issued once."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any


def test_the_disk_is_full_while_certificates_are_stored(rig: Any, site: Any) -> None:
    site.start()
    before = rig.people(site, "tell")
    with rig.disk_full(site):
        rig.people(site, "complete", "10")
        time.sleep(10)
        assert len(files(site)) == 4 * before["credentials"], "something was half stored"
    found = rig.settled(site)
    assert found["credentials"] == before["credentials"] + 10


def files(site: Any) -> list[Path]:
    return [path for path in (site.var / "private").rglob("*") if path.is_file()]

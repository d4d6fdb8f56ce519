"""10,000 statements, and the learning record store is killed while they are passed on to it."""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.statements.real_store import KEY, SECRET, Ralph

STATEMENTS, TRIES, KILLS = 10_000, 500, 3


def test_a_store_is_killed_three_times_and_the_worker_too(
    rig: Any, site: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All there, none twice, in order per try."""
    store = Ralph(tmp_path)
    site.environment |= {"LRS_URL": store.url, "LRS_KEY": KEY, "LRS_SECRET": SECRET}
    # Long enough for a store that reads its whole file for each batch.
    site.environment["TASK_RETRY"] = "60"
    rig.people(site, "statements", str(STATEMENTS), str(TRIES))
    store.start()
    site.start()
    began, killed_at = time.monotonic(), []
    try:
        for number in range(1, KILLS + 1):
            wanted = STATEMENTS * number // (KILLS + 1)
            rig.until(lambda wanted=wanted: store.count() >= wanted, 900, 0.02)
            if number == 2:
                kill_worker(rig, site)
            store.kill()
            killed_at.append(store.count())
            time.sleep(5)
            store.start()
        rig.until(lambda: store.count() >= STATEMENTS, 900)
        rig.until(lambda: not rig.people(site, "forwarding")["waiting"], 120, 2)
        left = rig.people(site, "forwarding")
    finally:
        store.kill()
    took = time.monotonic() - began

    assert left == {"waiting": 0, "aside": 0, "sent": STATEMENTS}
    kept = store.statements()
    assert len(kept) == STATEMENTS
    assert len({each["id"] for each in kept}) == STATEMENTS
    order: dict[str, list[int]] = defaultdict(list)
    for each in kept:
        number = int(each["object"]["id"].rsplit("/", 1)[1])
        order[each["context"]["registration"]].append(number)
    assert len(order) == TRIES
    assert all(numbers == sorted(numbers) for numbers in order.values())
    assert all(len(numbers) == STATEMENTS // TRIES for numbers in order.values())
    with capsys.disabled():
        print(
            f"\n{STATEMENTS} statements of {TRIES} tries in {took:.0f} s; the store was killed at"
            f" {killed_at}, the worker's process at the second of these; none lost, none twice"
        )


def kill_worker(rig: Any, site: Any) -> None:
    worker: psutil.Process = rig.cluster_processes(site)[1]
    worker.kill()

"""SIGKILL at every point of issuing, and at random: one certificate a completion in the end."""

from __future__ import annotations

import random
import time
from typing import Any

import psutil
import pytest

from certification.kill_points import POINTS

ISSUES, RENEWALS, KILLS = 500, 50, 20


@pytest.mark.parametrize("point", POINTS)
def test_the_worker_is_killed_at_a_named_point(rig: Any, site: Any, point: str) -> None:
    killed = site.var / f"killed-{point}"
    rig.people(site, "hold", "2", f"renewing-{point}")
    site.environment["WAYMARK_KILL_AT"] = f"{point}@{killed}"
    site.start()
    rig.people(site, "renew", f"renewing-{point}")
    expected = rig.people(site, "complete", "3", point)
    found = rig.settled(site)
    assert killed.exists()
    assert found["credentials"] == expected


def test_any_process_is_killed_at_random_while_certificates_are_issued(
    rig: Any, site: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """The worker's process most often, but its sentinel, monitor, pusher and parent too."""
    chance = random.Random(20)
    rig.people(site, "hold", str(RENEWALS), "renewing")
    site.start()
    rig.people(site, "renew", "renewing")
    expected = rig.people(site, "complete", str(ISSUES), "random")
    began, hit = time.monotonic(), {"worker": 0, "others": 0}
    while sum(hit.values()) < KILLS:
        sentinel, worker, *others = rig.cluster_processes(site)
        time.sleep(chance.uniform(0, 8))
        victims = [worker] * 8 + [sentinel, *others, rig.part(site, "qcluster")]
        victim = chance.choice(victims)
        try:
            victim.kill()
        except psutil.NoSuchProcess:
            continue
        hit["worker" if victim == worker else "others"] += 1
        rig.until(lambda each=sentinel: not each.is_running() or gone(each), 60, 0.05)
    found = rig.settled(site, 1200)
    assert found["credentials"] == expected
    with capsys.disabled():
        print(
            f"\n{ISSUES} issues, {RENEWALS} renewals, killed {hit}:"
            f" {found['orphans']} orphaned files swept, {time.monotonic() - began:.0f} s"
        )


def gone(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True

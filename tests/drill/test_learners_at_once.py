"""Twenty people take the whole course at once, and every form goes out twice."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest

LEARNERS = 20


def test_twenty_whole_courses_at_once_with_double_posts(
    rig: Any, site: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    site.start()
    before = rig.people(site, "tell")
    seeded = rig.learners(site, LEARNERS)
    began = time.monotonic()
    rig.all_at_once([each.complete for each in seeded])
    seconds = time.monotonic() - began
    found = rig.settled(site)
    assert found["completions"] - before["completions"] == LEARNERS
    assert found["passed"] - before["passed"] == LEARNERS
    assert found["answers"] - before["answers"] == LEARNERS * len(seeded[0].route)
    assert all(len(site.mails_to(each.email)) == 1 for each in seeded)
    codes = Counter(code for each in seeded for code in each.codes)
    with capsys.disabled():
        print(f"\n{LEARNERS} courses: {sum(codes.values())} posts {dict(codes)}, {seconds:.0f} s")

"""How often something may be sent. Pure but for the clock."""

from __future__ import annotations

import time
from collections.abc import Hashable

MOST_KEYS = 10_000


class Pace:
    """Counts by key, anew once `seconds` have passed since the first.

    Each process counts by itself: where there are several, a little more than the limit gets
    through, and no message costs a query. It holds back floods and settles nothing.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._counted: dict[Hashable, tuple[float, int]] = {}

    def over(self, key: Hashable, most: int) -> bool:
        """Count one more; whether that is more than `most`."""
        now = time.monotonic()
        began, count = self._counted.get(key, (now, 0))
        if now - began >= self._seconds:
            began, count = now, 0
        self._counted[key] = (began, count + 1)
        if len(self._counted) > MOST_KEYS:
            self._forget(now)
        return count >= most

    def _forget(self, now: float) -> None:
        """What has run out; where that is little, the older half."""
        kept = [
            (key, value)
            for key, value in sorted(self._counted.items(), key=lambda each: each[1][0])
            if now - value[0] < self._seconds
        ]
        self._counted = dict(kept[-MOST_KEYS // 2 :])

    def clear(self) -> None:
        self._counted.clear()

"""Counts what is taken in a span of time, in the cache that all processes share."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Span:
    """What became of one request for some of a limited good."""

    allowed: bool
    most: int
    left: int
    # Seconds until the next span begins.
    wait: int


def take(name: str, number: int, most: int, seconds: int) -> Span:
    """Take `number` of what is limited to `most` in each span of `seconds`.

    What is refused is not counted. Two processes at the same moment may let one more through.
    """
    now = time.time()
    at = int(now // seconds)
    wait = max(1, int((at + 1) * seconds - now))
    key = f"limit:{name}:{at}"
    taken: int = cache.get(key, 0)
    if taken + number > most:
        return Span(False, most, max(0, most - taken), wait)
    cache.set(key, taken + number, seconds)
    return Span(True, most, most - taken - number, wait)

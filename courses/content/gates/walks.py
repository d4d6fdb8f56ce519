"""Saved walks are taken again before a scenario goes live: each still ends as it should."""

from __future__ import annotations

from typing import Any

from courses.content.refusals import Refusal
from courses.content.walks import taken_again
from courses.scenarios.graph import ScenarioHead


def walk_refusals(page: Any, data: dict[str, Any], head: ScenarioHead | None) -> list[Refusal]:
    """`data` is the page compiled, `head` what the proof made of it (None: nothing to walk)."""
    if head is None:
        return []
    return [
        Refusal("walk-broken", each.message, "scenes", each.block)
        for each in taken_again(page.walks, data, head)
        if each.message
    ]

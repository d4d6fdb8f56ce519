"""Saved walks that a file carries: kept where they still name choices that came along."""

from __future__ import annotations

from typing import Any

from courses.content.story.fields import is_block_id
from courses.content.walks import REVIEW
from courses.scenarios.model import Scenario


def walks_in(scenario: Scenario) -> list[dict[str, Any]]:
    """Walks in the page's shape. All that is not of that shape is left out."""
    known = {REVIEW} | {
        choice.id for scene in scenario.scenes for choice in scene.choices if is_block_id(choice.id)
    }
    found = scenario.extra.get("walks")
    return [
        {
            "id": walk["id"],
            "name": walk["name"][:120],
            "steps": [{"choice": step["choice"], "text": step["text"]} for step in walk["steps"]],
            "ending": walk["ending"],
            "passed": walk["passed"],
        }
        for walk in (found if isinstance(found, list) else [])
        if _shaped(walk) and all(step["choice"] in known for step in walk["steps"])
    ]


def _shaped(walk: Any) -> bool:
    return (
        isinstance(walk, dict)
        and all(isinstance(walk.get(name), str) for name in ("id", "name", "ending"))
        and isinstance(walk.get("passed"), bool)
        and isinstance(walk.get("steps"), list)
        and all(
            isinstance(step, dict)
            and isinstance(step.get("choice"), str)
            and isinstance(step.get("text"), str)
            for step in walk["steps"]
        )
    )

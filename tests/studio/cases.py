"""A case of any size, shaped as trainers shape theirs: branches that meet again."""

from __future__ import annotations

import random
from typing import Any

SAID = {
    "happened": "She looks up and nods.",
    "why": "Being asked gives her back some control.",
    "next_time": "Offer a choice before you ask.",
    "source": "F20",
    "principle": "Safety",
}
WORDS = ["waiting", "quiet", "corridor", "letter", "evening", "kitchen", "promise", "ward"]


WIDE = 5


def _ahead(number: int, chance: random.Random) -> list[int]:
    """Targets of three choices: a scene stands in rows of WIDE, and leads one or two rows on."""
    if number == 0:
        return [1, 2, 3]
    below = (number - 1) // WIDE * WIDE + 1 + WIDE
    return [number + WIDE, chance.randrange(below, below + WIDE), below + WIDE]


def large_case(scenes: int, seed: int = 1, choices: int = 3) -> dict[str, Any]:
    """A scenario as a file would hold it. The last three scenes are endings."""
    chance = random.Random(seed)
    endings = 3
    last = scenes - endings
    made: list[dict[str, Any]] = []
    for number in range(last):
        ahead = _ahead(number, chance)
        offered = []
        for place in range(choices):
            target = ahead[place]
            if target >= last:
                target = last + (number + place) % endings
            offered.append(
                {
                    "id": f"c{place}",
                    "text": f"{chance.choice(WORDS).title()} {place} at {number}, then see.",
                    "target": f"s{min(target, scenes - 1)}",
                    "effects": [{"variable": "trust", "op": "add", "value": 0}],
                    "condition": {"variable": "trust", "op": ">=", "value": 1}
                    if place == 2
                    else None,
                    "scores": {},
                    "feedback": SAID,
                }
            )
        if number % 9 == 8:
            # Back to an earlier scene: without points, which would be without end.
            offered[2] = {**offered[2], "target": f"s{number - WIDE}", "scores": {}}
        made.append(
            {
                "id": f"s{number}",
                "kind": "situation" if number % 7 else "information",
                "title": f"{chance.choice(WORDS).title()} and {chance.choice(WORDS)}, {number}",
                "body": "She waits.",
                "minutes": 1,
                "choices": offered,
            }
        )
    for number in range(last, scenes):
        made.append(
            {
                "id": f"s{number}",
                "kind": "ending",
                "title": f"How it ends, {number - last + 1}",
                "body": "Evening.",
                "minutes": 1,
                "ending": {
                    "outcome": "You have arrived.",
                    "debrief": "Well considered.",
                    "next_steps": [{"text": "Tell your team."}],
                },
            }
        )
    return {
        "format": 1,
        "slug": f"case-of-{scenes}",
        "title": f"A case of {scenes} scenes",
        "start": "s0",
        "summary": "For the map.",
        "competencies": [{"id": "trust", "title": "Build trust"}],
        "pass": {"overall": 0.5, "competencies": {}, "critical_errors": 0},
        "variables": [{"id": "trust", "title": "Trust", "initial": 2, "min": 0, "max": 5}],
        "scenes": made,
    }

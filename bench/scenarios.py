"""Made-up scenarios of any size, of the shape that publishing compiles to."""

from __future__ import annotations

import random
from typing import Any

CHOICES = 3
AIMS = ("care", "law")
FEEDBACK = {
    "happened": "She looks up, and after a while she nods.",
    "why": "Being asked gives back some of the control that was taken.",
    "next_time": "Say what you are going to do, then ask.",
    "source": "Made up for measuring",
    "principle": "Choice",
}
TEXT = "<p>" + "The hall is quiet; a kettle boils in the next room. " * 12 + "</p>"


def story(scenes: int, variables: int = 1, most: int = 10) -> dict[str, Any]:
    """A scenario without cycles: `scenes` scenes with two endings, three choices in each other.

    Every variable runs from 0 to `most`; the same arguments give the same story.
    """
    chance = random.Random(7)  # noqa: S311
    names = [f"v{number}" for number in range(variables)]
    last = scenes - 2
    return {
        "format": 1,
        "title": f"A story of {scenes} scenes",
        "language": "en",
        "start": "s0",
        "summary": "Made up for measuring.",
        "minutes": 10,
        "competencies": [{"id": aim, "title": aim.title()} for aim in AIMS],
        "pass": {"overall": 0.5, "competencies": {}, "critical_errors": 0},
        "variables": [
            {
                "id": name,
                "title": f"Value {name}",
                "kind": "number",
                "initial": most // 2,
                "min": 0,
                "max": most,
                "shown": number == 0,
            }
            for number, name in enumerate(names)
        ],
        "note": None,
        "scenes": [
            *(_situation(number, last, names, most, chance) for number in range(last)),
            _ending("well"),
            _ending("open"),
        ],
    }


def _situation(
    number: int, last: int, names: list[str], most: int, chance: random.Random
) -> dict[str, Any]:
    """The first choice is always open; the others move a value, where its bounds allow it."""
    best = chance.randrange(CHOICES)
    choices = []
    for place in range(CHOICES):
        ahead = number + (1 if place == 0 else chance.randint(1, 3))
        name, up = chance.choice(names), place == 1
        bound = {"variable": name, "op": "<" if up else ">", "value": most if up else 0}
        move = {"variable": name, "op": "add", "value": 1 if up else -1}
        choices.append(
            {
                "id": f"c{number}-{place}",
                "text": "You say what you see, and wait."
                + " Then you go on." * chance.randint(0, 1),
                "target": f"s{ahead}" if ahead < last else ("well", "open")[place % 2],
                "condition": bound if place else None,
                "effects": [move] if place else [],
                "scores": {AIMS[number % 2]: 2} if place == best else {},
                "critical": None,
                "feedback": FEEDBACK,
            }
        )
    return _scene(f"s{number}", "situation", choices, None)


def _ending(key: str) -> dict[str, Any]:
    ending = {
        "outcome": "You part for today.",
        "debrief": TEXT,
        "next_steps": [{"text": "Talk it over with a colleague", "url": ""}],
        "lived_through": "He was heard.",
    }
    return _scene(key, "ending", [], ending)


def _scene(
    key: str, kind: str, choices: list[dict[str, Any]], ending: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "id": key,
        "kind": kind,
        "title": f"Scene {key}",
        "body": [{"type": "html", "value": TEXT}],
        "softer": None,
        "summary": None,
        "intensity": 1,
        "themes": [],
        "minutes": None,
        "choices": choices,
        "question": None,
        "review": None,
        "ending": ending,
    }

"""Scenarios small enough to be read in a test."""

from __future__ import annotations

from typing import Any

import pytest

GOOD_FEEDBACK = {
    "happened": "She looks up and nods.",
    "why": "Being asked gives her back some control.",
    "next_time": "Offer a choice before you ask.",
    "source": "F20",
    "principle": "empowerment",
}


class Build:
    """Builds scenario JSON from short words."""

    feedback = GOOD_FEEDBACK

    @staticmethod
    def choice(id: str, target: str, **more: Any) -> dict[str, Any]:
        return {
            "id": id,
            "text": f"I choose {id}.",
            "target": target,
            "condition": None,
            "effects": [],
            "scores": {},
            "critical": None,
            "feedback": dict(GOOD_FEEDBACK),
            **more,
        }

    @staticmethod
    def scene(id: str, *choices: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "id": id,
            "kind": "situation",
            "title": f"Scene {id}",
            "body": [{"type": "html", "value": "<p>She waits.</p>"}],
            "softer": None,
            "summary": None,
            "intensity": 1,
            "themes": [],
            "minutes": None,
            "choices": list(choices),
            "question": None,
            "review": None,
            "ending": None,
            **more,
        }

    @classmethod
    def ending(cls, id: str, **more: Any) -> dict[str, Any]:
        ending = {
            "outcome": "You have arrived.",
            "debrief": "<p>Well considered.</p>",
            "next_steps": [{"text": "Talk to a colleague", "url": ""}],
            "lived_through": "She was heard.",
        }
        return cls.scene(id, kind="ending", ending=ending, **more)

    @staticmethod
    def add(variable: str, value: int) -> dict[str, Any]:
        return {"variable": variable, "op": "add", "value": value}

    @staticmethod
    def set(variable: str, value: int | bool) -> dict[str, Any]:
        return {"variable": variable, "op": "set", "value": value}

    @staticmethod
    def when(variable: str, op: str, value: int | bool) -> dict[str, Any]:
        return {"variable": variable, "op": op, "value": value}

    @staticmethod
    def number(id: str, initial: int = 0, least: int = 0, most: int = 10) -> dict[str, Any]:
        return {
            "id": id,
            "title": id.title(),
            "kind": "number",
            "initial": initial,
            "min": least,
            "max": most,
            "shown": True,
        }

    @staticmethod
    def flag(id: str, initial: bool = False) -> dict[str, Any]:
        return {
            "id": id,
            "title": id.title(),
            "kind": "flag",
            "initial": initial,
            "min": 0,
            "max": 1,
            "shown": False,
        }

    @staticmethod
    def scenario(*scenes: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "format": 1,
            "title": "At the door",
            "language": "en",
            "start": scenes[0]["id"] if scenes else "",
            "competencies": [{"id": "care", "title": "Care"}, {"id": "law", "title": "Law"}],
            "pass": {"overall": 0.0, "competencies": {}, "critical_errors": 0},
            "variables": [],
            "note": None,
            "scenes": list(scenes),
            **more,
        }


@pytest.fixture(scope="session")
def build() -> type[Build]:
    return Build


@pytest.fixture(scope="session")
def door() -> dict[str, Any]:
    """A small whole case: trust opens the second decision, one critical error, two endings."""
    b = Build
    repair = {"reason": "She was asked in front of him.", "repair": "apart"}
    return b.scenario(
        b.scene(
            "door",
            b.choice("ask-him", "apart", effects=[b.add("trust", -1)], critical=repair),
            b.choice("greet-her", "hall", effects=[b.add("trust", 2)], scores={"care": 2}),
        ),
        b.scene(
            "apart",
            b.choice("go-on", "left"),
            b.choice("make-room", "hall", scores={"care": 1}),
        ),
        b.scene(
            "hall",
            b.choice("offer", "heard", scores={"law": 1}, condition=b.when("trust", ">=", 3)),
            b.choice("wait", "heard", scores={"care": 1}),
            b.choice("leave", "left"),
        ),
        b.ending("heard"),
        b.ending("left"),
        variables=[b.number("trust", 1)],
        **{"pass": {"overall": 0.6, "competencies": {"care": 0.5}, "critical_errors": 0}},
    )

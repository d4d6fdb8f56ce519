"""Rows as publishing leaves them, made directly: learning never looks at a page."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from courses.content.models import (
    CourseVersion,
    CourseVersionLesson,
    CourseVersionScenario,
    LessonVersion,
    ScenarioVersion,
    SceneRow,
)
from courses.learning.actions.answer_check import answer_check
from courses.learning.actions.enrol import enrol
from courses.learning.actions.finish_lesson import finish_lesson
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.actions.submit_answer import submit_answer
from courses.learning.models import Attempt, Completion, Enrolment
from courses.learning.outline import outline_of
from courses.scenarios.canonical import fingerprint
from courses.scenarios.graph import head_to_json, scenario_from_json
from courses.scenarios.score import head_of

NOTE = {
    "themes": ["control"],
    "form": "text",
    "intensity": 3,
    "where": "In the middle",
    "how_long": "Two minutes",
    "has_softer": True,
    "text": "This part speaks of control at work. Nothing violent is told.",
}


def feedback(word: str) -> dict[str, str]:
    return {
        "happened": f"Happened {word}.",
        "why": f"Why {word}.",
        "next_time": f"Next time {word}.",
        "source": f"Source {word}",
        "principle": "Safety",
    }


def choice(key: str, target: str, points: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "id": key,
        "text": f"Choice {key}",
        "target": target,
        "condition": None,
        "effects": [],
        "scores": {"trust": points} if points else {},
        "critical": None,
        "feedback": feedback(key),
        **more,
    }


def scene(key: str, *choices: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": key,
        "kind": "situation",
        "title": f"Scene {key}",
        "body": [{"type": "html", "html": f"<p>Full text of {key}.</p>"}],
        "softer": {
            "title": f"Scene {key}",
            "body": [{"type": "html", "html": f"<p>Softer text of {key}.</p>"}],
        },
        "summary": f"Summary of {key}.",
        "intensity": 1,
        "themes": ["control"],
        "minutes": 1,
        "choices": list(choices),
        "question": None,
        "review": None,
        "ending": None,
        **more,
    }


def ending(key: str) -> dict[str, Any]:
    return scene(
        key,
        kind="ending",
        ending={
            "outcome": f"Outcome {key}",
            "debrief": f"<p>Debrief {key}.</p>",
            "next_steps": [{"text": "Speak with a colleague", "url": ""}],
            "lived_through": f"He was glad that you asked.\n\nSo it was, {key}.",
        },
    )


def scenario_json(word: str = "") -> dict[str, Any]:
    """Three decisions; "good" earns two points each, "poor" none; passing asks for half."""
    return {
        "format": 1,
        "title": f"At the door{word}",
        "language": "en",
        "start": "one",
        "competencies": [{"id": "trust", "title": "Building trust"}],
        "pass": {"overall": 0.5, "competencies": {"trust": 0.5}, "critical_errors": 0},
        "variables": [
            {
                "id": "calm",
                "title": "How calm he is",
                "kind": "number",
                "initial": 3,
                "min": 0,
                "max": 5,
                "shown": True,
            },
            {
                "id": "hidden",
                "title": "What you cannot see",
                "kind": "flag",
                "initial": False,
                "min": 0,
                "max": 1,
                "shown": False,
            },
        ],
        "note": NOTE,
        "scenes": [
            scene(
                "one",
                choice(
                    "one-good",
                    "two",
                    2,
                    effects=[{"variable": "calm", "op": "add", "value": 1}],
                ),
                choice("one-poor", "two"),
                choice(
                    "one-closed",
                    "two",
                    condition={"variable": "calm", "op": ">", "value": 4},
                ),
            ),
            scene("two", choice("two-good", "three", 2), choice("two-poor", "three"), intensity=3),
            scene("three", choice("three-good", "well", 2), choice("three-poor", "open")),
            ending("well"),
            ending("open"),
        ],
    }


def publish_scenario(data: dict[str, Any], key: uuid.UUID) -> ScenarioVersion:
    version = ScenarioVersion.objects.create(
        hash=fingerprint(data),
        page_key=key,
        title=data["title"],
        language="en",
        head={
            **head_to_json(head_of(scenario_from_json(data))),
            "summary": "You are called to a door.",
            "minutes": 12,
        },
        note=data["note"],
        is_current=False,
    )
    for position, each in enumerate(data["scenes"]):
        SceneRow.objects.create(version=version, position=position, key=each["id"], data=each)
    return version


def check_json(word: str, kind: str = "single") -> dict[str, Any]:
    return {
        "question": f"Question {word}?",
        "kind": kind,
        "options": [
            {
                "id": f"{word}-{option}",
                "text": f"Option {word} {option}",
                "right": option in ({"a", "b"} if kind == "multiple" else {"a"}),
                "feedback": f"Feedback {word} {option}.",
            }
            for option in "abc"
        ],
        "explanation": f"Explanation {word}.",
        "source": f"Source {word}",
    }


def publish_lesson(
    title: str,
    key: uuid.UUID,
    checks: dict[str, dict[str, Any]] | None = None,
    scenario: uuid.UUID | None = None,
    note: dict[str, Any] | None = NOTE,
) -> LessonVersion:
    checks = checks or {}
    full: list[dict[str, Any]] = [
        {"type": "text", "id": "t", "value": {"html": f"<p>Full reading of {title}.</p>"}}
    ]
    full += [{"type": "check", "id": each, "value": {}} for each in checks]
    if scenario:
        full.append({"type": "scenario", "id": "s", "value": {"page_key": str(scenario)}})
    fields: dict[str, Any] = {
        "title": title,
        "language": "en",
        "body": {
            "format": 1,
            "full": full,
            "softer": [
                {"type": "text", "id": "u", "value": {"html": f"<p>Softer reading of {title}.</p>"}}
            ],
            "summary": f"<p>Summary of {title}.</p>",
        },
        "note": note,
        "minutes": 5,
        "checks": checks,
    }
    return LessonVersion.objects.create(
        hash=fingerprint({"key": str(key), **fields}), lesson_key=key, **fields
    )


class House:
    """A course with two lessons and a scenario, an optional lesson, and ways through it."""

    def __init__(self) -> None:
        self.course_key, self.scenario_key = uuid.uuid4(), uuid.uuid4()
        self.first_key, self.second_key, self.extra_key = (uuid.uuid4() for _ in range(3))
        self.numbers = itertools.count(1)

    def publish(
        self, lesson_word: str = "", scenario_word: str = "", rule: dict[str, Any] | None = None
    ) -> CourseVersion:
        """A version of the course, and the one that is offered from now on."""
        scenario_data = scenario_json(scenario_word)
        scenario = ScenarioVersion.objects.filter(hash=fingerprint(scenario_data)).first()
        scenario = scenario or publish_scenario(scenario_data, self.scenario_key)
        lessons = [
            self.lesson(
                f"Signs{lesson_word}",
                self.first_key,
                {"c1": check_json("one"), "c2": check_json("two", "multiple")},
            ),
            self.lesson("Words", self.second_key, None, self.scenario_key),
            self.lesson("More to read", self.extra_key, None, None, None),
        ]
        CourseVersion.objects.filter(course_key=self.course_key).update(is_current=False)
        number = next(self.numbers)
        version = CourseVersion.objects.create(
            hash=fingerprint([str(self.course_key), number, lesson_word, scenario_word]),
            course_key=self.course_key,
            number=number,
            title="First contact",
            language="en",
            audience="Police",
            minutes=30,
            content_notes=[],
            objectives=[],
            credit_lines=[],
            sources=[],
            outline=[
                {
                    "module": title,
                    "lessons": [
                        {
                            "key": str(each.lesson_key),
                            "hash": each.hash,
                            "title": each.title,
                            "minutes": each.minutes,
                            "required": each.lesson_key != self.extra_key,
                            "checks": list(each.checks),
                            "scenarios": [
                                block["value"]["page_key"]
                                for block in each.body["full"]
                                if block["type"] == "scenario"
                            ],
                        }
                        for each in part
                    ],
                }
                for title, part in (("Basics", lessons[:2]), ("Further", lessons[2:]))
            ],
            scenarios={str(self.scenario_key): scenario.hash},
            rule=rule or {"lessons": "required", "checks": "answered", "scenarios": "passed"},
            is_current=True,
        )
        for position, each in enumerate(lessons):
            CourseVersionLesson.objects.create(
                course_version=version, position=position, lesson_version=each
            )
        CourseVersionScenario.objects.create(course_version=version, scenario_version=scenario)
        return version

    def lesson(
        self,
        title: str,
        key: uuid.UUID,
        checks: dict[str, Any] | None,
        scenario: uuid.UUID | None = None,
        note: dict[str, Any] | None = NOTE,
    ) -> LessonVersion:
        found = LessonVersion.objects.filter(lesson_key=key, title=title).first()
        return found or publish_lesson(title, key, checks, scenario, note)

    def answer_checks(self, person: User, enrolment: Enrolment, option: str = "a") -> None:
        for key, word in (("c1", "one"), ("c2", "two")):
            answer_check(person, enrolment.uuid, str(self.first_key), key, [f"{word}-{option}"], 0)

    def finish_lessons(self, person: User, enrolment: Enrolment) -> None:
        self.answer_checks(person, enrolment)
        for key in (self.first_key, self.second_key):
            finish_lesson(person, enrolment.uuid, str(key))

    def play(self, person: User, enrolment: Enrolment, way: str = "good") -> Attempt:
        """A whole try, each decision "good" or "poor"."""
        attempt = start_attempt(person, enrolment.uuid, str(self.scenario_key))
        for step, scene_key in enumerate(("one", "two", "three")):
            submit_answer(person, attempt.uuid, step, f"{scene_key}-{way}")
        attempt.refresh_from_db()
        return attempt

    def complete(self, person: User, enrolment: Enrolment) -> Completion:
        self.finish_lessons(person, enrolment)
        self.play(person, enrolment)
        return Completion.objects.get(enrolment=enrolment)


@pytest.fixture
def house(db: None) -> House:
    return House()


@pytest.fixture
def version(house: House) -> CourseVersion:
    return house.publish()


def person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", "a-long-password", display_name=name)


@pytest.fixture
def amal(db: None) -> User:
    """Who learns, and whose the enrolment is."""
    return person("amal")


@pytest.fixture
def bela(db: None) -> User:
    """Another learner of the same course."""
    return person("bela")


@pytest.fixture
def enrolment(amal: User, version: CourseVersion) -> Enrolment:
    return enrol(amal, version)


@pytest.fixture
def outline(version: CourseVersion) -> Any:
    return outline_of(version)


OPTIONS = [
    {"id": "a", "text": "The act", "feedback": "Said to the act."},
    {"id": "m", "text": "The means", "feedback": "Said to the means."},
    {"id": "t", "text": "The travel", "feedback": "Said to the travel."},
]
KINDS: dict[str, dict[str, Any]] = {
    "single": {"options": OPTIONS, "right": ["a"]},
    "multiple": {"options": OPTIONS, "right": ["a", "m"]},
    "order": {"options": OPTIONS, "right": ["m", "a", "t"]},
    "match": {
        "options": OPTIONS,
        "prompts": [
            {"id": "p", "text": "Recruiting", "answer": "a"},
            {"id": "r", "text": "Deceiving", "answer": "m"},
        ],
    },
    "short": {"accepted": ["Palermo Protocol", "The protocol of Palermo"]},
}


def question(kind: str) -> dict[str, Any]:
    return {
        "id": kind,
        "kind": kind,
        "text": f"Question {kind}?",
        "explanation": f"Explanation {kind}.",
        "source": f"Source {kind}",
        **KINDS[kind],
    }


def quiz_json(
    *kinds: str, quiz: dict[str, Any] | None = None, **more: Any
) -> Callable[[str], dict[str, Any]]:
    """A door, then questions; answered well they lead to the last decision, else a review does."""

    plain = scenario_json

    def scenario(word: str = "") -> dict[str, Any]:
        data = plain(word)
        one, _two, three, *endings = data["scenes"]
        for each in one["choices"]:
            each["target"] = "quiz"
        asked = scene(
            "quiz",
            choice("quiz-on", "three", 2),
            kind="question",
            question={"items": [question(each) for each in kinds], **more},
            **{"review": "again", **(quiz or {})},
        )
        review = scene("again", choice("again-on", "three"), kind="information")
        return {**data, "scenes": [one, asked, review, three, *endings]}

    return scenario


@pytest.fixture
def at_quiz(house: House, amal: User, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A try of Amal's that stands before questions of these kinds."""

    def at(
        *kinds: str, mode: Attempt.Mode = Attempt.Mode.ASSESSED, seed: int = 7, **more: Any
    ) -> Attempt:
        names = House.publish.__globals__
        monkeypatch.setitem(names, "scenario_json", quiz_json(*kinds, **more))
        attempt = start_attempt(
            amal, enrol(amal, house.publish()).uuid, str(house.scenario_key), mode
        )
        Attempt.objects.filter(pk=attempt.pk).update(seed=seed)
        submit_answer(amal, attempt.uuid, 0, "one-good")
        attempt.refresh_from_db()
        return attempt

    return at

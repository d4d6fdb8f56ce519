"""Many learners at once, written straight into the rows: the course of tests/learning."""

from __future__ import annotations

import importlib.util
import itertools
import random
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from courses.content.models import ScenarioVersion
from courses.learning.models import Answer, Attempt, Enrolment

PLACE = Path(__file__).parents[1] / "learning" / "conftest.py"
SPEC = importlib.util.spec_from_file_location("learning_house", PLACE)
assert SPEC
assert SPEC.loader
house_module: Any = importlib.util.module_from_spec(SPEC)
sys.modules["learning_house"] = house_module
SPEC.loader.exec_module(house_module)

SCENES = ("one", "two", "three")


@pytest.fixture
def house(db: None) -> Any:
    return house_module.House()


@pytest.fixture
def crowd(house: Any) -> Any:
    """Tries by made-up people: `drop` is the chance to stop before each decision."""
    numbers = itertools.count()

    def make(
        people: int,
        tries: int,
        seed: int = 0,
        drop: float = 0.1,
        version: ScenarioVersion | None = None,
    ) -> ScenarioVersion:
        chance = random.Random(seed)
        if version is None:
            course = house.publish()
            version = ScenarioVersion.objects.get(hash=course.scenarios[str(house.scenario_key)])
        else:
            course = version.course_rows.get().course_version
        persons = User.objects.bulk_create(
            User(email=f"crowd{next(numbers)}@example.org") for _ in range(people)
        )
        enrolments = Enrolment.objects.bulk_create(
            Enrolment(person=each, course_key=course.course_key, course_version=course)
            for each in persons
        )
        begin = timezone.now() - timedelta(days=30)
        attempts, ways = [], []
        running = set()
        for number in range(tries):
            enrolment = enrolments[number % people]
            started = begin + timedelta(seconds=chance.randrange(20 * 86400))
            way, at = [], started
            for scene in SCENES:
                if chance.random() < drop and enrolment.pk not in running:
                    running.add(enrolment.pk)
                    break
                at += timedelta(seconds=chance.choice([5, 20, 45, 90, 4000]))
                way.append((scene, "good" if chance.random() < 0.6 else "poor", at))
            ended = len(way) == len(SCENES)
            good = sum(choice == "good" for _scene, choice, _at in way) >= 2
            attempts.append(
                Attempt(
                    enrolment=enrolment,
                    scenario_key=house.scenario_key,
                    scenario_version=version,
                    state={},
                    step=len(way),
                    status=("passed" if good else "finished") if ended else "running",
                    started_at=started,
                    finished_at=at if ended else None,
                )
            )
            ways.append(way)
        Attempt.objects.bulk_create(attempts, batch_size=2000)
        Answer.objects.bulk_create(
            (
                Answer(
                    attempt=attempt,
                    step=step,
                    scene_key=scene,
                    scene_wording=scene,
                    choice_key=f"{scene}-{choice}",
                    choice_wording=choice,
                    answered_at=at,
                )
                for attempt, way in zip(attempts, ways, strict=True)
                for step, (scene, choice, at) in enumerate(way)
            ),
            batch_size=2000,
        )
        return version

    return make

"""People with history: one goes through the site's own actions, all others are copies of theirs."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.sessions import PersonSession, SessionStore
from bench.scenarios import story
from courses.content.compile.proof import prove_scenario
from courses.content.models import CourseVersion, ScenarioVersion, SceneRow
from courses.learning.actions.answer_check import answer_check
from courses.learning.actions.enrol import enrol
from courses.learning.actions.finish_lesson import finish_lesson
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.actions.submit_answer import submit_answer
from courses.learning.checks import checks_of
from courses.learning.models import (
    Answer,
    Attempt,
    CheckAnswer,
    Completion,
    Enrolment,
    LessonProgress,
)
from courses.learning.versions import lesson_of, outline_for, published_head, scene_of
from courses.scenarios import play, score
from courses.scenarios.canonical import fingerprint
from statements.models import Statement

COURSE = "First contact"
DECISIONS = 12
BATCH = 500


@dataclass(frozen=True)
class Learner:
    """Somebody who is signed in and can be measured."""

    session: str
    enrolment: uuid.UUID
    attempt: uuid.UUID
    stories: dict[int, uuid.UUID]
    number: int


@dataclass(frozen=True)
class World:
    """What all learners share: the course, the way through its scenario, the made-up stories."""

    version: CourseVersion
    scenario_key: str
    poor_walk: tuple[str, ...]
    good_walk: tuple[str, ...]
    stories: dict[int, ScenarioVersion]


def make_world(sizes: Sequence[int] = (10, 500)) -> World:
    """Publish the stories of `sizes`, and find ways through the course's own scenario."""
    version = CourseVersion.objects.get(title=COURSE, is_current=True)
    ((key, version_hash),) = version.scenarios.items()
    return World(
        version=version,
        scenario_key=key,
        poor_walk=walk(version_hash, passed=False),
        good_walk=walk(version_hash, passed=True),
        stories={size: publish_story(size) for size in sizes},
    )


def walk(version_hash: str, *, passed: bool) -> tuple[str, ...]:
    """Choices from the start to an ending, of DECISIONS or more, that pass or do not."""
    head = published_head(version_hash).head
    for seed in range(20_000):
        chance = random.Random(seed)  # noqa: S311
        state, choices = play.start(head), []
        while not play.finished(scene := scene_of(version_hash, state.scene)):
            choice = chance.choice(play.choices_open(scene, state))
            state = play.decide(scene, state, choice.id, head).state
            choices.append(choice.id)
        if len(choices) >= DECISIONS and score.result(head, state).passed == passed:
            return tuple(choices)
    raise SystemExit("No walk through the demonstration scenario was found.")


@transaction.atomic
def publish_story(scenes: int) -> ScenarioVersion:
    """A made-up scenario as publishing leaves it."""
    data = story(scenes)
    proven = prove_scenario(data)
    if proven.refusals:
        raise SystemExit(f"The made-up story does not prove: {proven.refusals[0]}")
    version = ScenarioVersion.objects.create(
        hash=fingerprint(data),
        page_key=uuid.uuid4(),
        title=data["title"],
        language=data["language"],
        head={**proven.head_json(), "summary": data["summary"], "minutes": data["minutes"]},
        is_current=True,
    )
    SceneRow.objects.bulk_create(
        SceneRow(version=version, position=place, key=each["id"], data=each)
        for place, each in enumerate(data["scenes"])
    )
    return version


def new_person(number: int) -> User:
    return User(
        email=f"learner{number}@bench.example",
        display_name=f"Learner {number}",
        certificate_name=f"Learner {number}",
        profession="police",
        password=make_password(None),
    )


def study(person: User, world: World, *, scenario: bool) -> Enrolment:
    """Everything of the course by the site's own actions; the scenario passed, or not yet."""
    enrolment = enrol(person, world.version)
    for lesson in outline_for(world.version).lessons:
        for check in checks_of(lesson_of(lesson.hash)).values():
            first = next(iter(check.options))
            answer_check(person, enrolment.uuid, lesson.key, check.key, [first], 0)
        finish_lesson(person, enrolment.uuid, lesson.key)
    attempt = start_attempt(person, enrolment.uuid, world.scenario_key)
    for step, choice in enumerate(world.good_walk if scenario else world.poor_walk):
        submit_answer(person, attempt.uuid, step, choice)
    return enrolment


def holders(count: int, world: World) -> list[Completion]:
    """People who have completed the course; their certificates are still to be issued."""
    for _ in range(count):
        person = new_person(-1 - User.objects.count())
        person.save()
        study(person, world, scenario=True)
    return list(Completion.objects.order_by("-pk")[:count])


class Seed:
    """Learners in batches, each with the history that the first one made."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.person = new_person(0)
        self.person.save()
        self.enrolment = study(self.person, world, scenario=False)
        start_attempt(self.person, self.enrolment.uuid, world.scenario_key)
        self.made = 0

    def learners(self, total: int, pick: int) -> list[Learner]:
        """Bring the learners to `total`; gives `pick` of the new ones, spread over them all."""
        new = total - self.made
        wanted = {self.made + (place * new) // pick for place in range(min(pick, new))}
        picked: list[Learner] = []
        while self.made < total:
            numbers = range(self.made, min(self.made + BATCH, total))
            picked += self._batch(numbers, wanted)
            self.made = numbers.stop
        return picked

    @transaction.atomic
    def _batch(self, numbers: range, wanted: set[int]) -> list[Learner]:
        people = User.objects.bulk_create([new_person(1 + number) for number in numbers])
        enrolments = copies(
            Enrolment.objects.filter(pk=self.enrolment.pk),
            people,
            lambda person, _row: {"person_id": person.pk},
        )

        def of_enrolment(enrolment: Enrolment, _row: Any) -> dict[str, Any]:
            return {"enrolment_id": enrolment.pk}

        own = {"enrolment": self.enrolment}
        copies(LessonProgress.objects.filter(**own), enrolments, of_enrolment)
        copies(CheckAnswer.objects.filter(**own), enrolments, of_enrolment)
        tries = Attempt.objects.filter(**own).order_by("pk")
        attempts = copies(tries, enrolments, of_enrolment)
        finished, running = attempts[0::2], attempts[1::2]
        copies(
            Answer.objects.filter(attempt__enrolment=self.enrolment),
            finished,
            lambda attempt, _row: {"attempt_id": attempt.pk},
        )
        originals = (self.enrolment.uuid, *tries.values_list("uuid", flat=True))
        copies(
            Statement.objects.filter(actor=self.person.uuid),
            [
                (person.uuid, dict(zip(originals, [each.uuid for each in owned], strict=True)))
                for person, *owned in zip(people, enrolments, finished, running, strict=True)
            ],
            lambda owner, row: {"actor": owner[0], "registration": owner[1][row["registration"]]},
        )
        sessions = PersonSession.objects.bulk_create([session_of(each) for each in people])
        return [
            Learner(
                session=str(sessions[place].session_key),
                enrolment=enrolments[place].uuid,
                attempt=running[place].uuid,
                stories=self._stories(enrolments[place], number),
                number=number,
            )
            for place, number in enumerate(numbers)
            if number in wanted
        ]

    def _stories(self, enrolment: Enrolment, number: int) -> dict[int, uuid.UUID]:
        """A running try in each story: in long ones, learners stand all over them."""
        made = {}
        for size, version in self.world.stories.items():
            at = story_place(size, number)
            state = play.start(published_head(version.hash).head)
            made[size] = Attempt.objects.create(
                enrolment=enrolment,
                scenario_key=version.page_key,
                scenario_version=version,
                state=replace(state, scene=f"s{at}", decisions=at).to_json(),
                step=at,
            ).uuid
        return made


def story_place(size: int, number: int) -> int:
    """In which scene of a story of `size` scenes a learner stands; room is left to go on."""
    return (number * 7) % size if (number * 7) % size < size - 20 else 0


def copies(
    rows: QuerySet[Any],
    owners: Sequence[Any],
    change: Callable[[Any, dict[str, Any]], dict[str, Any]],
) -> list[Any]:
    """A copy of every row for every owner, in that order, each with a number of its own."""
    model: type[Model] = rows.model
    fields = [each.attname for each in model._meta.concrete_fields if not each.primary_key]
    originals = [{name: getattr(row, name) for name in fields} for row in rows]
    fresh = [name for name in ("uuid", "statement_id") if name in fields]
    made = [
        model(**(row | {name: uuid.uuid4() for name in fresh} | change(owner, row)))
        for owner in owners
        for row in originals
    ]
    return list(model._default_manager.bulk_create(made, batch_size=BATCH))


def session_of(person: User) -> PersonSession:
    store: Any = SessionStore()
    store._session_key = store._get_new_session_key()
    data = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    session: PersonSession = store.create_model_instance(data)
    session.expire_date = timezone.now() + timedelta(days=7)
    return session

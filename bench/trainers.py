"""What a trainer waits for: the map of a large draft, and the flow of 10,000 tries."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import User
from bench.ground import HOST
from bench.scenarios import story
from bench.seed import BATCH, World, new_person
from courses.content.course_files.scenario import scenario_fields
from courses.content.models import ScenarioLibraryPage, ScenarioPage, ScenarioVersion
from courses.content.studio.views import studio
from courses.learning.models import Answer, Attempt, Enrolment
from courses.learning.versions import published_head, scene_of
from courses.learning.views.flows import flow
from courses.scenarios import play, score

TURNS = 3
# What the editor shows before anybody has answered: 200 scenes and 600 choices, and the endings.
SCENES, VARIABLES = 202, 4
A_SCENE = timedelta(seconds=50)


def drawing(scenes: int = SCENES) -> dict[str, float]:
    """Open “Map and proof” of a draft: compiled, proven and drawn; CPU seconds and bytes."""
    page = _draft(scenes)
    author = User.objects.create_superuser(f"author{scenes}@bench.example")
    spent, size = [], 0
    for turn in range(TURNS):
        # Another title each time: what was proven a moment ago would be kept.
        page.title = f"A story of {scenes} scenes, draft {turn + 1}"
        page.save_revision()
        began = time.process_time()
        answer = _opened(studio, author, page.pk)
        spent.append(time.process_time() - began)
        size = len(answer.content)
        if answer.content.count(b'class="way') < scenes:
            raise SystemExit("The map does not show the story's choices.")
    drawn = page.get_latest_revision_as_object().scenes
    return {
        "scenes": len(drawn),
        "choices": sum(len(each.value.get("choices") or ()) for each in drawn),
        "variables": len(page.variables),
        "bytes": size,
        "seconds": median(spent),
    }


def _draft(scenes: int) -> Any:
    """The made-up story as a trainer's page; a file writes texts where a version has HTML."""
    made = story(scenes, variables=VARIABLES)
    for scene in made["scenes"]:
        scene["body"] = "The hall is quiet; a kettle boils in the next room. " * 12
    page = ScenarioPage(live=False, **scenario_fields({**made, "slug": f"story-{scenes}"}, "bench"))
    return ScenarioLibraryPage.objects.get().add_child(instance=page)


def flowing(world: World, tries: int = 10_000, people: int = 2000) -> dict[str, float]:
    """Open the flow of `tries` tries at the course's scenario, taken at random.

    SQLite does its part within this process; PostgreSQL does not, and is timed by the clock.
    """
    version = ScenarioVersion.objects.get(hash=world.version.scenarios[world.scenario_key])
    answers = _take(version, world, tries, people)
    page = ScenarioPage.objects.get(translation_key=version.page_key)
    author = User.objects.create_superuser(f"reader{tries}@bench.example")
    now = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    spent = []
    for _turn in range(TURNS):
        began = now()
        answer = _opened(flow, author, page.pk)
        spent.append(now() - began)
        if answer.content.count(b'class="listing ') < 2:
            raise SystemExit("The flow shows no numbers.")
    return {"tries": tries, "answers": answers, "seconds": median(spent)}


def _opened(view: Callable[..., HttpResponse], author: User, pk: int) -> HttpResponse:
    request = RequestFactory(HTTP_HOST=HOST).get("/admin/", secure=True)
    request.user = author
    answer = view(request, pk)
    if answer.status_code != 200:
        raise SystemExit(f"A page of the editor answered {answer.status_code}.")
    return answer


@transaction.atomic
def _take(version: ScenarioVersion, world: World, tries: int, people: int) -> int:
    """Tries as learners leave them, written straight into the rows; how many answers."""
    chance = random.Random(11)  # noqa: S311
    persons = User.objects.bulk_create(
        [new_person(10_000_000 + number) for number in range(people)], batch_size=BATCH
    )
    enrolments = Enrolment.objects.bulk_create(
        [
            Enrolment(
                person=each, course_key=world.version.course_key, course_version=world.version
            )
            for each in persons
        ],
        batch_size=BATCH,
    )
    begin = timezone.now() - timedelta(days=90)
    attempts, ways = [], []
    for number in range(tries):
        started = begin + timedelta(seconds=chance.randrange(80 * 86400))
        way = list(_way(version, started, chance))
        attempts.append(
            Attempt(
                enrolment=enrolments[number % people],
                scenario_key=world.scenario_key,
                scenario_version=version,
                state={},
                step=len(way),
                status=Attempt.Status.PASSED if way[-1][3] else Attempt.Status.FINISHED,
                started_at=started,
                finished_at=way[-1][2],
            )
        )
        ways.append(way)
    Attempt.objects.bulk_create(attempts, batch_size=BATCH)
    answers = [
        Answer(
            attempt=attempt,
            step=step,
            scene_key=scene,
            scene_wording=scene,
            choice_key=choice,
            choice_wording=choice,
            answered_at=at,
        )
        for attempt, way in zip(attempts, ways, strict=True)
        for step, (scene, choice, at, _passed) in enumerate(way)
    ]
    Answer.objects.bulk_create(answers, batch_size=BATCH)
    return len(answers)


def _way(
    version: ScenarioVersion, started: datetime, chance: random.Random
) -> Iterator[tuple[str, str, datetime, bool]]:
    """One try, each choice at random: scene, choice, when, and whether it had passed by then."""
    head = published_head(version.hash).head
    state, at = play.start(head), started
    while not play.finished(scene := scene_of(version.hash, state.scene)):
        choice = chance.choice(play.choices_open(scene, state))
        state = play.decide(scene, state, choice.id, head).state
        at += A_SCENE * chance.random() * 2
        yield scene.id, choice.id, at, score.result(head, state).passed

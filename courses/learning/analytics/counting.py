"""The counts behind a flow, made by the database: nine queries, however many tries there are.

Numbers move on by whole groups of five: counted is what had happened when the last full group of
five learners had reached an ending. So two looks, a day apart, do not show what one person did.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from courses.content.models import ScenarioVersion
from courses.learning.analytics.counts import NONE, Count, Counts
from courses.learning.analytics.flow import moves_of
from courses.learning.analytics.hiding import LEAST
from courses.learning.analytics.standings import standings_of
from courses.learning.analytics.times import bands_of
from courses.learning.models import Answer, Attempt
from courses.scenarios.graph import Scene
from courses.scenarios.questions import TRY_AGAIN

ENDED_STATUSES = (Attempt.Status.PASSED, Attempt.Status.FINISHED)
PEOPLE = CountOf("enrolment__person", distinct=True)


def counted_until(version: ScenarioVersion) -> datetime | None:
    """When the last full group of five had its first ending; None before the first five."""
    ended = tries_at(version).filter(status__in=ENDED_STATUSES)
    full = ended.aggregate(people=PEOPLE)["people"] // LEAST * LEAST
    if not full:
        return None
    firsts = (
        ended.values("enrolment__person")
        .annotate(first=Min("finished_at"))
        .order_by("first")
        .values_list("first", flat=True)
    )
    until: datetime = firsts[full - 1]
    return until


def tries_at(version: ScenarioVersion) -> QuerySet[Attempt]:
    """The tries that count for trainers."""
    return Attempt.objects.assessed().filter(scenario_version=version)


def counts_of(version: ScenarioVersion, scenes: list[Scene], start: str, until: datetime) -> Counts:
    """What had happened on this version by `until`."""
    tries = tries_at(version).filter(started_at__lte=until)
    had_ended = Q(status__in=ENDED_STATUSES, finished_at__lte=until)
    ended = tries.filter(had_ended)
    by_status = {
        status: Count(number, people)
        for status, number, people in ended.values_list("status").annotate(CountOf("pk"), PEOPLE)
    }
    all_ended = ended.aggregate(tries=CountOf("pk"), people=PEOPLE)
    stood, standing = stood_at(tries.exclude(had_ended), scenes, start, until)
    return Counts(
        passed=by_status.get(Attempt.Status.PASSED, NONE),
        unpassed=by_status.get(Attempt.Status.FINISHED, NONE),
        ended=Count(**all_ended),
        moves=moves_in(ended),
        stood=stood,
        standing=standing,
        bands=bands_of(version, until),
        asked=standings_of(version, until) if any(each.question for each in scenes) else {},
    )


def moves_in(ended: QuerySet[Attempt]) -> dict[tuple[str, str], Count]:
    """How often each way out of a scene was taken in these tries; another try is a stay."""
    rows = (
        Answer.objects.filter(attempt__in=ended)
        .exclude(outcome=TRY_AGAIN)
        .order_by()
        .values_list("scene_key", "choice_key")
        .annotate(CountOf("pk"), CountOf("attempt__enrolment__person", distinct=True))
    )
    return {(scene, choice): Count(number, people) for scene, choice, number, people in rows}


def stood_at(
    open_: QuerySet[Attempt], scenes: list[Scene], start: str, until: datetime
) -> tuple[dict[str, Count], Count]:
    """Where these tries stood: there, where their last answer had led; still there, where it
    had left another try."""
    last = Answer.objects.filter(attempt=OuterRef("pk"), answered_at__lte=until).order_by("-step")
    placed = open_.annotate(
        last_scene=Subquery(last.values("scene_key")[:1]),
        last_choice=Subquery(last.values("choice_key")[:1]),
        last_outcome=Subquery(last.values("outcome")[:1]),
    )
    rows = placed.values_list("last_scene", "last_choice", "last_outcome").annotate(
        CountOf("pk"), PEOPLE
    )
    targets = {
        (scene.id, key): target for scene in scenes for key, _said, target in moves_of(scene)
    }
    tries: dict[str, int] = defaultdict(int)
    people: dict[str, int] = defaultdict(int)
    for scene, choice, outcome, number, persons in rows:
        stays = scene and outcome == TRY_AGAIN
        here = scene if stays else targets.get((scene, choice), start)
        tries[here] += number
        # Those who came by different ways may be the same: the least that it must have been.
        people[here] = max(people[here], persons)
    everyone: dict[str, Any] = open_.aggregate(tries=CountOf("pk"), people=PEOPLE)
    return {key: Count(tries[key], people[key]) for key in tries}, Count(**everyone)

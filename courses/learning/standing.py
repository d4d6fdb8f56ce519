"""What is on record for some enrolments, in three queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from courses.learning.models import Attempt, CheckAnswer, Enrolment, LessonProgress
from courses.learning.progress import Done

# By primary key of the enrolment: lesson and id of each check that has an answer.
Answered = Mapping[int, Iterable[tuple[str, str]]]


@dataclass
class Tries:
    """Tries at one scenario: the running one, and how many ended, passed or not."""

    running: UUID | None = None
    finished: int = 0
    passed: int = 0


@dataclass
class Standing:
    done: Done
    tries: dict[str, Tries] = field(default_factory=dict)

    def tries_at(self, scenario_key: str) -> Tries:
        return self.tries.get(scenario_key) or Tries()


def standing_of(
    enrolment: Enrolment, answered: Iterable[tuple[str, str]] | None = None
) -> Standing:
    """`answered`: lesson and id of each check, where the caller has read them already."""
    known = None if answered is None else {enrolment.pk: answered}
    return standings_of([enrolment], known)[enrolment.pk]


def standings_of(
    enrolments: Iterable[Enrolment], answered: Answered | None = None
) -> dict[int, Standing]:
    """The standing of each enrolment, by primary key."""
    keys = [each.pk for each in enrolments]
    if not keys:
        return {}
    lessons: dict[int, set[tuple[str, str]]] = defaultdict(set)
    checks: dict[int, set[tuple[str, str]]] = defaultdict(set)
    scenarios: dict[int, set[tuple[str, str]]] = defaultdict(set)
    tries: dict[int, dict[str, Tries]] = defaultdict(dict)
    for pk, key, lesson_hash in LessonProgress.objects.filter(enrolment__in=keys).values_list(
        "enrolment_id", "lesson_key", "lesson_hash"
    ):
        lessons[pk].add((str(key), lesson_hash))
    if answered is not None:
        checks.update({pk: set(known) for pk, known in answered.items()})
    else:
        for pk, key, check in CheckAnswer.objects.filter(enrolment__in=keys).values_list(
            "enrolment_id", "lesson_key", "check_key"
        ):
            checks[pk].add((str(key), check))
    rows = (
        Attempt.objects.assessed()
        .filter(enrolment__in=keys)
        .values_list("enrolment_id", "scenario_key", "scenario_version__hash", "status", "uuid")
    )
    for pk, scenario_key, version_hash, status, uuid in rows:
        if status == Attempt.Status.SET_ASIDE:
            continue
        scenario = str(scenario_key)
        here = tries[pk].setdefault(scenario, Tries())
        if status == Attempt.Status.RUNNING:
            here.running = uuid
            continue
        here.finished += 1
        if status == Attempt.Status.PASSED:
            here.passed += 1
            scenarios[pk].add((scenario, version_hash))
    return {
        pk: Standing(
            Done(frozenset(lessons[pk]), frozenset(checks[pk]), frozenset(scenarios[pk])),
            tries[pk],
        )
        for pk in keys
    }

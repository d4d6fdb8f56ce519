"""A person's certificates as their own page shows them: by course, what counts first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from accounts.people import User
from certification.actions.remind_holders import DAYS_BEFORE
from certification.facts import Facts
from certification.models import Appeal, CheckCount, Credential
from certification.standing.reading import Standing, standings_of
from certification.standing.state import State
from certification.standing.words import for_holder
from courses.content.models import CourseVersion

# What a course shows at once, in this order; the rest is folded in.
_NOW = [State.VALID, State.SUSPENDED, State.WAITING, State.EXPIRED, State.REVOKED]


@dataclass
class Held:
    """One certificate with what its holder is told of it and may do."""

    credential: Credential
    facts: Facts
    standing: Standing
    words: str
    checks: int
    is_made_anew: bool = False
    may_renew: bool = False
    open_request: Appeal | None = None
    last_answer: Appeal | None = None

    @property
    def may_appeal(self) -> bool:
        return self.standing.state in {State.SUSPENDED, State.REVOKED} and self._may_ask

    @property
    def may_ask_for_name(self) -> bool:
        wanted = {State.VALID, State.WAITING, State.EXPIRED}
        return self.standing.state in wanted and self._may_ask

    @property
    def _may_ask(self) -> bool:
        return self.open_request is None and not self.is_made_anew


@dataclass
class Course:
    """The certificates for one course."""

    title: str
    now: list[Held] = field(default_factory=list)
    earlier: list[Held] = field(default_factory=list)


def held_by(person: User) -> list[Course]:
    """All that a person holds. Queries do not grow with the number of certificates."""
    rows = list(
        Credential.objects.filter(holder=person)
        .exclude(standing=Credential.Standing.PREPARING)
        .prefetch_related("files", "appeals")
        .order_by("-issued_at", "-pk")
    )
    return _by_course(held(rows))


def held(rows: list[Credential]) -> list[Held]:
    """What the holder is told of each of these."""
    standings = standings_of(rows)
    keys = [each.pk for each in rows]
    counts = dict(
        CheckCount.objects.filter(credential__in=keys).values_list("credential_id", "number")
    )
    anew = set(
        Credential.objects.filter(
            supersedes__in=keys, standing=Credential.Standing.PREPARING
        ).values_list("supersedes_id", flat=True)
    )
    offered = set(
        CourseVersion.objects.filter(
            course_key__in={each.course_key for each in rows}, is_current=True
        ).values_list("course_key", flat=True)
    )
    soon = timezone.localdate() + timedelta(days=DAYS_BEFORE)
    result = []
    for each in rows:
        standing = standings[each.pk]
        asked = list(each.appeals.all())
        ends_soon = each.valid_until is not None and each.valid_until <= soon
        current = standing.state in {State.VALID, State.EXPIRED} and standing.renewal is None
        result.append(
            Held(
                each,
                each.facts(),
                standing,
                for_holder(each, standing),
                counts.get(each.pk, 0),
                is_made_anew=each.pk in anew,
                may_renew=current and ends_soon and each.course_key in offered,
                open_request=next((one for one in asked if not one.outcome), None),
                last_answer=next((one for one in asked if one.outcome), None),
            )
        )
    return result


def _by_course(everything: Iterable[Held]) -> list[Course]:
    courses: dict[object, Course] = {}
    for each in everything:
        key = each.credential.course_key
        course = courses.setdefault(key, Course(each.facts.course_title))
        stale = each.standing.state == State.REVOKED and course.now
        place = course.now if each.standing.state in _NOW and not stale else course.earlier
        place.append(each)
    for course in courses.values():
        course.now.sort(key=lambda each: _NOW.index(each.standing.state))
        counts = any(each.standing.state == State.VALID for each in course.now)
        if counts:  # what has ended is no longer news beside what counts
            ended = [each for each in course.now if each.standing.state == State.EXPIRED]
            course.now = [each for each in course.now if each not in ended]
            course.earlier = ended + course.earlier
    return list(courses.values())

"""The courses that a person may make certificates for, each with what is set for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Person
from certification.achievements.boards import BOARDS, missing_fields
from certification.achievements.terms import terms_of
from certification.models import Achievement
from certification.rules import courses_to_certify
from courses.content.models import CourseVersion


@dataclass(frozen=True)
class CourseRow:
    """A course in the list. `tasks` are sentences that say what is to be done."""

    key: UUID
    title: str
    achievements: list[Achievement]
    tasks: list[str]


def course_rows(person: Person) -> list[CourseRow]:
    """Those with something to do first, then by title. The same few queries for any number."""
    titles: dict[UUID, str] = {}
    for key, title in (
        courses_to_certify(person).order_by("pk").values_list("translation_key", "title")
    ):
        titles.setdefault(key, title)
    achievements: dict[UUID, list[Achievement]] = {}
    for each in Achievement.objects.filter(course_key__in=titles).order_by("language"):
        achievements.setdefault(each.course_key, []).append(each)
    credited = {
        key
        for key, lines in CourseVersion.objects.filter(
            course_key__in=titles, is_current=True
        ).values_list("course_key", "credit_lines")
        if lines
    }
    rows = [
        CourseRow(
            key,
            title,
            achievements.get(key, []),
            [
                task
                for each in achievements.get(key, [])
                for task in tasks_of(each, key in credited)
            ],
        )
        for key, title in titles.items()
    ]
    return sorted(rows, key=lambda row: (not row.tasks, row.title.casefold()))


def tasks_of(achievement: Achievement, credited: bool) -> Iterable[str]:
    """What keeps certificates from being issued as the achievement stands."""
    today = timezone.localdate()
    ends = achievement.validity_date if achievement.validity == "fixed" else None
    if ends is not None and ends < today:
        yield _("Its fixed date has passed. Nothing is issued until you set a new one.")
    if achievement.board not in BOARDS:
        return
    if missing_fields(achievement.board, dict(terms_of(achievement, []).board_fields)):
        yield _("Something that the board wants is missing. Nothing is issued until it is there.")
    if BOARDS[achievement.board].needs_credit and not credited:
        yield credit_task()


def credit_task() -> str:
    return _(
        "The board wants the number of contact hours. Add a credit line to the course page and "
        "publish it; nothing is issued until then."
    )


def validity_words(achievement: Any) -> str:
    """How long its certificates hold, in words."""
    amount = achievement.validity_amount or 0
    if achievement.validity == "days":
        return ngettext("%d day", "%d days", amount) % amount
    if achievement.validity == "months":
        return ngettext("%d month", "%d months", amount) % amount
    if achievement.validity == "years":
        return ngettext("%d year", "%d years", amount) % amount
    if achievement.validity == "fixed" and achievement.validity_date:
        return _("until %(day)s") % {"day": date_format(achievement.validity_date, "j F Y")}
    return _("no end date")


def version_for(page: Any) -> Any:
    """The course as published, or what its page says where it is not published yet."""
    language = page.locale.language_code
    found = CourseVersion.objects.filter(
        course_key=page.translation_key, language=language, is_current=True
    ).first()
    return found or SimpleNamespace(
        course_key=page.translation_key,
        title=page.title,
        number=1,
        hash="0" * 64,
        language=language,
        scenarios={},
        minutes=page.minutes,
        law_date=page.law_date,
        jurisdiction=page.jurisdiction,
        profession=page.profession,
        credit_lines=[],
    )

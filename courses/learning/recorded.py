"""What learning records, from the real fields, so that the page cannot fall behind (T29)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.learning.models import (
    Answer,
    Attempt,
    CheckAnswer,
    Completion,
    Enrolment,
    LessonProgress,
)
from media.models import ActivityResult, ActivityState
from statements.models import SetAside, Sharing, Statement

Words = str | Promise

ONLY_YOU = _("You alone. No manager, trainer or colleague is shown it.")
COUNTED = _(
    "You alone see yours. Trainers see how many people went which way, how many answered a "
    "question well, and how many passed: never fewer than five together, and never a name. "
    "Practice is not counted, not even as a number."
)
OFFICIAL = _("You. Your organisation may see that you joined or completed a course, and when.")
OFFICIAL_ONES = _(
    "You. Of these, only that you completed or passed may be shown to anyone else, unless you "
    "agreed that your own entries are passed on."
)
AGREED = _("You. The log that administrators may read says when you agreed or stopped.")
REFUSED = _("Administrators: the number of the entry, and when and why it was refused.")
UNTIL_STOPPED = _("Until you stop, or erase your account.")
UNTIL_TAKEN = _("Until the store takes the entry, or it is erased.")
UNTIL_ERASED = _("Until you erase your account.")
UNLESS_COMPLETED = _(
    "Until you erase your account. A completed one stays, and nothing in it leads to you."
)
UNLESS_OFFICIAL = _(
    "Until you erase your account. That somebody completed or passed stays, under a new number "
    "that stands for nobody."
)
KEPT = _(
    "For good, so that a certificate can be checked. Once you erase your account, nothing in it "
    "leads to you."
)


@dataclass(frozen=True)
class Record:
    """One kind of record in plain words; `fields` are pairs of name and meaning."""

    title: Words
    who_sees: Words
    how_long: Words
    fields: tuple[tuple[Words, Words], ...]


# Every model of this app and of the record has its row: a test compares.
KINDS: tuple[tuple[type[Model], Words, Words], ...] = (
    (Enrolment, OFFICIAL, UNLESS_COMPLETED),
    (LessonProgress, ONLY_YOU, UNTIL_ERASED),
    (CheckAnswer, ONLY_YOU, UNTIL_ERASED),
    (Attempt, COUNTED, UNTIL_ERASED),
    (Answer, COUNTED, UNTIL_ERASED),
    (ActivityResult, ONLY_YOU, UNTIL_ERASED),
    (ActivityState, ONLY_YOU, UNTIL_ERASED),
    (Completion, OFFICIAL, KEPT),
    (Statement, OFFICIAL_ONES, UNLESS_OFFICIAL),
    (Sharing, AGREED, UNTIL_STOPPED),
    (SetAside, REFUSED, UNTIL_TAKEN),
)

NEVER: tuple[Words, ...] = (
    _("Which version of a text you read: full, softer or summary."),
    _("When you took a break, or that you used the exit."),
    _("Anything that you think or write for yourself in a reflection."),
)


def recorded() -> list[Record]:
    return [
        Record(model._meta.verbose_name_plural or "", who_sees, how_long, tuple(described(model)))
        for model, who_sees, how_long in KINDS
    ]


def described(model: type[Model]) -> list[tuple[Words, Words]]:
    """Every column but the row's own number."""
    return [
        (field.verbose_name, field.help_text)
        for field in model._meta.get_fields()
        if isinstance(field, Field) and not field.primary_key
    ]

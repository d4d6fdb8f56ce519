"""What can be earned: how the certificates of a course are worded, laid out, signed, and end."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Achievement(models.Model):
    """What the certificates of one course say. A certificate takes a copy when it is issued.

    Nothing issued ever reads this row again, so it may be changed or deleted at any time.
    """

    class Kind(models.TextChoices):
        BY_COURSE = "", _("As the course is: achievement where a scenario is passed")
        ATTENDANCE = "attendance", _("Attendance")
        ACHIEVEMENT = "achievement", _("Achievement")

    class Validity(models.TextChoices):
        NONE = "none", _("No end date")
        DAYS = "days", _("A number of days")
        MONTHS = "months", _("A number of months")
        YEARS = "years", _("A number of years")
        FIXED = "fixed", _("Until a fixed date")

    class Renewal(models.TextChoices):
        AT_ONCE = "at-once", _("On the day it is issued")
        AFTER = "after", _("On the day after the old one ends")

    class Board(models.TextChoices):
        NONE = "", _("No board")
        CALIFORNIA_NURSING = "ca-brn", _("California Board of Registered Nursing (16 CCR §1458)")
        TEXAS_HEALTH = "tx-hhsc", _("Texas Health and Human Services (26 TAC §370.1)")

    class Layout(models.TextChoices):
        WAY = "way", _("With the way, in colour")
        PLAIN = "plain", _("Plain, saves ink")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course_key = models.UUIDField(_("course"))
    language = models.CharField(
        _("language"),
        max_length=20,
        blank=True,
        help_text=_("Left empty, it holds for every language of the course."),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, blank=True, default=Kind.BY_COURSE
    )
    validity = models.CharField(
        _("how long it holds"), max_length=10, choices=Validity.choices, default=Validity.NONE
    )
    validity_amount = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)
    validity_date = models.DateField(_("last valid day"), null=True, blank=True)
    renewal = models.CharField(
        _("a renewal begins"), max_length=10, choices=Renewal.choices, default=Renewal.AT_ONCE
    )
    board = models.CharField(_("board"), max_length=20, choices=Board.choices, blank=True)
    # What the board wants on the paper and only the provider knows, such as its provider number.
    board_fields = models.JSONField(_("for the board"), default=dict, blank=True)
    layout = models.CharField(
        _("layout"), max_length=10, choices=Layout.choices, default=Layout.WAY
    )
    heading = models.CharField(_("heading"), max_length=120, blank=True)
    lead = models.CharField(_("line above the name"), max_length=200, blank=True)
    completed = models.CharField(_("line above the course"), max_length=200, blank=True)
    note = models.CharField(_("note at the foot"), max_length=400, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["course_key", "language"], name="certification_achievement_once"
            ),
            models.CheckConstraint(
                condition=(
                    Q(validity="none")
                    | Q(validity="fixed", validity_date__isnull=False)
                    | Q(validity__in=["days", "months", "years"], validity_amount__gte=1)
                ),
                name="certification_validity_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_key} {self.language}".strip()


class Signatory(models.Model):
    """Somebody who stands for the course on its certificates, with a picture of the signature."""

    achievement = models.ForeignKey(
        Achievement, on_delete=models.CASCADE, related_name="signatories"
    )
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=160, blank=True)
    image = models.ForeignKey(
        "media.CourseImage",
        verbose_name=_("picture of the signature"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The picture as it is printed, made when the achievement is saved.
    kept = models.ForeignKey(
        "certification.KeptImage", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class KeptImage(models.Model):
    """A picture as it was printed on certificates, kept for those that are issued again."""

    sha256 = models.CharField(max_length=64, unique=True)
    data = models.BinaryField()

    class Meta:
        verbose_name = _("kept picture")
        verbose_name_plural = _("kept pictures")

    def __str__(self) -> str:
        return self.sha256[:16]


class LicenceNumber(models.Model):
    """A learner's licence number for one board, encrypted with the master key. Never public."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="licence_numbers"
    )
    board = models.CharField(_("board"), max_length=20, choices=Achievement.Board.choices)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("licence number")
        verbose_name_plural = _("licence numbers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "board"], name="certification_licence_once")
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.person_id}"

"""What was published, frozen: rows that enrolments, attempts and certificates refer to.

Each row is found by the SHA-256 of its own content (canonical JSON), so that compiling the same
words twice gives the same row, and no row ever changes.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FrozenQuerySet(models.QuerySet[Any]):
    """Refuses to change rows in bulk, apart from the flag that says which one is offered now."""

    def update(self, **values: Any) -> int:
        if set(values) - {"is_current"}:
            raise TypeError("A published version cannot be changed.")
        return super().update(**values)


class Frozen(models.Model):
    """A row that can be added, and deleted while nothing refers to it, but never changed."""

    hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A published version cannot be changed.")
        super().save(*args, **kwargs)


class ScenarioVersion(Frozen):
    """A scenario as it was published. Its scenes are rows of their own: a step reads one."""

    page_key = models.UUIDField(db_index=True)
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=20)
    head = models.JSONField()
    note = models.JSONField(null=True)
    is_current = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("scenario version")
        verbose_name_plural = _("scenario versions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["page_key", "language"],
                condition=Q(is_current=True),
                name="content_one_current_scenario",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.hash[:8]})"


class SceneRow(models.Model):
    """One scene of a scenario version, as the engine reads it."""

    version = models.ForeignKey(ScenarioVersion, on_delete=models.CASCADE, related_name="scenes")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    data = models.JSONField()

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("scene")
        verbose_name_plural = _("scenes")
        ordering: ClassVar[list[str]] = ["version", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "key"], name="content_scene_once")
        ]

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A published scene cannot be changed.")
        super().save(*args, **kwargs)


class LessonVersion(Frozen):
    """A lesson as it was published. `checks` holds the answers: it stays on the server."""

    lesson_key = models.UUIDField(db_index=True)
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=20)
    body = models.JSONField()
    note = models.JSONField(null=True)
    minutes = models.PositiveSmallIntegerField()
    checks = models.JSONField()

    class Meta:
        verbose_name = _("lesson version")
        verbose_name_plural = _("lesson versions")

    def __str__(self) -> str:
        return f"{self.title} ({self.hash[:8]})"


class CourseVersion(Frozen):
    """A course as it was published: what a learner enrols on and a certificate speaks of."""

    course_key = models.UUIDField(db_index=True)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=20)
    audience = models.CharField(max_length=255)
    profession = models.CharField(max_length=20, blank=True)
    minutes = models.PositiveIntegerField()
    summary = models.TextField(blank=True)
    description = models.TextField(blank=True)
    law_date = models.DateField(null=True)
    jurisdiction = models.CharField(max_length=200, blank=True)
    content_notes = models.JSONField()
    objectives = models.JSONField()
    credit_lines = models.JSONField()
    sources = models.JSONField()
    authors = models.TextField(blank=True)
    licence = models.CharField(max_length=200, blank=True)
    outline = models.JSONField()
    scenarios = models.JSONField()
    rule = models.JSONField()
    is_current = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("course version")
        verbose_name_plural = _("course versions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["course_key", "language"],
                condition=Q(is_current=True),
                name="content_one_current_course",
            ),
            models.UniqueConstraint(
                fields=["course_key", "language", "number"], name="content_course_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"


class CourseVersionLesson(models.Model):
    """Which lesson version stands where in a course version; it keeps the lesson from deletion."""

    course_version = models.ForeignKey(
        CourseVersion, on_delete=models.CASCADE, related_name="lesson_rows"
    )
    position = models.PositiveIntegerField()
    lesson_version = models.ForeignKey(LessonVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["course_version", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["course_version", "position"], name="content_lesson_place_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_version_id}: {self.position}"


class CourseVersionScenario(models.Model):
    """Which scenario versions a course version plays; it keeps them from deletion."""

    course_version = models.ForeignKey(
        CourseVersion, on_delete=models.CASCADE, related_name="scenario_rows"
    )
    scenario_version = models.ForeignKey(
        ScenarioVersion, on_delete=models.PROTECT, related_name="course_rows"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["course_version", "scenario_version"], name="content_scenario_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_version_id}: {self.scenario_version_id}"


class UsedFile(models.Model):
    """An uploaded file that a published version shows: it may be neither deleted nor replaced."""

    image = models.OneToOneField(
        "media.CourseImage", null=True, on_delete=models.PROTECT, related_name="published_use"
    )
    recording = models.OneToOneField(
        "media.Recording", null=True, on_delete=models.PROTECT, related_name="published_use"
    )
    document = models.OneToOneField(
        "media.CourseDocument", null=True, on_delete=models.PROTECT, related_name="published_use"
    )
    activity_version = models.OneToOneField(
        "media.ActivityVersion",
        null=True,
        on_delete=models.PROTECT,
        related_name="published_use",
    )

    class Meta:
        verbose_name = _("file in use")
        verbose_name_plural = _("files in use")

    def __str__(self) -> str:
        return str(self.image or self.recording or self.document or self.activity_version)

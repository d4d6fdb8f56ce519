"""H5P activities: what a trainer uploaded, each upload an immutable version."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """An unguessable part of an address: 192 random bits."""
    return secrets.token_urlsafe(24)


class Library(models.Model):
    """One tree of library files, stored once, whoever brought it. It is never replaced."""

    tree = models.CharField(_("hash of its files"), max_length=64, unique=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    name = models.CharField(_("name"), max_length=255)
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    patch = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=255)
    licence = models.CharField(_("licence"), max_length=255, blank=True)
    author = models.CharField(_("author"), max_length=255, blank=True)
    # Paths in the tree, in the order in which they are loaded.
    scripts = models.JSONField(default=list)
    styles = models.JSONField(default=list)
    # [["H5P.Text", 1, 1], …]
    needs = models.JSONField(default=list)
    runnable = models.BooleanField(default=False)
    fullscreen = models.BooleanField(default=False)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    # For packages that come without libraries; an administrator decides.
    curated = models.BooleanField(_("in the curated set"), default=False)
    created_at = models.DateTimeField(_("stored"), auto_now_add=True)

    class Meta:
        verbose_name = _("H5P library")
        verbose_name_plural = _("H5P libraries")
        ordering: ClassVar[list[str]] = ["name", "-major", "-minor", "-patch"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["name", "major", "minor"],
                condition=Q(curated=True),
                name="media_one_curated_library",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.major}.{self.minor}.{self.patch}"

    @property
    def folder(self) -> str:
        """The name under which an activity looks for it."""
        return f"{self.name}-{self.major}.{self.minor}"

    def storage_path(self, path: str) -> str:
        return f"libraries/{self.token}/{path}"


class Activity(models.Model):
    """An activity in the trainers' library. Lessons show one of its versions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=255)
    text_alternative = models.TextField(
        _("text alternative"),
        help_text=_(
            "What a learner who cannot use it should read instead: its content and its point, in "
            "plain words."
        ),
    )
    credit_note = models.TextField(
        _("note on its credits"),
        blank=True,
        help_text=_(
            "Shown beside the licence and the authors that the package names; for instance who "
            "gave leave to use it, or who translated it."
        ),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("H5P activity")
        verbose_name_plural = _("H5P activities")
        ordering: ClassVar[list[str]] = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def newest(self) -> ActivityVersion | None:
        """The version that a lesson shows when it is published now."""
        return self.versions.filter(state="ready", swept_at=None).order_by("number").last()


class ActivityVersion(models.Model):
    """One uploaded package. What it holds never changes; only its way to being ready does."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be unpacked")
        UNPACKING = "unpacking", _("Being unpacked")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled")

    class Reports(models.TextChoices):
        SCORE = "score", _("A score")
        FINISHED = "finished", _("That it was finished")
        VIEWED = "viewed", _("Only that it was opened")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    package_size = models.PositiveBigIntegerField(_("size"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    # Which try at unpacking has it now; another that goes on beside it finds out and stops.
    claim = models.CharField(max_length=40, blank=True, editable=False)
    # Bytes that came out so far, and those that the package says it holds.
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    # Sentences, in the uploader's language.
    problems = models.JSONField(_("what is wrong"), default=list)
    title = models.CharField(_("title in the package"), max_length=255)
    language = models.CharField(_("language"), max_length=20, blank=True)
    main = models.CharField(_("type"), max_length=255)
    # What the main library calls itself: “Multiple choice”.
    main_title = models.CharField(max_length=255, blank=True)
    main_major = models.PositiveIntegerField(default=0)
    main_minor = models.PositiveIntegerField(default=0)
    reports = models.CharField(
        _("reports"), max_length=10, choices=Reports.choices, default=Reports.VIEWED
    )
    # {"licence", "licence_version", "authors": [{"name", "role"}], "source", "years"}
    credits = models.JSONField(_("credits"), default=dict)
    # Hosts from which it would show something, which no activity may ask.
    outside = models.JSONField(default=list)
    # Below the address of its files: a picture in it or the symbol of its type, where it has one.
    picture = models.CharField(max_length=1100, blank=True)
    content_tree = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("unpacked size"), default=0)
    libraries: models.ManyToManyField[Library, VersionLibrary] = models.ManyToManyField(
        Library, through="VersionLibrary", related_name="versions"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    # Set when its author has seen it play; without it no lesson with it can be published.
    played_at = models.DateTimeField(_("tried"), null=True)
    last_used_at = models.DateTimeField(_("last played"), null=True, db_index=True)
    # The files of a version that nobody needs any more were taken away.
    swept_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("version of an H5P activity")
        verbose_name_plural = _("versions of H5P activities")
        ordering: ClassVar[list[str]] = ["activity", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["activity", "number"], name="media_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"

    @property
    def package_path(self) -> str:
        """Where the package lies as it was uploaded."""
        return f"packages/{self.token}.h5p"

    @property
    def folder(self) -> str:
        """Where its own files lie, and those made from its libraries."""
        return f"versions/{self.token}"

    def storage_path(self, path: str) -> str:
        """Where a file of its own lies; `path` as in the package, such as content/content.json."""
        return f"{self.folder}/{path}"

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0


class VersionLibrary(models.Model):
    """Which tree a version uses for a library, and in which place it is loaded."""

    version = models.ForeignKey(
        ActivityVersion, on_delete=models.CASCADE, related_name="library_rows"
    )
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="version_rows")
    position = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["version", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "library"], name="media_library_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.library_id}"

"""Activities as the library lists them. The same few queries for any number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from media.models import Activity, ActivityVersion

State = ActivityVersion.State
# Nothing that the list does not show: problems and credits may be long.
COLUMNS = (
    "activity_id", "number", "token", "state", "done", "total", "title", "main", "main_title",
    "package_size", "size", "picture", "played_at", "last_used_at", "swept_at", "uploaded_at",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """`version` is the newest upload, `playing` the newest that can be played."""

    activity: Activity
    version: ActivityVersion
    playing: ActivityVersion | None
    lessons: int
    last_played: datetime | None

    @property
    def kind(self) -> str:
        return kind_words(self.version)

    @property
    def state(self) -> str:
        return state_words(self.version)

    @property
    def picture(self) -> str:
        return picture_address(self.playing)

    @property
    def needs_trying(self) -> bool:
        return self.playing is not None and self.playing.played_at is None

    @property
    def is_under_way(self) -> bool:
        return self.version.state in {State.WAITING, State.UNPACKING}


def found(words: str = "") -> QuerySet[Activity]:
    """Activities by their title or their type; the newest first."""
    rows = Activity.objects.order_by("-created_at", "-pk")
    if words:
        by_type = ActivityVersion.objects.filter(
            Q(main__icontains=words) | Q(main_title__icontains=words)
        )
        rows = rows.filter(Q(title__icontains=words) | Q(pk__in=by_type.values("activity_id")))
    versions = ActivityVersion.objects.only(*COLUMNS).order_by("-number")
    return rows.prefetch_related(Prefetch("versions", queryset=versions))


def rows_of(activities: Iterable[Activity]) -> list[Row]:
    """Of activities from `found`. None has no version: the first comes with it."""
    listed = list(activities)
    counts = lesson_counts(listed)
    return [
        row_of(each, versions, counts.get(each.pk, 0))
        for each in listed
        if (versions := list(each.versions.all()))
    ]


def row_of(activity: Activity, versions: Sequence[ActivityVersion], lessons: int = 0) -> Row:
    """`versions`: at least one, the newest first."""
    ready = [each for each in versions if each.state == State.READY and not each.swept_at]
    played = [each.last_used_at for each in versions if each.last_used_at]
    return Row(
        activity, versions[0], ready[0] if ready else None, lessons, max(played, default=None)
    )


def lesson_counts(activities: Iterable[Activity]) -> dict[int, int]:
    """In how many pages each stands."""
    counted = (
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(Activity),
            to_object_id__in=[str(each.pk) for each in activities],
        )
        .values("to_object_id")
        .annotate(pages=Count("object_id", distinct=True))
    )
    return {int(each["to_object_id"]): each["pages"] for each in counted}


def kind_words(version: ActivityVersion) -> str:
    """The type as the content type calls itself, or made from its name: “Multi choice”."""
    if version.main_title:
        return version.main_title
    short = version.main.removeprefix("H5P.")
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", short).split(" ")
    return " ".join([parts[0], *(part.lower() for part in parts[1:])])


def state_words(version: ActivityVersion) -> str:
    if version.state == State.READY:
        if version.swept_at:
            return _("Taken away, since nobody needed it")
        return _("Ready for lessons") if version.played_at else _("Ready: try it once")
    if version.state == State.UNPACKING:
        return _("Being unpacked: %(percent)d %%") % {"percent": version.percent}
    return str(State(version.state).label)


def picture_address(version: ActivityVersion | None) -> str:
    if version is None or not version.picture:
        return ""
    return reverse("activities:file", args=[version.token, version.picture])

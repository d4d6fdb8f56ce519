"""Where an activity is used: pages that hold it, and what other apps tell of its versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page, ReferenceIndex

from media.activity_use import Told, needed, told
from media.models import Activity


@dataclass(frozen=True)
class Use:
    """`pages` hold it as they stand in the editor; `kept` is whether it may not be deleted."""

    pages: list[Any]
    told: list[Told]
    kept: bool

    @property
    def is_none(self) -> bool:
        return not self.pages and not any(each.number for each in self.told)


def use_of(activity: Activity) -> Use:
    versions = dict(activity.versions.values_list("pk", "token"))
    keys = [
        int(key)
        for key in ReferenceIndex.get_references_to(activity)
        .values_list("object_id", flat=True)
        .distinct()
        if key.isdigit()
    ]
    return Use(
        pages=list(Page.objects.filter(pk__in=keys).order_by("title", "pk")),
        told=told(list(versions.values())),
        kept=bool(needed(versions)),
    )

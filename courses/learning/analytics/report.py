"""The flow through one published version of a scenario, as its trainers may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from courses.content.models import ScenarioVersion, SceneRow
from courses.learning.analytics.counting import counted_until, counts_of
from courses.learning.analytics.flow import Flow, flow_of
from courses.learning.versions import published_head
from courses.scenarios.graph import Scene, scene_from_json


@dataclass(frozen=True)
class Report:
    """`flow` is None until five learners have reached an ending."""

    version: ScenarioVersion
    scenes: tuple[Scene, ...]
    until: datetime | None
    flow: Flow | None


def report_of(version: ScenarioVersion) -> Report:
    """Made anew each time, in a number of queries that tries do not change."""
    scenes = tuple(
        scene_from_json(data)
        for data in SceneRow.objects.filter(version=version)
        .order_by("position")
        .values_list("data", flat=True)
    )
    until = counted_until(version)
    if until is None:
        return Report(version, scenes, None, None)
    start = published_head(version.hash).head.start
    counts = counts_of(version, list(scenes), start, until)
    return Report(version, scenes, until, flow_of(scenes, start, counts))

"""Where a scenario is used: lessons, courses with their versions, and what other apps count.

Content does not know who learns. Apps that do register a counter when they start up:

    usage.counts_scenario_use(running_attempts)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wagtail.models import ReferenceIndex

from courses.content.models import CourseVersionScenario, ScenarioVersion

# Takes the scenario's key; gives what is counted, in words, and how many.
Counter = Callable[[UUID], tuple[str, int]]
_counters: list[Counter] = []


def counts_scenario_use(counter: Counter) -> Counter:
    """Registers a counter, once. Fit for use as a decorator."""
    if counter not in _counters:
        _counters.append(counter)
    return counter


@dataclass(frozen=True)
class Usage:
    """`versions` is how many were published, `courses` the titles of those that play it now with
    their numbers, `lessons` the pages that refer to it, `counts` what others have counted."""

    versions: int
    courses: list[str] = field(default_factory=list)
    lessons: list[Any] = field(default_factory=list)
    counts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def in_use(self) -> bool:
        return bool(self.courses or self.lessons or any(number for _name, number in self.counts))


def used_in(page: Any) -> Usage:
    """Where the scenario of `page` is used, in any version of it."""
    key = page.translation_key
    rows = (
        CourseVersionScenario.objects.filter(
            scenario_version__page_key=key, course_version__is_current=True
        )
        .select_related("course_version")
        .order_by("course_version__title")
    )
    lessons = [source for source, _found in ReferenceIndex.get_grouped_references_to(page)]
    return Usage(
        versions=ScenarioVersion.objects.filter(page_key=key).count(),
        courses=list(dict.fromkeys(str(row.course_version) for row in rows)),
        lessons=sorted(filter(None, lessons), key=str),
        counts=[counter(key) for counter in _counters],
    )

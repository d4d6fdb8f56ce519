"""Queries per request, counted in this process with everything warm that stays warm."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.load import Request
from bench.seed import Learner, World
from bench.visits import Visit
from courses.learning.versions import scene_of


def queries(visits: Sequence[Visit], learners: Sequence[Learner], world: World) -> dict[str, int]:
    """Statements of SQL per request, with BEGIN and COMMIT; not the first learner's, who warms
    what the process keeps.

    A scene that this process has not shown before takes one more query. Raises SystemExit where
    a page does not answer as expected, or learners get different numbers.
    """
    for story in world.stories.values():
        for key in story.scenes.values_list("key", flat=True):
            scene_of(story.hash, key)
    counted = {}
    for visit in visits:
        _warming, *others = (count(visit.build(each, 0)) for each in learners)
        if len(set(others)) != 1:
            raise SystemExit(f"{visit.title}: not every learner costs the same queries: {others}")
        counted[visit.key] = others[0]
    return counted


def count(request: Request) -> int:
    client = Client(enforce_csrf_checks=True)
    headers = {**request.headers, "Cookie": request.cookie}
    content = "application/x-www-form-urlencoded"
    with CaptureQueriesContext(connection) as captured:
        response = client.generic(
            request.method, request.path, request.body, content_type=content, headers=headers
        )
    if response.status_code != request.expected:
        detail = response.headers.get("Location") or response.content[:300]
        raise SystemExit(f"{request.method} {request.path}: {response.status_code} {detail!r}")
    return len(captured.captured_queries)

"""How the questions of a version stood when each visit to their scene was over.

The answer that ends a visit says of each question whether it was answered well at the first try,
at a later one or never, so that no try need be compared with another here.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import connection

from courses.content.models import ScenarioVersion
from courses.learning.analytics.counts import Count
from courses.learning.models import Answer, Attempt, Enrolment

# The rows of a JSON list, which the ORM cannot say, and a field of such a row.
ITEMS = {
    "sqlite": "JSON_EACH(answer.asked, '$.questions')",
    "postgresql": "JSONB_ARRAY_ELEMENTS(answer.asked -> 'questions')",
}
FIELDS = {
    "sqlite": "JSON_EXTRACT(item.value, '$.{name}')",
    "postgresql": "item.value ->> '{name}'",
}

QUERY = """
    SELECT answer.scene_key, {id}, {standing}, answer.outcome,
        COUNT(*), COUNT(DISTINCT enrolment.person_id)
    FROM {answers} answer
    JOIN {attempts} attempt ON attempt.id = answer.attempt_id
    JOIN {enrolments} enrolment ON enrolment.id = attempt.enrolment_id
    CROSS JOIN {items} item
    WHERE attempt.scenario_version_id = %s AND attempt.mode = 'assessed'
        AND attempt.status IN ('passed', 'finished')
        AND attempt.finished_at <= %s
        AND answer.outcome IN ('solved', 'review')
    GROUP BY 1, 2, 3, 4
"""


def standings_of(
    version: ScenarioVersion, until: datetime
) -> dict[tuple[str, str], dict[tuple[str, str], Count]]:
    """Scene and question → standing and outcome → visits, in tries that had ended by `until`."""
    query = QUERY.format(
        items=ITEMS[connection.vendor],
        id=FIELDS[connection.vendor].format(name="id"),
        standing=FIELDS[connection.vendor].format(name="standing"),
        answers=Answer._meta.db_table,
        attempts=Attempt._meta.db_table,
        enrolments=Enrolment._meta.db_table,
    )
    found: dict[tuple[str, str], dict[tuple[str, str], Count]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(query, [version.pk, connection.ops.adapt_datetimefield_value(until)])
        for scene, question, standing, outcome, visits, people in cursor.fetchall():
            found[scene, question][standing, outcome] = Count(visits, people)
    return dict(found)

"""About how long a decision takes in each scene, in bands.

Measured between two answers. A break is part of that, and is nobody's business: whatever is
longer than the last bound is in the last band, and no single time is given to anyone.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import connection

from courses.content.models import ScenarioVersion
from courses.learning.models import Answer, Attempt

# Upper bounds in seconds, the last band being open.
BOUNDS = (15, 30, 60, 120, 300, 600)

SECONDS = {
    "sqlite": "(julianday({later}) - julianday({earlier})) * 86400",
    "postgresql": "EXTRACT(EPOCH FROM ({later} - {earlier}))",
}

# A window inside an aggregate, which the ORM cannot say.
QUERY = """
    SELECT scene_key, {band} AS band, COUNT(*)
    FROM (
        SELECT answer.scene_key AS scene_key, answer.answered_at AS later,
            COALESCE(
                LAG(answer.answered_at) OVER (PARTITION BY answer.attempt_id ORDER BY answer.step),
                attempt.started_at
            ) AS earlier
        FROM {answers} answer
        JOIN {attempts} attempt ON attempt.id = answer.attempt_id
        WHERE attempt.scenario_version_id = %s AND attempt.mode = 'assessed'
            AND attempt.status IN ('passed', 'finished')
            AND attempt.finished_at <= %s
    ) pairs
    GROUP BY scene_key, band
"""


def band_of(seconds: float) -> int:
    """The band that a time falls in."""
    return sum(seconds >= bound for bound in BOUNDS)


def bands_of(version: ScenarioVersion, until: datetime) -> dict[str, dict[int, int]]:
    """Scene → band → answers, over tries that had ended by `until`; one query."""
    seconds = SECONDS[connection.vendor].format(later="later", earlier="earlier")
    cases = " ".join(f"WHEN {seconds} < {bound} THEN {band}" for band, bound in enumerate(BOUNDS))
    query = QUERY.format(
        band=f"CASE {cases} ELSE {len(BOUNDS)} END",
        answers=Answer._meta.db_table,
        attempts=Attempt._meta.db_table,
    )
    found: dict[str, dict[int, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(query, [version.pk, connection.ops.adapt_datetimefield_value(until)])
        for scene, band, number in cursor.fetchall():
            found[scene][band] = number
    return dict(found)

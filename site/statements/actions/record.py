"""Add one statement to the learning record."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from statements.activities import Activity, home_page
from statements.models import Statement, Tier
from statements.vocabulary import Verb

# Any fixed value will do: it only has to stay the same for ever.
NAMESPACE = uuid.UUID("5f0dcbf5-6ff3-4bf5-9d2c-6b8f0c5d3a11")


def statement_id_of(*parts: object) -> uuid.UUID:
    """The number of the statement that `parts` name; equal parts, equal number."""
    return uuid.uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts))


def record(
    actor: uuid.UUID,
    verb: Verb,
    activity: Activity,
    *,
    once_by: tuple[object, ...],
    registration: uuid.UUID | None = None,
    result: Mapping[str, Any] | None = None,
    parent: Activity | None = None,
    grouping: Activity | None = None,
    extensions: Mapping[str, Any] | None = None,
    tier: Tier = Tier.LEARNER,
    timestamp: datetime | None = None,
) -> uuid.UUID:
    """Write that `actor` (an account's uuid) did `verb` to `activity`; gives the statement's id.

    `once_by` names the event, such as (attempt uuid, step): together with the verb it makes the
    statement's id, and a second call for the same event writes nothing. Call it within the
    transaction of the change that it reports. `extensions` are keyed by short words and become
    addresses under the site's own. Nothing about how a text was read, about breaks or exits may
    be handed in.
    """
    statement_id = statement_id_of(verb.iri, *once_by)
    related = {
        key: [{"objectType": "Activity", "id": other.id}]
        for key, other in (("parent", parent), ("grouping", grouping))
        if other is not None
    }
    context: dict[str, Any] = {"language": activity.language, "platform": "Waymark"}
    if related:
        context["contextActivities"] = related
    if extensions:
        base = f"{home_page()}/xapi/extension"
        context["extensions"] = {f"{base}/{key}": value for key, value in extensions.items()}
    # One statement of SQL: a unique number that is there already is left as it is.
    Statement.objects.bulk_create(
        [
            Statement(
                statement_id=statement_id,
                actor=actor,
                home_page=home_page(),
                verb=verb.iri,
                object=activity.to_json(),
                result=dict(result) if result else None,
                context=context,
                registration=registration,
                tier=tier,
                timestamp=timestamp or timezone.now(),
            )
        ],
        ignore_conflicts=True,
    )
    return statement_id

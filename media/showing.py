"""An activity as a page shows it to one learner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse

from accounts.people import User
from media.hosts import play_origin
from media.models import ActivityResult, ActivityState, ActivityVersion
from media.tickets import Ticket
from media.views.reporting import is_done, words

_SCORE: Mapping[str, str] = MappingProxyType({})


def show_activities(
    request: HttpRequest,
    person: User,
    registration: UUID,
    tokens: Iterable[str],
    counts: Mapping[str, str] = _SCORE,
) -> dict[str, dict[str, Any]]:
    """By token of the version: all that `media/activity.html` needs, in three queries.

    `counts` says, by token, what the trainer chose to show as done; else it is the best score.
    Where the learner was in another version of the activity, `changed` says so, and it begins anew.
    """
    found = ActivityVersion.objects.filter(
        token__in=list(tokens), state=ActivityVersion.State.READY, swept_at=None
    )
    versions = {row.token: row for row in found}
    if not versions:
        return {}
    activities = {row.activity_id for row in versions.values()}
    states: dict[int, dict[str, str]] = {}
    earlier: set[int] = set()
    for version_id, activity, key, data in ActivityState.objects.filter(
        registration=registration, version__activity__in=activities
    ).values_list("version_id", "version__activity_id", "key", "data"):
        states.setdefault(version_id, {})[key] = data
        earlier.add(activity)
    results = {
        row.version_id: row
        for row in ActivityResult.objects.filter(
            registration=registration, version__in=versions.values()
        )
    }
    shown = {}
    for token, version in versions.items():
        state = states.get(version.pk, {})
        counted = counts.get(token) or "score"
        ticket = Ticket(registration, version.pk, person.pk, person.locale or "en", counted)
        result = results.get(version.pk)
        shown[token] = {
            "address": f"{play_origin(request)}{reverse('activities:play', args=[token])}",
            "version": version,
            "changed": not state and version.activity_id in earlier,
            "words": words(result, counted),
            "finished": is_done(result, counted),
            "given": {
                "state": state,
                "ticket": ticket.write(),
                "token": get_token(request),
                "save": reverse("activities:keep"),
                "report": reverse("activities:report"),
            },
        }
    return shown

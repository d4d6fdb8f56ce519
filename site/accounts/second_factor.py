"""The second factor of people who may open the editor: whether it is needed, and was given."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.people import EDITOR_ACCESS, User

ADDED = "second_factor_added"


def needed(person: User) -> bool:
    """Everybody who may open the editor, save demonstration accounts where those are allowed."""
    if person.is_demo and settings.DEMO_ACCOUNTS_ALLOWED:
        return False
    return bool(person.has_perm(EDITOR_ACCESS))


def set_up(person: User) -> bool:
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def given(request: HttpRequest) -> bool:
    """Whether this very session has shown a second factor that the person still has.

    The session counts, not the account: whoever comes in by another door than allauth's, or
    with a session from before the factor was set up, has not shown it.
    """
    person = request.user
    assert isinstance(person, User)  # noqa: S101
    shown = {
        record.get("id")
        for record in get_authentication_records(request, person)
        if record["method"] == "mfa"
    }
    shown.add(request.session.get(ADDED))
    return bool(Authenticator.objects.filter(user=person, pk__in=shown - {None}).exists())


@receiver(authenticator_added)
def note_added(request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting it up takes a valid code: no need to ask for another one at once."""
    if authenticator.type == Authenticator.Type.TOTP:
        request.session[ADDED] = authenticator.pk

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.api.keys import NewKey, new_key
from certification.models import Agency, ApiKey, Scope


@transaction.atomic
def make_api_key(
    agency: Agency, actor: User, name: str, scopes: Iterable[Scope], days: int
) -> NewKey:
    """Make a key for an agency's programs. The text given back is stored nowhere.

    Raises PermissionDenied unless `actor` manages the agency.
    """
    require(actor, "manage", agency)
    made = new_key()
    key = ApiKey.objects.create(
        agency=agency,
        name=name,
        prefix=made.prefix,
        sha256=made.sha256,
        scopes=sorted(scope.value for scope in scopes),
        created_by=actor,
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(actor, "make API key", agency, prefix=key.prefix, scopes=key.scopes, days=days)
    return made

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.models import ApiKey


@transaction.atomic
def revoke_api_key(key: ApiKey, actor: User) -> None:
    """Refuse a key from now on; revoking twice changes nothing.

    Raises PermissionDenied unless `actor` manages the agency.
    """
    require(actor, "manage", key.agency)
    locked = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if locked.revoked_at is not None:
        return
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    record(actor, "revoke API key", key.agency, prefix=key.prefix)

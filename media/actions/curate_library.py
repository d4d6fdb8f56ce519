from __future__ import annotations

from django.db import transaction

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from media.models import Library


@transaction.atomic
def curate_library(library: Library, actor: User, *, curated: bool) -> Library | None:
    """Put a library into the set for packages that come without libraries, or take it out.

    There is one for each name and minor version: gives the one whose place it took. Activities
    that are unpacked already keep what they have. Raises PermissionDenied.
    """
    require(actor, "curate", library)
    same = Library.objects.select_for_update().filter(
        name=library.name, major=library.major, minor=library.minor
    )
    # Asked for as a list: all of them are locked, in one order.
    rows = {row.pk: row for row in same.order_by("pk")}
    stored = rows[library.pk]
    if stored.curated == curated:
        return None
    before = next((row for row in rows.values() if row.curated), None) if curated else None
    if before is not None:
        before.curated = False
        before.save(update_fields=["curated"])
        record(actor, "take library out of the set", before, library=str(before))
    stored.curated = curated
    stored.save(update_fields=["curated"])
    verb = "put library into the set" if curated else "take library out of the set"
    record(actor, verb, stored, library=str(stored))
    return before

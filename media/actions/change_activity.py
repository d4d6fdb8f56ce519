from __future__ import annotations

from django.db import transaction

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from media.models import Activity

FIELDS = ("title", "text_alternative", "credit_note")


@transaction.atomic
def change_activity(activity: Activity, actor: User, **words: str) -> list[str]:
    """Write title, text alternative or note on credits anew; gives the names of what changed.

    Published lessons keep the words that they were published with. Raises PermissionDenied.
    """
    require(actor, "change", activity)
    stored = Activity.objects.select_for_update().get(pk=activity.pk)
    changed = [
        name for name in FIELDS if name in words and getattr(stored, name) != words[name].strip()
    ]
    for name in changed:
        setattr(stored, name, words[name].strip())
    if changed:
        stored.save(update_fields=changed)
        record(actor, "change activity", stored, fields=changed)
    return changed

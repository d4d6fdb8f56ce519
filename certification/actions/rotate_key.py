from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from certification.actions.make_keys import add_key
from certification.models import Issuer, SigningKey
from certification.signers.base import Use


@transaction.atomic
def rotate_key(use: Use, actor: User | None = None) -> SigningKey:
    """Make a new key for a use and retire those that signed until now; gives the new one.

    What the old ones signed goes on being verified. Raises KeyMissing where the root is away and
    Issuer.DoesNotExist before `make_keys`.
    """
    issuer = Issuer.objects.select_for_update().get(is_current=True)
    old = SigningKey.objects.filter(use=use.value, state=SigningKey.State.ACTIVE)
    retired = list(old.values_list("key_id", flat=True))
    old.update(state=SigningKey.State.RETIRED, changed_at=timezone.now())
    new = add_key(use, issuer)
    record(actor, "rotate key", new, key=new.key_id, retired=retired)
    return new

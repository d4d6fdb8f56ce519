from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from certification.models import Issuer, SigningKey


class KeyRefused(Exception):
    """Something that cannot be done with a key, with the reason as a sentence."""


@transaction.atomic
def retire_key(key_id: str, actor: User | None = None) -> SigningKey:
    """Have a key sign no more; what it signed goes on being verified. Raises KeyRefused."""
    Issuer.objects.select_for_update().get(is_current=True)
    key = find_key(key_id)
    if key.state != SigningKey.State.ACTIVE:
        raise KeyRefused(f"The key {key_id} does not sign: it is {key.state}.")
    others = SigningKey.objects.filter(use=key.use, state=SigningKey.State.ACTIVE)
    if not others.exclude(pk=key.pk).exists():
        raise KeyRefused(
            f"{key_id} is the only key that signs for “{key.use}”. "
            f"Run manage.py keys rotate {key.use}: it makes a new one and retires this one."
        )
    key.state, key.changed_at = SigningKey.State.RETIRED, timezone.now()
    key.save()
    record(actor, "retire key", key, key=key.key_id)
    return key


def find_key(key_id: str) -> SigningKey:
    """The row of a key. Raises KeyRefused."""
    key = SigningKey.objects.filter(key_id=key_id).first()
    if key is None:
        raise KeyRefused(f"There is no key {key_id}: manage.py keys list shows those there are.")
    return key

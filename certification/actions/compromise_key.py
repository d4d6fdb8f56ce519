from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from certification.actions.make_keys import add_key
from certification.actions.retire_key import KeyRefused, find_key
from certification.keyring import folder
from certification.models import Issuer, SigningKey
from certification.revocations import sign_anew
from certification.signers.base import Use
from certification.status_lists import forget_signed


@transaction.atomic
def compromise_key(key_id: str, reason: str, actor: User | None = None) -> SigningKey | None:
    """Trust a key no more: nothing signs with it, and it leaves every published list of keys.

    Where it was the one that signs, a new key takes its place at once and is given. Certificates
    that it signed are still in the register; issue them anew (`reissue`). Raises KeyRefused, and
    KeyMissing where the root is away, which a PDF key needs.
    """
    if not reason.strip():
        raise KeyRefused("A reason is needed: what happened, and when it was noticed.")
    issuer = Issuer.objects.select_for_update().get(is_current=True)
    key = find_key(key_id)
    if key.state == SigningKey.State.COMPROMISED:
        raise KeyRefused(f"The key {key_id} was declared compromised before.")
    was_active = key.state == SigningKey.State.ACTIVE
    key.state, key.changed_at = SigningKey.State.COMPROMISED, timezone.now()
    key.save()
    new = None
    rest = SigningKey.objects.filter(use=key.use, state=SigningKey.State.ACTIVE)
    if was_active and not rest.exists():
        new = add_key(Use(key.use), issuer)
    if key.use == Use.PDF:
        sign_anew()
    if key.use == Use.CREDENTIAL:
        forget_signed()
    record(actor, "compromise key", key, key=key.key_id, reason=reason.strip()[:2000])
    transaction.on_commit(lambda: folder().put_away(key.key_id))
    return new

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from certification.models import Issuer
from certification.open_badges.did import did_for


@transaction.atomic
def move_issuer(base_url: str, actor: User | None = None) -> Issuer:
    """Give the issuer another public address; new certificates carry it and its DID.

    The former DID stays known here. For verifiers elsewhere the old host must go on serving its
    `/.well-known/did.json`. Raises ValueError for what is no address.
    """
    base_url = base_url.rstrip("/")
    did = did_for(base_url)
    issuer = Issuer.objects.select_for_update().get(is_current=True)
    if issuer.base_url == base_url:
        return issuer
    former = {
        "did": issuer.did,
        "base_url": issuer.base_url,
        "until": timezone.now().isoformat(timespec="seconds"),
    }
    if issuer.did != did:
        issuer.former = [former, *(each for each in issuer.former if each["did"] != did)]
    issuer.base_url, issuer.did = base_url, did
    issuer.save()
    record(actor, "move issuer", issuer, base_url=base_url)
    return issuer

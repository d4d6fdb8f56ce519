"""The list of revoked certificates (CRL) of our PDF keys, for verifiers that read PDFs elsewhere.

It names the keys that were compromised, nothing of any holder. Signed when one is added, and anew
before it runs out; every list that was ever signed stays at an address of its own.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.keyring import authority
from certification.models import Issuer, RevocationList, SigningKey
from certification.signers.base import KeyMissing, Use

logger = logging.getLogger(__name__)
LIFE = timedelta(days=60)
MEDIA_TYPE = "application/pkix-crl"


def list_address(issuer: Issuer) -> str:
    return f"{issuer.base_url}/credentials/revoked.crl"


def current() -> RevocationList:
    """The newest list, signed anew when half of its life is over. Raises KeyMissing.

    Where the root's key is away from the server, the list that there is goes on being served.
    """
    newest = RevocationList.objects.last()
    if newest is not None and newest.next_at - LIFE / 2 > timezone.now():
        return newest
    try:
        return sign_anew()
    except KeyMissing as error:
        if newest is None:
            raise
        logger.warning("The list of revoked keys is not signed anew: %s", error)
        return newest


def sign_anew() -> RevocationList:
    """Sign the list as it is now, under the next number. Raises KeyMissing."""
    root = authority().root()
    rows = SigningKey.objects.filter(use=Use.PDF.value, state=SigningKey.State.COMPROMISED)
    chains = [(row.certificates(), row.changed_at or row.created_at) for row in rows]
    # A list speaks for one root.
    revoked = [(chain[0], when) for chain, when in chains if chain[-1].strip() == root.strip()]
    for _attempt in range(5):
        now = timezone.now().replace(microsecond=0)
        newest = RevocationList.objects.last()
        number = newest.number + 1 if newest else 1
        document = authority().revocation_list(revoked, number, now, now + LIFE)
        try:
            with transaction.atomic():
                return RevocationList.objects.create(
                    number=number, document=document, made_at=now, next_at=now + LIFE
                )
        except IntegrityError:
            continue
    raise RuntimeError("Others are signing the list of revoked keys all the time.")

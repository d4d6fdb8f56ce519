"""What the offline page and the verifier's script keep of us: keys, hosts, lists, from when."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from certification.models import Issuer, SigningKey, StatusList
from certification.open_badges.jwks import jwk
from certification.open_badges.proof import instant
from certification.status_lists import LIFE, current_list

# Older than this, a list proves nothing more about a certificate that is not on it.
LONGEST_AGE = timedelta(days=30)
FORMAT = 1
_USES = (SigningKey.Use.CREDENTIAL, SigningKey.Use.JWT)


def pinned(issuer: Issuer) -> dict[str, Any]:
    """The document: every key that ever signed credentials, printed codes or tokens, those
    compromised marked as not trusted, and every status list as signed. Raises KeyMissing.
    """
    now = timezone.now()
    bases = [issuer.base_url, *(each["base_url"] for each in issuer.former)]
    return {
        "format": FORMAT,
        "as_of": instant(now),
        "longest_age_days": LONGEST_AGE.days,
        "issuer": {
            "name": issuer.name,
            "hosts": list(dict.fromkeys(urlsplit(base).netloc for base in bases)),
            "dids": issuer.dids(),
            "time_zone": issuer.time_zone,
        },
        "keys": [
            {**jwk(row.key_id, row.public_key()), "use": row.use, "trusted": row.trusted}
            for row in SigningKey.objects.filter(use__in=_USES)
        ],
        "lists": [
            {"number": row.number, "credential": json.loads(_document(row))}
            for row in StatusList.objects.order_by("number")
        ],
    }


def _document(row: StatusList) -> str:
    """The list as it was signed last, or signed anew where that is old or a bit was set since."""
    if row.document and row.signed_at and row.signed_at + LIFE / 2 > timezone.now():
        return row.document
    return current_list(row.number).document

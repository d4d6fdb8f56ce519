"""Time-stamps from an authority (RFC 3161), where the settings name one.

An authority that does not answer is left alone for a minute, and a certificate waits for it an
hour; then it is issued without a time-stamp, which the log says. `CredentialFile.revision` leaves
room for a stamped file added later.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import lru_cache

from asn1crypto import tsp
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from certification.models import Credential, StatusEntry

logger = logging.getLogger(__name__)
PATIENCE = timedelta(hours=1)
PAUSE = 60
_RESTING = "certification:timestamps:resting"


class TimestampMissing(OSError):
    """The authority did not answer; the certificate waits for it. Call again later."""


class _Authority(RequestsHTTPTimeStamper):
    """Takes every answer that is none for a failure to answer."""

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            answer = await super().async_request_tsa_response(req)
            # asn1crypto reads late; what cannot be read shall show here.
            _ = answer.native
        except (ValueError, TypeError, KeyError) as error:
            raise TimestampRequestError("The answer is no time-stamp.") from error
        return answer


@lru_cache(maxsize=2)
def _authority(address: str) -> TimeStamper:
    return _Authority(address, timeout=10)  # type: ignore[no-untyped-call]


def stamper(place: StatusEntry) -> TimeStamper | None:
    """What stamps the certificate of a place; None where none is set, or it waited long enough.

    Raises TimestampMissing while the authority is left alone and the certificate can wait.
    """
    address: str = settings.TIMESTAMP_URL
    if not address:
        return None
    if cache.get(_RESTING):
        _wait_or_go_on(place)
        return None
    return _authority(address)


def failed(place: StatusEntry, error: Exception) -> None:
    """Note that the authority did not answer. Raises TimestampMissing where one can wait."""
    cache.set(_RESTING, True, PAUSE)
    logger.warning("The time-stamp authority does not answer: %s", error)
    _wait_or_go_on(place)


def _wait_or_go_on(place: StatusEntry) -> None:
    row = Credential.objects.filter(status_entry=place).values_list("pk", "created_at").first()
    if row is not None and row[1] > timezone.now() - PATIENCE:
        raise TimestampMissing("The time-stamp authority does not answer.")
    logger.warning("Certificate %s is issued without a time-stamp.", row[0] if row else "")

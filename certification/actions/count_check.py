from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Iterator

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from certification.models import CheckCount, Credential

logger = logging.getLogger(__name__)
# A count is not worth a verifier's wait while somebody else writes (milliseconds).
_PATIENCE = 50


def count_check(credential: Credential) -> None:
    """Count that a certificate was looked up: a number, and nothing about who or when.

    One write. A count that cannot be written at once is left out: the answer to
    the verifier matters more.
    """
    try:
        with _no_long_wait():
            mine = CheckCount.objects.filter(credential=credential)
            if not mine.update(number=F("number") + 1):
                # Issued before checks were counted.
                with transaction.atomic():
                    CheckCount.objects.create(credential=credential, number=1)
    except DatabaseError as error:
        logger.info("A check was not counted: %s", type(error).__name__)


def count_checks(credentials: Iterable[Credential]) -> None:
    """The same for many at once: one write, and a few where some were never counted before."""
    keys = {each.pk for each in credentials}
    try:
        with _no_long_wait(), transaction.atomic():
            counts = CheckCount.objects.filter(credential__in=keys)
            if counts.update(number=F("number") + 1) < len(keys):
                new = keys - set(counts.values_list("credential", flat=True))
                CheckCount.objects.bulk_create(
                    (CheckCount(credential_id=key, number=1) for key in sorted(new)),
                    ignore_conflicts=True,
                )
    except DatabaseError as error:
        logger.info("Checks were not counted: %s", type(error).__name__)


@contextlib.contextmanager
def _no_long_wait() -> Iterator[None]:
    """SQLite lets one write at a time, and a writer waits for its turn up to 20 seconds."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        [before] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")

"""Places in status lists, and the signed lists as they are served."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.keyring import active
from certification.models import Issuer, StatusEntry, StatusList
from certification.open_badges.credential import to_bytes
from certification.open_badges.did import method_id
from certification.open_badges.proof import prove
from certification.signers.base import Use
from certification.status.bitstring import encode, status_list_credential

# A list is served for half of its life, so that whoever has it can keep it for the other half.
LIFE = timedelta(hours=24)


def list_address(issuer: Issuer, number: int) -> str:
    return f"{issuer.base_url}/credentials/status/{number}"


def take_place() -> StatusEntry:
    """A place at a random index that no certificate ever had. Call it in a transaction.

    Lists are left half empty, so that a free index is found at once and says nothing about when.
    """
    current = StatusList.objects.order_by("number").last()
    if current is None or current.entries.count() >= current.size // 2:
        current, _ = StatusList.objects.get_or_create(
            number=1 if current is None else current.number + 1
        )
    for _attempt in range(100):
        try:
            with transaction.atomic():
                return StatusEntry.objects.create(
                    list=current, index=secrets.randbelow(current.size)
                )
        except IntegrityError:
            continue
    raise RuntimeError("No free place was found in the status list.")


def set_place(entry: StatusEntry) -> None:
    """Set an entry's bit; the list is signed anew when it is next asked for."""
    StatusEntry.objects.filter(pk=entry.pk).update(is_set=True)
    StatusList.objects.filter(pk=entry.list_id).update(changed_at=timezone.now(), document="")
    number = entry.list.number
    transaction.on_commit(lambda: cache.delete(_cache_key(number)))


def forget_signed() -> None:
    """Have every list signed anew when it is next asked for: the key that signed them is gone."""
    StatusList.objects.update(document="")
    numbers = list(StatusList.objects.values_list("number", flat=True))
    transaction.on_commit(lambda: cache.delete_many([_cache_key(number) for number in numbers]))


def _cache_key(number: int) -> str:
    return f"certification:status:{number}"


def signed_list(number: int) -> bytes:
    """The signed list: from the cache, from its row, or signed now.

    Raises StatusList.DoesNotExist and KeyMissing.
    """
    kept: bytes | None = cache.get(_cache_key(number))
    if kept is not None:
        return kept
    row = current_list(number)
    document = row.document.encode()
    rest = (row.signed_at + LIFE / 2 - timezone.now()).total_seconds() if row.signed_at else 0
    # Short: another process may be signing a newer one at this moment.
    cache.set(_cache_key(number), document, min(60, max(1, int(rest))))
    return document


def current_list(number: int) -> StatusList:
    """The list's row with the document of this moment, signed now where that is needed.

    Raises StatusList.DoesNotExist and KeyMissing.
    """
    with transaction.atomic():
        row = StatusList.objects.select_for_update().get(number=number)
        now = timezone.now()
        if not row.document or row.signed_at is None or row.signed_at + LIFE / 2 < now:
            row.document = sign_list(row).decode()
            row.signed_at = now
            row.save(update_fields=["document", "signed_at"])
    return row


def sign_list(row: StatusList, life: timedelta = LIFE) -> bytes:
    """The list as it is now, signed to hold for `life`. Raises KeyMissing."""
    issuer = Issuer.current()
    key = active(Use.CREDENTIAL)
    now = timezone.now()
    address = list_address(issuer, row.number)
    encoded = encode(
        row.entries.filter(is_set=True).values_list("index", flat=True).iterator(), row.size
    )
    document = status_list_credential(address, issuer.did, encoded, now, now + life)
    return to_bytes(prove(document, key.signer, method_id(issuer.did, key.signer.key_id), now))

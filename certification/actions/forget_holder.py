from __future__ import annotations

import contextlib

from django.db import transaction
from django.utils import timezone

from accounts.people import User
from certification import vault
from certification.models import Appeal, Credential, CredentialFile, Notice


@transaction.atomic
def forget_holder(person: User) -> None:
    """Erase what certificates hold of a person: names, licence numbers, keys and bytes of files.

    Hashes, facts without the name, standing and the keyed match of the name stay, so the
    holder's own copy still proves itself and a typed name can still be confirmed.
    """
    # Locked first: a worker that is issuing decides before or after this, not in between.
    held = Credential.objects.select_for_update().filter(holder=person).order_by("pk")
    mine = Credential.objects.filter(pk__in=list(held.values_list("pk", flat=True)))
    files = CredentialFile.objects.filter(credential__in=mine).exclude(path="")
    paths = list(files.values_list("path", flat=True))
    files.update(path="", wrapped_key=b"")
    Notice.objects.filter(credential__in=mine, sent_at=None).delete()
    for each in mine.exclude(standing=Credential.Standing.PREPARING).exclude(holder_name=""):
        # By the comparison of today: it can never be made again.
        match = vault.name_match(each.code, each.holder_name)
        Credential.objects.filter(pk=each.pk).update(name_match=match)
    mine.filter(standing=Credential.Standing.PREPARING).update(problem=Credential.Problem.GONE)
    # What people wrote may name the person; the class of reason and the cause stay.
    Appeal.objects.filter(credential__in=mine).delete()
    mine.update(
        holder=None,
        holder_name="",
        ended_reason="",
        cause_reason="",
        licence=b"",
        erased_at=timezone.now(),
    )

    def delete_bytes() -> None:
        for path in paths:
            with contextlib.suppress(OSError):
                vault.storage().delete(path)

    transaction.on_commit(delete_bytes)

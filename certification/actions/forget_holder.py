from __future__ import annotations

import contextlib

from django.db import transaction
from django.utils import timezone

from accounts.people import User
from certification import vault
from certification.models import Credential, CredentialFile, Notice


@transaction.atomic
def forget_holder(person: User) -> None:
    """Erase what certificates hold of a person: the names, and keys and bytes of the files.

    Hashes, facts without the name, standing and the keyed match of the name stay, so the
    holder's own copy still proves itself and a typed name can still be confirmed.
    """
    # Locked first: a worker that is issuing decides before or after this, not in between.
    keys = Credential.objects.select_for_update().filter(holder=person).values_list("pk", flat=True)
    mine = Credential.objects.filter(pk__in=list(keys))
    files = CredentialFile.objects.filter(credential__in=mine).exclude(path="")
    paths = list(files.values_list("path", flat=True))
    files.update(path="", wrapped_key=b"")
    Notice.objects.filter(credential__in=mine, sent_at=None).delete()
    mine.filter(standing=Credential.Standing.PREPARING).update(problem=Credential.Problem.GONE)
    mine.update(holder=None, holder_name="", erased_at=timezone.now())

    def delete_bytes() -> None:
        for path in paths:
            with contextlib.suppress(OSError):
                vault.storage().delete(path)

    transaction.on_commit(delete_bytes)

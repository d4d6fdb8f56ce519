from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from certification.codes import new_code
from certification.models import Credential, Issuer, StatusEntry, StatusList
from certification.register.published_lists import PublishedList
from certification.status_lists import forget_signed, take_place


@dataclass(frozen=True)
class CameBack:
    """What was done: the list that begins, and the certificates that an administrator looks at."""

    new_list: int
    # Published as withdrawn and counting in the backup: suspended now.
    suspended: tuple[Credential, ...]
    # Places of certificates that the backup does not know: they stay withdrawn.
    unknown: int
    # Reserved when the backup was made: they have another code and place now.
    renamed: int


@transaction.atomic
def come_back_from_backup(published: Iterable[PublishedList] = ()) -> CameBack:
    """Make a register that was restored from a backup safe to issue from again.

    Certificates issued since the backup are in holders' hands and in no row here. So no place of a
    list that was in use is ever given out again: a new list begins. What was being prepared gets
    another code, since it may have been issued under the one it had. And what the published lists
    say was withdrawn since is withdrawn here too: suspended, as they do not say why.
    Safe to repeat.
    """
    issuer = Issuer.objects.select_for_update().get(is_current=True)
    lists = list(published)
    suspended: list[Credential] = []
    unknown = 0
    for each in lists:
        changed, missing = _take_over(each)
        suspended += changed
        unknown += missing
    new = _begin_list()
    renamed = 0
    for credential in Credential.objects.filter(standing=Credential.Standing.PREPARING):
        credential.code, credential.status_entry = new_code(), take_place()
        credential.save(update_fields=["code", "status_entry"])
        renamed += 1
    forget_signed()
    record(
        None,
        "come back from backup",
        issuer,
        new_list=new.number,
        suspended=[each.code for each in suspended],
        unknown=unknown,
        renamed=renamed,
    )
    return CameBack(new.number, tuple(suspended), unknown, renamed)


def _begin_list() -> StatusList:
    """A list of which no place was given out: a new one, or the empty one of a run before."""
    last = StatusList.objects.order_by("number").last()
    if last is not None and not last.entries.exists():
        return last
    # One more may have been begun since the backup, and no published list seen of it.
    return StatusList.objects.create(number=(last.number if last else 0) + 2)


def _take_over(published: PublishedList) -> tuple[list[Credential], int]:
    """Withdraw here what one list says was withdrawn: certificates, and places not known here."""
    row, _is_new = StatusList.objects.get_or_create(number=published.number)
    known = dict(row.entries.values_list("index", "pk"))
    missing = published.withdrawn - known.keys()
    StatusEntry.objects.bulk_create(
        [StatusEntry(list=row, index=index, is_set=True) for index in sorted(missing)],
        batch_size=500,
    )
    held = [known[index] for index in sorted(published.withdrawn & known.keys())]
    suspended: list[Credential] = []
    for start in range(0, len(held), 500):
        fresh = StatusEntry.objects.filter(pk__in=held[start : start + 500], is_set=False)
        keys = list(fresh.values_list("pk", flat=True))
        fresh.update(is_set=True)
        for credential in Credential.objects.select_for_update(of=("self",)).filter(
            status_entry__in=keys, standing=Credential.Standing.ISSUED
        ):
            credential.standing = Credential.Standing.SUSPENDED
            credential.suspended_at = credential.ended_at = published.signed_at
            credential.ended_class = Credential.Reason.OTHER
            credential.ended_reason = _(
                "A backup was restored, and the list published since says that this certificate "
                "was withdrawn. It is being looked into."
            )
            credential.save()
            suspended.append(credential)
    return suspended, len(missing)

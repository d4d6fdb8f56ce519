from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from accounts.audit import record
from certification import vault
from certification.facts import Facts
from certification.issuing import Made, make_files
from certification.kill_points import kill_point
from certification.models import CheckCount, Credential, CredentialFile, Issuer, Notice, Reissue
from certification.status_lists import set_place

# What replaces a paper that must not be relied on any more, also by those who only ask the list.
_ENDS_THE_OLD = {Credential.Cause.CORRECTION, Credential.Cause.KEY, Credential.Cause.DECISION}


class Overtaken(Exception):
    """What the facts rest on changed while the files were made: take them anew."""


@dataclass(frozen=True)
class _Stored:
    kind: str
    path: str
    wrapped_key: bytes
    data: bytes


def put_in_force(
    credential: Credential, facts: Facts, issuer: Issuer, still_so: Callable[[], bool]
) -> bool:
    """Make and store the files of a reserved certificate and issue it; False where it was before.

    Files are stored under names of this try; one transaction at the end decides, with every
    certificate of the person for this course locked, and asks `still_so` whether the facts still
    hold. A try that was killed leaves at most files that no row names: the sweep takes them away.

    Raises Overtaken, MissingGlyph, FontsMissing, KeyMissing, LinkedDataError, OSError.
    """
    licence = bytes(credential.licence)
    made = make_files(facts, issuer, credential.status_entry, licence)
    stored: list[_Stored] = []
    won = False
    try:
        kill_point("before-storing")
        for kind, data in made.files.items():
            path, key = vault.put(f"{credential.code}/{kind}-{secrets.token_hex(8)}", data)
            stored.append(_Stored(kind, path, key, data))
        kill_point("after-storing")
        won = _commit(credential, facts, made, stored, still_so)
    finally:
        if not won:
            _discard(stored)
    kill_point("after-committing")
    return won


def same_course(credential: Credential) -> QuerySet[Credential]:
    """All certificates of the holder for the course, this one among them."""
    return Credential.objects.filter(
        holder=credential.holder_id, holder__isnull=False, course_key=credential.course_key
    )


@transaction.atomic
def _commit(
    credential: Credential,
    facts: Facts,
    made: Made,
    stored: list[_Stored],
    still_so: Callable[[], bool],
) -> bool:
    together = same_course(credential).select_for_update(of=("self",)).order_by("pk")
    locked = {each.pk: each for each in together}.get(credential.pk)
    if locked is None or locked.is_issued:
        return False
    if not still_so():
        raise Overtaken
    said = facts.without_name().to_json()
    del said["holder_name"]
    name = facts.holder_name or ""
    locked.facts_json = said
    locked.holder_name = name
    locked.name_match = vault.name_match(facts.code, name)
    locked.standing = Credential.Standing.ISSUED
    locked.problem, locked.problem_detail = Credential.Problem.NONE, ""
    locked.credential_key, locked.pdf_key = made.credential_key, made.pdf_key
    locked.jwt_key = made.jwt_key
    locked.supersedes_id = credential.supersedes_id
    locked.licence = credential.licence
    locked.issued_at = facts.issued_at
    locked.valid_from, locked.valid_until = facts.valid_from, facts.valid_until
    locked.save()
    for each in stored:
        CredentialFile.objects.create(
            credential=locked,
            kind=each.kind,
            sha256=hashlib.sha256(each.data).hexdigest(),
            size=len(each.data),
            path=each.path,
            wrapped_key=each.wrapped_key,
        )
    CheckCount.objects.create(credential=locked)
    if locked.cause == Credential.Cause.COMPLETION:
        _stand_before_later_ones(locked)
    if locked.cause in _ENDS_THE_OLD and locked.supersedes is not None:
        set_place(locked.supersedes.status_entry)
    if not _told_of_the_run(locked):
        Notice.objects.create(credential=locked, kind=Notice.Kind.ISSUED)
    record(None, "issue certificate", locked, code=locked.code, cause=locked.cause)
    kill_point("before-committing")
    return True


def _stand_before_later_ones(credential: Credential) -> None:
    """One that was held up is overtaken by what was earned after it and issued before it."""
    assert credential.completion is not None  # noqa: S101
    later = (
        same_course(credential)
        .filter(
            standing__in=[Credential.Standing.ISSUED, Credential.Standing.SUSPENDED],
            cause=Credential.Cause.COMPLETION,
            completion__completed_at__gt=credential.completion.completed_at,
            supersedes=None,
        )
        .order_by("completion__completed_at")
        .first()
    )
    if later is not None:
        Credential.objects.filter(pk=later.pk).update(supersedes=credential)


def _told_of_the_run(credential: Credential) -> bool:
    """Whether the holder knows that a key was replaced: one mail is enough for all papers."""
    if credential.cause != Credential.Cause.KEY:
        return False
    run = Reissue.objects.filter(state=Reissue.State.RUNNING).first()
    return (
        run is not None
        and Notice.objects.filter(
            kind=Notice.Kind.ISSUED,
            created_at__gte=run.started_at,
            credential__holder=credential.holder_id,
            credential__cause=Credential.Cause.KEY,
        ).exists()
    )


def _discard(stored: list[_Stored]) -> None:
    for each in stored:
        with contextlib.suppress(OSError):
            vault.storage().delete(each.path)

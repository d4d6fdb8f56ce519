from __future__ import annotations

import contextlib
import hashlib
import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from certification import vault
from certification.codes import new_code
from certification.facts import Facts
from certification.issuing import Made, make_files
from certification.kill_points import kill_point
from certification.models import Credential, CredentialFile, Issuer, Notice
from certification.names import clean_name
from certification.pdf.fonts import MissingGlyph
from certification.snapshot import Withheld, take
from certification.status_lists import take_place
from courses.learning.models import Completion


@dataclass(frozen=True)
class _Stored:
    kind: str
    path: str
    wrapped_key: bytes
    data: bytes


def issue_credential(completion: Completion) -> Credential:
    """Issue the certificate of a completion, once, however often and wherever this is called.

    The code and the place in the status list are reserved first; files are made and stored under
    names of this try; one transaction at the end decides. A try that was killed leaves at most
    files that no row names, which the sweep takes away. Where something keeps the certificate
    from being issued, the credential says so (`problem`) and stays in preparation.

    Raises KeyMissing, FontsMissing, OSError (storage): nothing is issued then; call it again.
    """
    credential = _reserve(completion)
    if credential.is_issued:
        return credential
    person = completion.person
    if person is None:
        return _kept_by(credential, Credential.Problem.GONE)
    if not clean_name(person.certificate_name):
        return _kept_by(credential, Credential.Problem.NAME)
    issuer = Issuer.current()
    earlier = _earlier(completion)
    now = timezone.now()
    try:
        facts = take(
            completion,
            issuer,
            credential.code,
            now,
            earlier.code if earlier else None,
            earlier_until=earlier.valid_until if earlier else None,
        )
        made = make_files(facts, issuer, credential.status_entry)
    except Withheld as error:
        return _kept_by(credential, error.problem, error.detail)
    except MissingGlyph as error:
        return _kept_by(credential, Credential.Problem.GLYPH, error.code_point)
    stored: list[_Stored] = []
    try:
        kill_point("before-storing")
        for kind, data in made.files.items():
            path, key = vault.put(f"{credential.code}/{kind}-{secrets.token_hex(8)}", data)
            stored.append(_Stored(kind, path, key, data))
        kill_point("after-storing")
        won = _commit(credential, facts, made, stored, earlier)
    except BaseException:
        _discard(stored)
        raise
    if not won:
        _discard(stored)
    kill_point("after-committing")
    return Credential.objects.get(pk=credential.pk)


def _reserve(completion: Completion) -> Credential:
    """The credential of a completion, made where there is none."""
    found = Credential.objects.filter(completion=completion, issue=1).first()
    if found is not None:
        return found
    with contextlib.suppress(IntegrityError), transaction.atomic():
        return Credential.objects.create(
            code=new_code(),
            completion=completion,
            holder=completion.person,
            course_key=completion.course_version.course_key,
            status_entry=take_place(),
        )
    return Credential.objects.get(completion=completion, issue=1)


def _kept_by(credential: Credential, problem: Credential.Problem, detail: str = "") -> Credential:
    """Say what keeps a certificate from being issued; tell the holder where they can mend it."""
    with transaction.atomic():
        changed = Credential.objects.filter(
            pk=credential.pk, standing=Credential.Standing.PREPARING
        ).update(problem=problem, problem_detail=detail, tried_at=timezone.now())
        if changed and problem != credential.problem:
            record(None, "certificate kept", credential, problem=problem.value, detail=detail)
        if changed and problem == Credential.Problem.NAME:
            Notice.objects.get_or_create(credential=credential, kind=Notice.Kind.NAME_NEEDED)
    return Credential.objects.get(pk=credential.pk)


def _earlier(completion: Completion) -> Credential | None:
    """The person's latest certificate for the same course, which the new one supersedes."""
    return (
        Credential.objects.filter(
            holder=completion.person,
            course_key=completion.course_version.course_key,
            standing__in=[Credential.Standing.ISSUED, Credential.Standing.SUSPENDED],
            superseded_by=None,
            completion__completed_at__lt=completion.completed_at,
        )
        .order_by("-issued_at")
        .first()
    )


def _commit(
    credential: Credential,
    facts: Facts,
    made: Made,
    stored: list[_Stored],
    earlier: Credential | None,
) -> bool:
    """Write everything that makes it issued, in one transaction; False where another try won."""
    said = facts.without_name().to_json()
    del said["holder_name"]
    with transaction.atomic():
        locked = Credential.objects.select_for_update(of=("self",)).get(pk=credential.pk)
        if locked.is_issued:
            return False
        if not Completion.objects.filter(credentials=locked, person__isnull=False).exists():
            return False
        name = facts.holder_name or ""
        locked.facts_json = said
        locked.holder_name = name
        locked.name_match = vault.name_match(facts.code, name)
        locked.standing = Credential.Standing.ISSUED
        locked.problem, locked.problem_detail = Credential.Problem.NONE, ""
        locked.credential_key, locked.pdf_key = made.credential_key, made.pdf_key
        locked.jwt_key = made.jwt_key
        locked.supersedes = earlier
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
        Notice.objects.create(credential=locked, kind=Notice.Kind.ISSUED)
        record(None, "issue certificate", locked, code=locked.code)
        kill_point("before-committing")
    return True


def _discard(stored: list[_Stored]) -> None:
    for each in stored:
        with contextlib.suppress(OSError):
            vault.storage().delete(each.path)

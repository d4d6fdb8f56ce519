from __future__ import annotations

import contextlib
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from certification.actions.put_in_force import Overtaken, put_in_force
from certification.codes import new_code
from certification.licences import sealed_for
from certification.models import Credential, Issuer, Notice
from certification.names import clean_name
from certification.pdf.fonts import MissingGlyph
from certification.snapshot import Withheld, take
from certification.standing.reading import standings_of
from certification.standing.state import State
from certification.status_lists import take_place
from courses.learning.models import Completion

_TRIES = 3


def issue_credential(completion: Completion) -> Credential:
    """Issue the certificate of a completion, once, however often and wherever this is called.

    The code and the place in the status list are reserved first; files are made and stored; one
    transaction at the end decides. Where something keeps the certificate from being issued, the
    credential says so (`problem`) and stays in preparation.

    Where the person holds a certificate for the course already, this one renews it: it takes the
    old one's place at once, or on the day after its last, as the course's achievement says.

    Raises KeyMissing, FontsMissing, OSError (storage): nothing is issued then; call it again.
    """
    credential = _reserve(completion)
    for _try in range(_TRIES):
        if credential.is_issued:
            return credential
        try:
            return _try_to_issue(completion, credential)
        except Withheld as error:
            return keep(credential, error.problem, error.detail)
        except MissingGlyph as error:
            return keep(credential, Credential.Problem.GLYPH, error.code_point)
        except Overtaken:
            credential = Credential.objects.get(pk=credential.pk)
    return credential


def _try_to_issue(completion: Completion, credential: Credential) -> Credential:
    person = completion.person
    if person is None:
        raise Withheld(Credential.Problem.GONE)
    if not clean_name(person.certificate_name):
        raise Withheld(Credential.Problem.NAME)
    issuer = Issuer.current()
    earlier, earlier_until = _earlier(completion)
    facts = take(
        completion,
        issuer,
        credential.code,
        timezone.now(),
        earlier.code if earlier else None,
        earlier_until=earlier_until,
    )
    credential.licence = sealed_for(person, facts.board)
    credential.supersedes = earlier
    put_in_force(
        credential, facts, issuer, lambda: _earlier(completion) == (earlier, earlier_until)
    )
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


def keep(credential: Credential, problem: Credential.Problem, detail: str = "") -> Credential:
    """Say what keeps a certificate from being issued; tell the holder where they can mend it."""
    notices = {
        Credential.Problem.NAME: Notice.Kind.NAME_NEEDED,
        Credential.Problem.LICENCE: Notice.Kind.LICENCE_NEEDED,
    }
    with transaction.atomic():
        changed = Credential.objects.filter(
            pk=credential.pk, standing=Credential.Standing.PREPARING
        ).update(problem=problem, problem_detail=detail, tried_at=timezone.now())
        if changed and problem != credential.problem:
            record(None, "certificate kept", credential, problem=problem.value, detail=detail)
        if changed and problem in notices:
            Notice.objects.get_or_create(credential=credential, kind=notices[problem])
    return Credential.objects.get(pk=credential.pk)


def _earlier(completion: Completion) -> tuple[Credential | None, date | None]:
    """The person's newest certificate for the course, which the new one renews, and its last day.

    Where that one still waits for its own turn, the new one takes this turn: the day before it.
    """
    held = list(
        Credential.objects.filter(
            holder=completion.person_id,
            course_key=completion.course_version.course_key,
            standing__in=[Credential.Standing.ISSUED, Credential.Standing.SUSPENDED],
            completion__completed_at__lt=completion.completed_at,
        ).order_by("-completion__completed_at", "-issue")
    )
    if not held:
        return None, None
    standings = standings_of(held)
    for each in held:
        standing = standings[each.pk]
        newer = standing.life.successors
        if any(one.same_record or one.revoked_at is None for one in newer):
            continue
        if standing.state == State.SUSPENDED:
            return each, None
        if standing.state == State.WAITING and each.valid_from is not None:
            return each, each.valid_from - timedelta(days=1)
        return each, each.valid_until
    return None, None

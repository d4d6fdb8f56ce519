from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.audit import record
from accounts.people import User
from certification.actions.issue_credential import keep
from certification.actions.put_in_force import Overtaken, put_in_force, same_course
from certification.codes import new_code
from certification.facts import Facts
from certification.licences import sealed_for
from certification.models import Credential, Issuer
from certification.pdf.fonts import MissingGlyph
from certification.snapshot import Withheld, again, take
from certification.status_lists import take_place

_MENDS = {
    Credential.Cause.REINSTATEMENT: {Credential.Standing.SUSPENDED, Credential.Standing.REVOKED}
}


class AgainRefused(Exception):
    """A certificate that cannot be issued anew, with the reason as a sentence."""


def may_follow(old: Credential, cause: Credential.Cause) -> bool:
    """Whether a certificate that stands like this can be issued anew for that cause."""
    return old.standing in _MENDS.get(cause, {Credential.Standing.ISSUED})


def newer_issue(credential: Credential) -> Credential | None:
    """What was issued anew in place of a certificate, or is being prepared to be."""
    return credential.superseded_by.exclude(cause=Credential.Cause.COMPLETION).first()


@transaction.atomic
def reserve_again(
    old: Credential, cause: Credential.Cause, reason: str, actor: User | None, name: str = ""
) -> Credential:
    """Reserve the certificate that is to take the place of `old`; `issue_again` then issues it.

    Within a record (one completion) there is one newest issue. The same cause asked for twice
    gives the one that is under way. Raises AgainRefused.
    """
    together = list(same_course(old).select_for_update(of=("self",)).order_by("pk"))
    locked = next((each for each in together if each.pk == old.pk), None)
    if locked is None:
        raise AgainRefused("The holder's account was erased: there is no name to print any more.")
    newer = newer_issue(locked)
    if newer is not None and newer.cause == cause and not newer.is_issued:
        return newer
    if newer is not None:
        raise AgainRefused("A newer certificate has taken its place. Use that one.")
    if not may_follow(locked, cause):
        raise AgainRefused("As it stands, this certificate cannot be issued anew for this cause.")
    last = Credential.objects.filter(completion=locked.completion_id).aggregate(Max("issue"))
    made = Credential.objects.create(
        code=new_code(),
        completion=locked.completion,
        issue=(last["issue__max"] or locked.issue) + 1,
        cause=cause,
        cause_reason=reason.strip(),
        holder=locked.holder,
        holder_name=name or locked.holder_name,
        course_key=locked.course_key,
        supersedes=locked,
        licence=locked.licence,
        status_entry=take_place(),
    )
    record(actor, "reserve certificate anew", made, cause=cause.value, supersedes=locked.code)
    return made


def issue_again(reserved: Credential) -> Credential | None:
    """Issue a certificate that was reserved to take another's place, once.

    Gives None where that other one changed in between, so that nothing is to be issued any more:
    the reservation is taken back then.

    Raises KeyMissing, FontsMissing, OSError (storage): call it again.
    """
    if reserved.is_issued:
        return reserved
    old = reserved.supersedes
    assert old is not None  # noqa: S101
    if not reserved.holder_name:
        return keep(reserved, Credential.Problem.GONE)
    cause = Credential.Cause(reserved.cause)
    issuer = Issuer.current()

    def still_so() -> bool:
        now = Credential.objects.get(pk=old.pk)
        return may_follow(now, cause)

    try:
        put_in_force(reserved, _facts(reserved, old, issuer), issuer, still_so)
    except Withheld as error:
        return keep(reserved, error.problem, error.detail)
    except MissingGlyph as error:
        return keep(reserved, Credential.Problem.GLYPH, error.code_point)
    except Overtaken:
        drop_again(reserved, None)
        return None
    return Credential.objects.get(pk=reserved.pk)


def _facts(reserved: Credential, old: Credential, issuer: Issuer) -> Facts:
    """What the old one said; only a decision takes today's achievement, with the old name."""
    now, name = timezone.now(), reserved.holder_name
    completion = reserved.completion
    if reserved.cause != Credential.Cause.DECISION or completion is None:
        return again(old.facts(), issuer, reserved.code, now, reserved.cause, name)
    if completion.person is None:
        raise Withheld(Credential.Problem.GONE)
    until = old.valid_from - timedelta(days=1) if old.valid_from else None
    taken = take(completion, issuer, reserved.code, now, old.code, earlier_until=until)
    reserved.licence = sealed_for(completion.person, taken.board)
    return replace(taken, holder_name=name, cause=reserved.cause)


@transaction.atomic
def drop_again(reserved: Credential, actor: User | None) -> None:
    """Take back a reservation. Its place in the status list is never given to another."""
    found = (
        Credential.objects.select_for_update(of=("self",))
        .filter(pk=reserved.pk, standing=Credential.Standing.PREPARING, issue__gt=1)
        .first()
    )
    if found is None:
        return
    record(actor, "take back reserved certificate", found, cause=found.cause)
    found.delete()

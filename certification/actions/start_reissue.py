from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.models import Credential, Issuer, Reissue, SigningKey
from certification.queue import queue_reissue
from certification.standing.filters import in_state
from certification.standing.state import State


class ReissueRefused(Exception):
    """A run that cannot begin, with the reason as a sentence."""


def signed_with(key: SigningKey) -> QuerySet[Credential]:
    """What was neither suspended nor revoked and carries a signature of the key."""
    by_key = Q(credential_key=key) | Q(pdf_key=key) | Q(jwt_key=key)
    return Credential.objects.filter(by_key, standing=Credential.Standing.ISSUED)


@transaction.atomic
def start_reissue(key: SigningKey, reason: str, actor: User | None = None) -> Reissue:
    """Have everything that a key signed issued anew with the keys of today, as one task.

    Everything that counts, or did until its last day; not what was superseded before.
    A run of this key that is under way or was stopped is given as it is. `actor` None: an
    operator, by command. Raises PermissionDenied unless the actor may, ReissueRefused while the
    key still signs, without another key for its use, or without a reason.
    """
    if actor is not None:
        require(actor, "issue anew", key)
    if not reason.strip():
        raise ReissueRefused(_("A reason is needed."))
    locked = SigningKey.objects.select_for_update().get(pk=key.pk)
    if locked.state == SigningKey.State.ACTIVE:
        raise ReissueRefused(_("This key still signs. Retire it, or mark it as compromised."))
    if not SigningKey.objects.filter(use=locked.use, state=SigningKey.State.ACTIVE).exists():
        raise ReissueRefused(_("There is no other key that could sign. Make one first."))
    found = Reissue.objects.filter(key=locked).exclude(state=Reissue.State.DONE).first()
    if found is not None:
        return found
    everything = signed_with(locked)
    superseded = in_state(everything, State.SUPERSEDED, timezone.now(), Issuer.current().time_zone)
    run = Reissue.objects.create(
        key=locked,
        reason=reason.strip(),
        started_by=actor,
        total=everything.exclude(pk__in=superseded.values("pk")).count(),
    )
    record(actor, "start issuing anew", run, key=locked.key_id, total=run.total)
    queue_reissue(run.pk)
    return run

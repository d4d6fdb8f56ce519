from __future__ import annotations

from django.db import transaction

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.models import Reissue
from certification.queue import queue_reissue


@transaction.atomic
def stop_reissue(run: Reissue, actor: User) -> Reissue:
    """Stop a run after the certificate at hand. Raises PermissionDenied unless `actor` may."""
    require(actor, "issue anew", run.key)
    return _turn(run, actor, Reissue.State.RUNNING, Reissue.State.STOPPED)


@transaction.atomic
def continue_reissue(run: Reissue, actor: User) -> Reissue:
    """Go on where a run was stopped. Raises PermissionDenied unless `actor` may."""
    require(actor, "issue anew", run.key)
    turned = _turn(run, actor, Reissue.State.STOPPED, Reissue.State.RUNNING)
    queue_reissue(run.pk)
    return turned


def _turn(run: Reissue, actor: User, before: Reissue.State, after: Reissue.State) -> Reissue:
    locked = Reissue.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.state == before:
        locked.state = after
        locked.save(update_fields=["state", "changed_at"])
        record(actor, f"issuing anew: {after.value}", locked)
    return locked

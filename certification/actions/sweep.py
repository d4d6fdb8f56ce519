from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPException

from django.db.models import Q
from django.utils import timezone

from certification import vault
from certification.actions.issue_again import issue_again
from certification.actions.issue_credential import issue_credential
from certification.actions.send_notice import send_notice
from certification.models import Credential, CredentialFile, Notice, Reissue
from certification.open_badges.linked_data import LinkedDataError
from certification.pdf.fonts import FontsMissing
from certification.queue import queue_reissue
from certification.signers.base import KeyMissing
from courses.learning.models import Completion

logger = logging.getLogger(__name__)
AT_ONCE = 300
PATIENCE = timedelta(minutes=2)
GLYPH_PATIENCE = timedelta(hours=1)
# Mended by somebody else's hand, so looked at again now and then.
_BY_HAND = [
    Credential.Problem.GLYPH,
    Credential.Problem.LICENCE,
    Credential.Problem.FIELDS,
]
ORPHAN_AGE = timedelta(hours=1)


def sweep() -> dict[str, int]:
    """Find what a lost signal, a killed worker or a full disk left undone, and do it.

    Gives how many certificates were issued, notices sent and orphaned files taken away. A run
    that issues anew and went quiet is queued again.
    """
    result = {"issued": 0, "sent": 0, "orphans": _sweep_orphans()}
    for completion, reserved in _waiting():
        try:
            issued = issue_credential(completion) if reserved is None else issue_again(reserved)
            result["issued"] += issued is not None and issued.is_issued
        except (KeyMissing, FontsMissing) as error:
            logger.error("Certificates cannot be issued: %s", error)
            break
        except (OSError, LinkedDataError) as error:
            logger.error("Completion %s: %s", completion.uuid, type(error).__name__)
    quiet = Reissue.objects.filter(
        state=Reissue.State.RUNNING, changed_at__lt=timezone.now() - PATIENCE
    )
    for run_id in quiet.values_list("pk", flat=True):
        queue_reissue(run_id)
    overdue = Notice.objects.filter(sent_at=None, created_at__lt=timezone.now() - PATIENCE)
    for notice_id in overdue.values_list("pk", flat=True)[:AT_ONCE]:
        try:
            result["sent"] += send_notice(notice_id)
        except (OSError, SMTPException) as error:
            logger.error("Notice %s: %s", notice_id, type(error).__name__)
            break
    return result


def _waiting() -> Iterator[tuple[Completion, Credential | None]]:
    """Completions whose certificate is due; with the one reserved in place of another."""
    now = timezone.now()
    missing = Completion.objects.filter(
        credentials=None, person__isnull=False, completed_at__lt=now - PATIENCE
    )
    preparing = Q(problem="", tried_at__lt=now - PATIENCE)
    named = Q(problem=Credential.Problem.NAME) & ~Q(holder__certificate_name="")
    by_hand = Q(problem__in=_BY_HAND, tried_at__lt=now - GLYPH_PATIENCE)
    held = Credential.objects.filter(
        preparing | named | by_hand,
        standing=Credential.Standing.PREPARING,
        completion__isnull=False,
        holder__isnull=False,
    )
    related = ("person", "course_version")
    for completion in missing.select_related(*related).order_by("pk")[:AT_ONCE]:
        yield completion, None
    first = held.filter(issue=1).values("completion")
    for completion in Completion.objects.filter(pk__in=first).select_related(*related)[:AT_ONCE]:
        yield completion, None
    for reserved in held.filter(issue__gt=1).select_related("completion", "supersedes")[:AT_ONCE]:
        assert reserved.completion is not None  # noqa: S101
        yield reserved.completion, reserved


def _sweep_orphans() -> int:
    """Delete files that no row names: a try that was killed between storing and committing."""
    where = vault.storage()
    before = timezone.now() - ORPHAN_AGE
    suspects = Credential.objects.filter(
        Q(standing=Credential.Standing.PREPARING) | Q(issued_at__gt=before - timedelta(days=1))
    )
    gone = 0
    for code in suspects.values_list("code", flat=True)[: AT_ONCE * 4]:
        try:
            _folders, names = where.listdir(code)
        except (FileNotFoundError, NotADirectoryError):
            continue
        paths = {f"{code}/{name}" for name in names}
        known = set(CredentialFile.objects.filter(path__in=paths).values_list("path", flat=True))
        for path in paths - known:
            with contextlib.suppress(OSError):
                if where.get_modified_time(path) < before:
                    where.delete(path)
                    gone += 1
    return gone

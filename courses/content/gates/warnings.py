"""Warnings of the prover: each is mended, or someone writes down why it may stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.audit import AuditEntry
from courses.content.compile.proof import Warned
from courses.content.refusals import Refusal

ACCEPTED, WITHDRAWN = "content.warning_accepted", "content.warning_reason_withdrawn"


@dataclass(frozen=True)
class Reason:
    """Why a warning may stay: the words, and when they were written, from the audit log."""

    text: str
    at: datetime


def reasons(page: Any) -> dict[str, Reason]:
    """What is accepted for this page, by the key of the warning: what was said of it last."""
    if page.pk is None:
        return {}
    entries = AuditEntry.objects.filter(
        verb__in=(ACCEPTED, WITHDRAWN), object_type=page._meta.label, object_key=str(page.pk)
    ).order_by("pk")
    last = {entry.details["key"]: entry for entry in entries if entry.details.get("key")}
    return {
        key: Reason(entry.details["reason"], entry.at)
        for key, entry in last.items()
        if entry.verb == ACCEPTED
    }


def warning_refusals(page: Any, warnings: Iterable[Warned]) -> list[Refusal]:
    """One refusal for each warning that has no reason yet."""
    open_ones = list(warnings)
    given = reasons(page) if open_ones else {}
    return [
        Refusal(
            each.refusal.code,
            _(
                "%(warning)s Mend it, or save the draft and write under “Map and proof” why it "
                "may stay."
            )
            % {"warning": each.refusal.message},
            each.refusal.field,
            each.refusal.block,
        )
        for each in open_ones
        if each.key not in given
    ]

"""Take back why a warning about a scenario may stay: the question comes back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts import audit
from courses.content.gates.warnings import WITHDRAWN, reasons


@transaction.atomic
def withdraw_reason(page: Any, key: str, actor: Any) -> bool:
    """The audit log keeps the reason, and that it was taken back. What is live stays live.

    False where the warning of that key has no reason (any more).
    """
    reason = reasons(page).get(key)
    if reason is None:
        return False
    audit.record(actor, WITHDRAWN, page, key=key, reason=reason.text)
    return True

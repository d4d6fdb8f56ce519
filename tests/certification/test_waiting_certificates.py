"""Administrators are told of certificates that wait too long, once a day, by number only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from certification.actions import warn_of_waiting as module
from certification.actions.issue_credential import issue_credential
from certification.actions.warn_of_waiting import warn_of_waiting
from courses.learning.models import Completion

pytestmark = pytest.mark.django_db


def wait(completion: Completion, days: int) -> None:
    User.objects.exclude(certificate_name="").update(certificate_name="")
    completion.refresh_from_db()
    assert issue_credential(completion).problem == "name"
    Completion.objects.filter(pk=completion.pk).update(
        completed_at=timezone.now() - timedelta(days=days, minutes=1)
    )


def test_after_60_days_administrators_are_told_once_a_day(
    keys: list[str], completion: Completion, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(completion, 60)
    assert (warn_of_waiting(), warn_of_waiting()) == (1, 1)
    (message,) = mail.outbox
    assert message.to == [admin.email]
    assert "1 certificate has waited" in message.body
    assert "waited 60 days" in message.body
    assert "/admin/certificates/" in message.body
    for told in ("Amal", "amal@", "First contact"):
        assert told not in f"{message.body} {message.subject}"
    # A day later.
    monkeypatch.setattr(module, "ONCE_IN", timedelta(0))
    warn_of_waiting()
    assert len(mail.outbox) == 2


def test_before_that_nobody_is(keys: list[str], completion: Completion, admin: User) -> None:
    wait(completion, 59)
    assert warn_of_waiting() == 0
    assert not mail.outbox


def test_what_is_issued_waits_no_more(keys: list[str], completion: Completion, admin: User) -> None:
    issue_credential(completion)
    Completion.objects.update(completed_at=timezone.now() - timedelta(days=300))
    assert warn_of_waiting() == 0
    assert not mail.outbox

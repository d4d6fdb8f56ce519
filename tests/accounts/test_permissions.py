"""`may` says no unless a rule says yes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from accounts.audit import AuditEntry
from accounts.organisations import Organisation
from accounts.people import User
from accounts.permissions import may, require, rule


@pytest.mark.parametrize("verb", ["erase", "export"])
def test_oneself_and_administrators(olga: User, adam: User, lena: User, verb: str) -> None:
    assert may(olga, verb, olga)
    assert may(adam, verb, olga)
    assert not may(lena, verb, olga)
    assert not may(AnonymousUser(), verb, olga)


def test_only_oneself_edits_a_profile(olga: User, adam: User) -> None:
    assert may(olga, "edit", olga)
    assert not may(adam, "edit", olga)


def test_administrators_read_the_log(adam: User, olga: User) -> None:
    assert may(adam, "read", AuditEntry())
    assert may(adam, "read audit log")
    assert not may(olga, "read", AuditEntry())


@given(st.text(max_size=20))
def test_what_nobody_registered_is_refused(verb: str) -> None:
    person = User(pk=1, is_superuser=True)
    assert not may(person, f"unheard of {verb}", Organisation())
    assert not may(person, f"unheard of {verb}")


def test_who_may_no_longer_sign_in_may_nothing(adam: User, olga: User) -> None:
    adam.is_active = False
    assert not may(adam, "erase", olga)


def test_require_raises(olga: User, lena: User) -> None:
    require(olga, "erase", olga)
    with pytest.raises(PermissionDenied):
        require(lena, "erase", olga)


def test_two_rules_for_one_thing_are_refused() -> None:
    with pytest.raises(ValueError, match="Two rules"):
        rule("erase", User)(lambda person, other: True)

"""`/agencies/`: Mona manages the board, Vera only verifies for it, Otto manages another agency."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.erase_person import erase_person
from accounts.actions.grant_membership import grant_membership
from accounts.audit import AuditEntry
from accounts.models import User
from accounts.organisations import Organisation
from accounts.personal_data import export_person
from certification.actions.make_api_key import make_api_key
from certification.actions.revoke_api_key import revoke_api_key
from certification.agencies.tasks import mail_invitation, sweep_agencies
from certification.models import Agency, ApiKey, Invitation, Scope

pytestmark = pytest.mark.django_db


def somebody(name: str, agency: Agency | None = None, role: str = "", **fields: Any) -> User:
    """A demonstration account, which needs no second step."""
    email = f"{name.lower()}@example.org"
    person = User.objects.create_user(
        email, "a-long-password", display_name=name, **{"is_demo": True} | fields
    )
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    if agency is not None:
        grant_membership(person, agency.organisation, role, actor=None)
    return person


def open_agency(name: str) -> Agency:
    return Agency.objects.create(organisation=Organisation.objects.create(name=name))


@pytest.fixture
def board(db: None) -> Agency:
    return open_agency("Nursing board")


@pytest.fixture
def mona(board: Agency) -> User:
    return somebody("Mona", board, "manager")


@pytest.fixture
def vera(board: Agency) -> User:
    return somebody("Vera", board, "verifier")


@pytest.fixture
def otto(db: None) -> User:
    return somebody("Otto", open_agency("Teaching council"), "manager")


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(board: Agency, rest: str = "") -> str:
    return f"/agencies/{board.uuid}/{rest}"


NEW = {"name": "Renewals", "scopes": ["check", "bulk"], "days": "90"}


def make(client: Client, board: Agency) -> str:
    response = client.post(at(board, "keys/new/"), NEW)
    assert response.status_code == 200
    found = re.search(r"wm_[a-z0-9]{8}_[a-z0-9]{32}", response.content.decode())
    assert found
    return found[0]


def test_a_manager_makes_a_key_that_is_shown_once_and_works(
    board: Agency, mona: User, keys: Any
) -> None:
    client = as_(mona)
    text = make(client, board)
    row = ApiKey.objects.get()
    assert row.scopes == ["bulk", "check"]
    assert (row.expires_at - timezone.now()).days in {89, 90}
    page = client.get(at(board)).content.decode()
    assert "Renewals" in page
    assert f"wm_{row.prefix}_…" in page
    assert text not in page
    headers = {"Authorization": f"Bearer {text}"}
    assert Client().get(f"/api/v1{at(board, 'usage')}", headers=headers).status_code == 200
    entry = AuditEntry.objects.get(verb="make API key")
    assert text not in str(entry.details)
    client.post(at(board, f"keys/{row.prefix}/revoke/"))
    assert Client().get(f"/api/v1{at(board, 'usage')}", headers=headers).status_code == 401


def test_a_form_with_gaps_comes_back(board: Agency, mona: User) -> None:
    client = as_(mona)
    response = client.post(at(board, "keys/new/"), {"name": "", "days": "90"})
    assert response.status_code == 422
    response = client.post(at(board, "keys/new/"), NEW | {"days": "36500"})
    assert response.status_code == 422
    assert client.post(at(board, "people/invite/"), {"email": "x"}).status_code == 422
    assert not ApiKey.objects.exists()


def test_a_verifier_sees_use_and_log_and_changes_nothing(
    board: Agency, mona: User, vera: User
) -> None:
    make(as_(mona), board)
    prefix = ApiKey.objects.get().prefix
    client = as_(vera)
    page = client.get(at(board)).content.decode()
    assert "Renewals" in page
    assert "Make a key" not in page
    assert client.get(at(board, "calls/")).status_code == 200
    membership = board.organisation.memberships.get(person=mona)
    for path in (
        "keys/new/",
        f"keys/{prefix}/revoke/",
        "people/invite/",
        f"people/{membership.pk}/remove/",
    ):
        assert client.get(at(board, path)).status_code == 403
        assert client.post(at(board, path), NEW).status_code == 403
    assert ApiKey.objects.get().revoked_at is None
    with pytest.raises(PermissionDenied):
        make_api_key(board, vera, "x", [Scope.CHECK], 30)
    with pytest.raises(PermissionDenied):
        revoke_api_key(ApiKey.objects.get(), vera)


def test_another_agencys_manager_sees_nothing(board: Agency, mona: User, otto: User) -> None:
    make(as_(mona), board)
    prefix = ApiKey.objects.get().prefix
    client = as_(otto)
    for path in ("", "calls/", "keys/new/", f"keys/{prefix}/revoke/", "people/invite/"):
        response = client.get(at(board, path))
        assert response.status_code == 403
        assert "Nursing" not in response.content.decode()
    own = Agency.objects.get(organisation__name="Teaching council")
    assert client.get(at(own)).status_code == 200
    assert client.post(at(own, f"keys/{prefix}/revoke/")).status_code == 404
    membership = board.organisation.memberships.get(person=mona)
    assert client.post(at(own, f"people/{membership.pk}/remove/")).status_code == 404
    assert "Nursing" not in client.get("/agencies/").content.decode()


def test_who_is_not_signed_in_is_sent_to_sign_in(board: Agency, client: Client) -> None:
    for path in ("/agencies/", at(board), at(board, "keys/new/")):
        assert client.get(path)["Location"].startswith("/accounts/login/")


def test_managing_takes_a_second_step(board: Agency) -> None:
    real = somebody("Rita", board, "manager", is_demo=False)
    client = as_(real)
    assert client.get(at(board)).status_code == 200
    response = client.get(at(board, "keys/new/"))
    assert response["Location"] == reverse("mfa_activate_totp")
    assert client.post(at(board, "keys/new/"), NEW).status_code == 302
    Authenticator.objects.create(user=real, type=Authenticator.Type.TOTP, data={})
    response = client.get(at(board, "keys/new/"))
    assert response["Location"].startswith(reverse("mfa_reauthenticate"))
    assert not ApiKey.objects.exists()


def invite(board: Agency, mona: User, email: str, role: str = "verifier") -> Invitation:
    response = as_(mona).post(at(board, "people/invite/"), {"email": email, "role": role})
    assert response.status_code == 302
    return Invitation.objects.get(email=email.lower())


def test_whoever_has_the_address_joins_by_accepting(board: Agency, mona: User) -> None:
    invitation = invite(board, mona, "Nils@Example.org")
    assert mail_invitation(invitation.pk)
    assert not mail_invitation(invitation.pk)
    assert mail.outbox[0].to == ["nils@example.org"]
    assert "http://testserver/agencies/" in mail.outbox[0].body
    nils = somebody("Nils")
    client = as_(nils)
    assert "Nursing board" in client.get("/agencies/").content.decode()
    response = client.post(f"/agencies/invitations/{invitation.pk}/", {"answer": "accept"})
    assert response["Location"] == at(board)
    assert client.get(at(board)).status_code == 200
    assert not Invitation.objects.exists()
    assert board.organisation.memberships.current().filter(person=nils, role="verifier").exists()


def test_an_invitation_is_nobody_elses(board: Agency, mona: User, otto: User) -> None:
    invitation = invite(board, mona, "nils@example.org")
    nils = somebody("Nils")
    EmailAddress.objects.filter(user=nils).update(verified=False)
    for person in (otto, nils):
        client = as_(person)
        assert "Nursing" not in client.get("/agencies/").content.decode()
        path = f"/agencies/invitations/{invitation.pk}/"
        assert client.post(path, {"answer": "accept"}).status_code == 403
    assert Invitation.objects.exists()


def test_declined_withdrawn_and_old_invitations_are_gone(board: Agency, mona: User) -> None:
    nils = somebody("Nils")
    invitation = invite(board, mona, nils.email)
    as_(nils).post(f"/agencies/invitations/{invitation.pk}/", {"answer": "decline"})
    assert not Invitation.objects.exists()
    assert not nils.memberships.exists()
    invitation = invite(board, mona, nils.email)
    as_(mona).post(at(board, f"invitations/{invitation.pk}/withdraw/"))
    assert not Invitation.objects.exists()
    invite(board, mona, nils.email)
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=31))
    assert sweep_agencies()["invitations"] == 1


def test_inviting_says_nothing_of_who_has_an_account(board: Agency, mona: User) -> None:
    somebody("Nils")
    client = as_(mona)
    pages = []
    for email in ("nils@example.org", "nobody@example.org"):
        response = client.post(
            at(board, "people/invite/"), {"email": email, "role": "verifier"}, follow=True
        )
        pages.append(
            re.sub(r"nils|nobody|invitations/\d+|value=\"\w{64}\"", "", response.content.decode())
        )
        Invitation.objects.all().delete()
    assert pages[0] == pages[1]


def test_people_are_removed_but_never_the_last_manager(
    board: Agency, mona: User, vera: User
) -> None:
    client = as_(mona)
    theirs = board.organisation.memberships.get(person=vera)
    assert client.get(at(board, f"people/{theirs.pk}/remove/")).status_code == 200
    client.post(at(board, f"people/{theirs.pk}/remove/"))
    assert as_(vera).get(at(board)).status_code == 403
    own = board.organisation.memberships.get(person=mona)
    response = client.post(at(board, f"people/{own.pk}/remove/"), follow=True)
    assert "last manager" in response.content.decode()
    assert as_(mona).get(at(board)).status_code == 200


def test_a_learner_of_the_same_organisation_is_not_the_agencys_business(
    board: Agency, mona: User
) -> None:
    lena = somebody("Lena", board, "learner")
    page = as_(mona).get(at(board)).content.decode()
    assert "Lena" not in page
    membership = board.organisation.memberships.get(person=lena)
    as_(mona).post(at(board, f"people/{membership.pk}/remove/"))
    assert board.organisation.memberships.current().filter(person=lena).exists()
    assert as_(lena).get(at(board)).status_code == 403


def test_erasing_a_person_takes_their_invitation_and_leaves_the_agencys_keys(
    board: Agency, mona: User
) -> None:
    make(as_(mona), board)
    nils = somebody("Nils")
    invite(board, mona, nils.email)
    assert export_person(nils)["invitations"][0]["agency"] == "Nursing board"
    erase_person(nils, None)
    assert not Invitation.objects.exists()
    erase_person(mona, None)
    assert ApiKey.objects.get().created_by is None


@pytest.fixture
def ada(db: None) -> User:
    person = somebody("Ada")
    person.groups.add(Group.objects.get(name="administrator"))
    return person


def test_administrators_open_agencies_and_set_quotas(ada: User, mona: User) -> None:
    client = as_(ada)
    organisation = Organisation.objects.create(name="Police college")
    values = {"is_open": "on", "monthly_checks": "500", "requests_a_minute": "5"}
    response = client.post(
        "/admin/partner_agencies/new/", {"organisation": organisation.pk, **values}
    )
    assert response.status_code == 302
    agency = Agency.objects.get(organisation=organisation)
    path = f"/admin/partner_agencies/edit/{agency.pk}/"
    assert client.get(path).status_code == 200
    assert client.post(path, values | {"monthly_checks": "9"}).status_code == 302
    agency.refresh_from_db()
    assert agency.monthly_checks == 9
    assert set(AuditEntry.objects.values_list("verb", flat=True)) >= {
        "open partner agency",
        "set quota",
    }
    assert client.get("/admin/partner_agencies/").status_code == 200
    assert client.post(f"/admin/partner_agencies/delete/{agency.pk}/").status_code in {302, 403}
    assert Agency.objects.filter(pk=agency.pk).exists()
    as_(mona).post(path, values)
    agency.refresh_from_db()
    assert agency.monthly_checks == 9

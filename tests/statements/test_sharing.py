"""Their own entries leave only where the learner agreed, and only while they do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.actions.erase_person import erase_person
from accounts.audit import AuditEntry
from accounts.people import User
from accounts.personal_data import export_person
from statements.actions.forward import forward
from statements.actions.share_own import share_own
from statements.actions.stop_sharing import stop_sharing
from statements.models import Sharing, Statement

pytestmark = pytest.mark.django_db
Make = Callable[..., Statement]
PAGE = "/accounts/your-data/record/"


def sent(store: Any) -> set[str]:
    forward(60, even_while_resting=True)
    return set(store.kept)


def test_by_default_decisions_stay(store: Any, answered: Make, passed: Make, olga: User) -> None:
    answered(olga.uuid)
    official = passed(olga.uuid)
    assert sent(store) == {str(official.statement_id)}


def test_what_was_done_after_agreeing_leaves_and_what_was_done_before_stays(
    store: Any, answered: Make, olga: User, lena: User
) -> None:
    answered(olga.uuid)
    share_own(olga)
    after = answered(olga.uuid)
    answered(lena.uuid)
    assert sent(store) == {str(after.statement_id)}


def test_stopping_holds_back_what_has_not_left(store: Any, answered: Make, olga: User) -> None:
    share_own(olga)
    gone = answered(olga.uuid)
    assert sent(store) == {str(gone.statement_id)}
    answered(olga.uuid)
    stop_sharing(olga)
    assert sent(store) == {str(gone.statement_id)}
    share_own(olga)
    again = answered(olga.uuid)
    assert sent(store) == {str(gone.statement_id), str(again.statement_id)}


def test_erasing_drops_their_own_and_takes_them_out_of_the_official(
    store: Any, answered: Make, passed: Make, olga: User
) -> None:
    share_own(olga)
    answered(olga.uuid)
    official = passed(olga.uuid)
    number = str(olga.uuid)
    erase_person(olga, None)
    assert sent(store) == {str(official.statement_id)}
    assert number not in "".join(store.bodies)
    assert not Sharing.objects.exists()


def test_it_was_sent_but_not_noted_and_then_its_person_was_erased(
    store: Any, passed: Make, olga: User
) -> None:
    """The store has it under the former number; that is no conflict to look after."""
    row = passed(olga.uuid)
    store.script = ["cut after"]
    forward(60)
    erase_person(olga, None)
    store.conflicts = True
    sent(store)
    row.refresh_from_db()
    assert row.forwarded_at
    assert len(store.kept) == 1


def test_agreeing_and_stopping_are_in_the_audit_log_once(olga: User) -> None:
    share_own(olga)
    share_own(olga)
    stop_sharing(olga)
    stop_sharing(olga)
    verbs = AuditEntry.objects.filter(actor=olga, verb__startswith="statements.").order_by("pk")
    assert [entry.verb for entry in verbs] == ["statements.share", "statements.stop sharing"]


def test_nobody_agrees_for_another(olga: User, lena: User) -> None:
    from django.core.exceptions import PermissionDenied

    from accounts.permissions import require

    with pytest.raises(PermissionDenied):
        require(lena, "share own record", olga)


def test_the_page_says_what_leaves_and_takes_the_choice(
    store: Any, olga: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(olga)
    page = client.get(PAGE).content.decode()
    assert "Your own entries stay here" in page
    assert "127.0.0.1" in page
    after = client.post(PAGE, {"choice": "share"}, follow=True).content.decode()
    assert "You agreed on" in after
    assert str(olga.uuid) in after
    assert Sharing.objects.filter(person=olga).exists()
    client.post(PAGE, {"choice": "stop"})
    assert not Sharing.objects.exists()


@pytest.mark.parametrize("choice", ["", "yes", "share\x00"])
def test_an_unknown_choice_changes_nothing(
    store: Any, olga: User, signed_in: Callable[[User], Client], choice: str
) -> None:
    response = signed_in(olga).post(PAGE, {"choice": choice})
    assert response.status_code == 400
    assert "Nothing was changed" in response.content.decode()
    assert not Sharing.objects.exists()


def test_without_a_store_there_is_nothing_to_agree_to(
    olga: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(olga)
    assert "stays on this site" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"choice": "share"}).status_code == 400
    assert not Sharing.objects.exists()


def test_without_a_store_one_can_still_stop(
    olga: User, signed_in: Callable[[User], Client]
) -> None:
    share_own(olga)
    client = signed_in(olga)
    assert "Stop passing on" in client.get(PAGE).content.decode()
    client.post(PAGE, {"choice": "stop"})
    assert not Sharing.objects.exists()


@pytest.mark.parametrize("page", [PAGE, f"{PAGE}statements.json"])
def test_strangers_sign_in_first(client: Client, page: str) -> None:
    assert client.get(page)["Location"].startswith("/accounts/login/")


def test_the_download_is_ones_own_and_all_of_it(
    olga: User,
    lena: User,
    answered: Make,
    passed: Make,
    signed_in: Callable[[User], Client],
) -> None:
    mine = [answered(olga.uuid), passed(olga.uuid), answered(olga.uuid)]
    answered(lena.uuid)
    response = signed_in(olga).get(f"{PAGE}statements.json")
    assert response.streaming
    assert "no-store" in response["Cache-Control"]
    assert "attachment" in response["Content-Disposition"]
    found = json.loads(b"".join(response.streaming_content))  # type: ignore[arg-type]
    assert [each["id"] for each in found] == [str(row.statement_id) for row in mine]
    assert {each["version"] for each in found} == {"1.0.3"}


def test_the_download_of_nothing_is_an_empty_array(
    olga: User, signed_in: Callable[[User], Client]
) -> None:
    response = signed_in(olga).get(f"{PAGE}statements.json")
    assert json.loads(b"".join(response.streaming_content)) == []  # type: ignore[arg-type]


def test_ones_own_data_says_whether_one_agreed(olga: User) -> None:
    assert export_person(olga)["passing_on"] == {"agreed": None}
    share_own(olga)
    assert export_person(olga)["passing_on"]["agreed"]

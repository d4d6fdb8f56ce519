"""`/verify/`: one word and all facts, for anybody, without login, keeping nothing."""

from __future__ import annotations

import html
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import FakePayload
from django.utils import timezone

from accounts.models import User
from certification.actions.forget_holder import forget_holder
from certification.actions.move_issuer import move_issuer
from certification.actions.revoke_credential import RevokeRefused, revoke_credential
from certification.codes import encode, new_code, read_code, show_code
from certification.models import Credential, CredentialFile, Issuer, StatusEntry
from certification.uploads import DRAINED
from certification.wording import rows

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def word(text: str) -> str:
    """The badge in the heading."""
    start = text.index("wm-badge wm-badge--") + len("wm-badge wm-badge--")
    return text[start:].split()[0].split('"')[0]


def send(client: Client, data: bytes, name: str = "certificate.pdf") -> Any:
    return client.post("/verify/", {"file": SimpleUploadedFile(name, data)})


def test_a_code_shows_the_word_and_every_fact(issued: Any, client: Client) -> None:
    text = page(client, f"/verify/{issued.credential.code}/")
    assert word(text) == "valid"
    facts = issued.credential.facts()
    for label, value in rows(facts):
        assert label in text
        assert value in text
    for value in ("Amal Haddad", "First contact", facts.issuer_name, issued.credential.shown_code):
        assert value in text
    assert "http://testserver/verify/" in text
    assert "amal@example.org" not in text


def test_checking_sets_no_cookie(issued: Any, client: Client) -> None:
    for response in (
        client.get("/verify/"),
        client.get(f"/verify/{issued.credential.code}/"),
        send(client, issued.pdf),
    ):
        assert not response.cookies
        assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda code: show_code(code),
        lambda code: code.lower(),
        lambda code: f"  {code[:7]} {code[7:]} ",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.replace("1", "I"),
        # What other keyboards make of it: wide letters, Arabic digits, Cyrillic and Greek letters.
        lambda code: "".join(chr(ord(each) + 0xFEE0) for each in code),
        lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda code: code.translate(str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")),
        lambda code: code.translate(str.maketrans("ABEZHKMNPTYX", "ΑΒΕΖΗΚΜΝΡΤΥΧ")).lower(),
        # Links, as a scanner reads them and as people copy them.
        lambda code: f"http://testserver/verify/{code}/#" + "A" * 500,
        lambda code: f" http://TESTSERVER/de/verify/{show_code(code)} ",
        lambda code: f"http://testserver/credentials/{code}.pdf",
    ],
)
def test_a_code_is_read_forgivingly(issued: Any, client: Client, spoil: Any) -> None:
    response = client.post("/verify/", {"code": spoil(issued.credential.code)})
    assert response.status_code == 302
    assert response["Location"] == f"/verify/{issued.credential.code}/"


def test_a_code_with_a_wrong_character_offers_nothing(issued: Any, client: Client) -> None:
    code = issued.credential.code
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    text = page(client, f"/verify/{wrong}/", 404)
    assert word(text) == "unknown"
    assert code not in text
    assert "Amal" not in text


@pytest.mark.parametrize("text", ["", "123", "U" * 26, "Z" * 26, "x" * 300, "<script>"])
def test_what_is_no_code_comes_back_with_a_sentence(client: Client, text: str) -> None:
    response = client.post("/verify/", {"code": text})
    assert response.status_code == 422
    assert "Please check these answers" in response.content.decode()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("35FPN-H4JDR-22D7G-4KFWN-8FKKD", "it has 25 letters and digits, and a code has 26"),
        ("35FPN-H4JDR-22D7G-4KFWN-8FKKDGG", "it has 27 letters and digits"),
        ("35FPN-H4JDR-22D7G-4KFWN-8FUKD*", "“U *” stands in no code"),
        ("Z" * 26, "the first sign is one from 0 to 7"),
    ],
)
def test_a_slip_in_typing_is_named(client: Client, text: str, says: str) -> None:
    answer = html.unescape(client.post("/verify/", {"code": text}).content.decode())
    assert says in answer
    assert text in answer


@pytest.mark.parametrize(
    "link",
    [
        "https://testserver.evil.example/verify/{code}/",
        "https://evil.example/verify/{code}/#AAAA",
        "https://testserver@evil.example/verify/{code}/",
        "https://evil.example/https://testserver/verify/{code}/",
    ],
)
def test_a_link_to_another_host_is_named_and_not_followed(
    issued: Any, client: Client, link: str
) -> None:
    """What looks like our page may be a copy of it that says "valid" to everything."""
    response = client.post("/verify/", {"code": link.format(code=issued.credential.code)})
    assert response.status_code == 422
    text = response.content.decode()
    assert "evil.example. That is not an address of ours" in text
    assert "Amal" not in text


def test_a_link_to_a_former_address_is_read(issued: Any, client: Client) -> None:
    move_issuer("https://new.example.org")
    code = issued.credential.code
    for host in ("http://testserver", "https://new.example.org"):
        response = client.post("/verify/", {"code": f"{host}/verify/{code}/"})
        assert response["Location"] == f"/verify/{code}/"


def test_an_unknown_code_is_shown_as_it_was_read(keys: Any, client: Client) -> None:
    code = new_code()
    text = page(client, f"/verify/{code}/", 404)
    assert f'You asked about: <strong class="wm-key">{show_code(code)}</strong>' in text
    # What is no code is shown as text.
    text = page(client, "/verify/<b>x</b>/", 404)
    assert "&lt;b&gt;x" in text
    assert "<b>x" not in text


def test_the_answer_says_when_it_was_given_in_the_issuers_days(
    issued: Any, admin: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A print-out for the file is worth little without its moment."""
    Issuer.objects.update(time_zone="Asia/Tokyo")
    moment = datetime(2026, 12, 31, 20, 5, tzinfo=UTC)
    revoke_credential(issued.credential, admin, Credential.Reason.ERROR, "Twice.")
    Credential.objects.update(ended_at=moment)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    text = page(client, f"/verify/{issued.credential.code}/")
    assert "Checked on 1 January 2027, 05:05 (Asia/Tokyo)." in text
    assert "Since 1 January 2027." in text
    text = send(client, issued.pdf).content.decode()
    assert "Checked on 1 January 2027, 05:05 (Asia/Tokyo)." in text


def test_all_formats_are_offered_where_they_exist(issued: Any, client: Client) -> None:
    address = f"/verify/{issued.credential.code}/"
    text = page(client, address)
    for kind in ("pdf", "json", "jwt", "png"):
        assert f"/credentials/{issued.credential.code}.{kind}" in text
    CredentialFile.objects.filter(kind__in=["jwt", "png"]).delete()
    text = page(client, address)
    assert f"{issued.credential.code}.pdf" in text
    assert f"{issued.credential.code}.jwt" not in text


def test_a_file_is_answered_with_its_causes(issued: Any, client: Client) -> None:
    assert word(send(client, issued.pdf).content.decode()) == "valid"
    assert word(send(client, issued.json, "c.json").content.decode()) == "valid"
    text = send(client, issued.pdf + b"x").content.decode()
    assert word(text) == "altered"
    assert 'data-cause="appended"' in text
    assert "Something was added after the end of the file." in text
    assert "Amal Haddad" in text
    text = send(client, b"hello", "x.txt").content.decode()
    assert word(text) == "unknown"


def test_an_empty_file_is_refused(client: Client, keys: Any) -> None:
    assert send(client, b"").status_code == 422


def test_a_file_just_over_the_limit_is_refused(client: Client, keys: Any) -> None:
    response = send(client, b"%PDF-" + b"x" * (10 * 1024 * 1024 + 70_000))
    assert response.status_code == 413
    assert "larger than 10 MB" in response.content.decode()


def test_200_megabytes_are_refused_from_the_header(client: Client, keys: Any) -> None:
    class Endless(FakePayload):
        taken = 0

        def read(self, size: int | None = None) -> bytes:
            Endless.taken += size or 0
            return b"x" * (size or 0)

    response = client.generic(
        "POST",
        "/verify/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
        **{"wsgi.input": Endless()},
    )
    assert response.status_code == 413
    assert response["Connection"] == "close"
    assert Endless.taken <= DRAINED


def test_an_upload_never_touches_the_disk(
    issued: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    import django.core.files.uploadedfile as module

    monkeypatch.setattr(module, "TemporaryUploadedFile", None)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", None)
    response = send(client, b"%PDF-" + b"x" * (6 * 1024 * 1024))
    assert word(response.content.decode()) == "unknown"


def test_an_expired_certificate(issued: Any, client: Client) -> None:
    today = date.today()
    Credential.objects.update(valid_until=today)
    assert word(page(client, f"/verify/{issued.credential.code}/")) == "valid"
    Credential.objects.update(valid_until=today - timedelta(days=2))
    assert word(page(client, f"/verify/{issued.credential.code}/")) == "expired"
    assert word(send(client, issued.pdf).content.decode()) == "expired"


def test_a_suspended_certificate(issued: Any, client: Client) -> None:
    Credential.objects.update(standing="suspended")
    assert word(page(client, f"/verify/{issued.credential.code}/")) == "suspended"


def test_a_superseded_certificate(issued: Any, other: Any, client: Client) -> None:
    Credential.objects.filter(pk=other.credential.pk).update(supersedes=issued.credential)
    text = page(client, f"/verify/{issued.credential.code}/")
    assert word(text) == "superseded"
    assert other.credential.shown_code in text
    assert word(page(client, f"/verify/{other.credential.code}/")) == "valid"


def test_revoking_shows_everywhere_and_deletes_nothing(
    issued: Any, admin: User, client: Client
) -> None:
    revoke_credential(
        issued.credential, admin, Credential.Reason.ERROR, "Wrong person, see note 12."
    )
    for text in (
        page(client, f"/verify/{issued.credential.code}/"),
        send(client, issued.pdf).content.decode(),
        send(client, issued.json).content.decode(),
    ):
        assert word(text) == "revoked"
        assert "Issued in error" in text
        assert "Wrong person" not in text
        assert "Amal Haddad" in text
    assert StatusEntry.objects.get().is_set
    assert client.get(f"/credentials/{issued.credential.code}.pdf").content == issued.pdf


def test_who_may_not_revoke(issued: Any, amal: User, bela: User) -> None:
    from django.core.exceptions import PermissionDenied

    for someone in (amal, bela):
        with pytest.raises(PermissionDenied):
            revoke_credential(issued.credential, someone, Credential.Reason.ERROR, "x")
    assert Credential.objects.get().standing == "issued"


def test_revoking_needs_a_reason_and_happens_once(issued: Any, admin: User) -> None:
    with pytest.raises(RevokeRefused):
        revoke_credential(issued.credential, admin, Credential.Reason.ERROR, "  ")
    revoke_credential(issued.credential, admin, Credential.Reason.ERROR, "Twice.")
    with pytest.raises(RevokeRefused):
        revoke_credential(issued.credential, admin, Credential.Reason.OTHER, "Again.")


def test_after_erasure_it_holds_without_the_name(
    issued: Any, amal: User, client: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        forget_holder(amal)
    code = issued.credential.code
    text = page(client, f"/verify/{code}/")
    assert word(text) == "valid"
    assert "Amal" not in text
    assert "First contact" in text
    assert client.get(f"/credentials/{code}.pdf").status_code == 410
    assert [path for path in settings.PRIVATE_DIR.rglob("*") if path.is_file()] == []
    # The holder's own copy proves itself, name and all.
    for data in (issued.pdf, issued.json):
        answer = send(client, data).content.decode()
        assert word(answer) == "valid"
        assert "Amal Haddad" in answer
    match = client.post(f"/verify/{code}/", {"name": "haddad  AMÀL"}).content.decode()
    assert "The name matches" in match
    other = client.post(f"/verify/{code}/", {"name": "Amal Hadad"}).content.decode()
    assert "does not match" in other


def test_guessing_names_is_slowed(issued: Any, amal: User, client: Client) -> None:
    from django.core.cache import cache

    cache.clear()
    forget_holder(amal)
    address = f"/verify/{issued.credential.code}/"
    for number in range(10):
        assert "does not match" in client.post(address, {"name": f"n{number}"}).content.decode()
    assert "Many names were tried" in client.post(address, {"name": "Amal Haddad"}).content.decode()


def test_a_check_costs_the_same_queries_with_more_certificates(
    issued: Any, other: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        page(client, f"/verify/{issued.credential.code}/")


def test_a_certificate_in_preparation_is_not_there(
    keys: Any, completion: Any, client: Client
) -> None:
    from certification.actions.issue_credential import _reserve

    credential = _reserve(completion)
    assert word(page(client, f"/verify/{credential.code}/", 404)) == "unknown"
    assert client.get(f"/credentials/{credential.code}.pdf").status_code == 404


def test_codes_are_canonical() -> None:
    assert encode(0) == "0" * 26
    assert encode(2**128 - 1) == "7" + "Z" * 25
    for _ in range(200):
        code = new_code()
        assert read_code(code) == code
        assert read_code(show_code(code)) == code
        assert len(show_code(code)) == 30


def test_a_code_and_a_file_together_look_at_the_file(issued: Any, client: Client) -> None:
    response = client.post(
        "/verify/", {"code": "", "file": io.BytesIO(issued.pdf)}, format="multipart"
    )
    assert word(response.content.decode()) == "valid"


def test_how_it_stood_on_a_day(issued: Any, admin: User, client: Client) -> None:
    address = f"/verify/{issued.credential.code}/"
    today = timezone.localdate()
    assert "Was it valid on a certain day?" in page(client, address)
    assert "Yes: on" in page(client, f"{address}?on={today}")
    before = page(client, f"{address}?on={today - timedelta(days=3)}")
    assert "had not been issued yet" in before
    # The one word at the top is always today's.
    assert word(before) == "valid"
    later = page(client, f"{address}?on={today + timedelta(days=3)}")
    assert "things may change until then" in later
    revoke_credential(issued.credential, admin, Credential.Reason.ERROR, "Twice.")
    assert "it had been revoked" in page(client, f"{address}?on={today}")


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30", "01/03/2026", "0000-00-00"])
def test_what_is_no_day_is_answered_with_a_sentence(issued: Any, client: Client, day: str) -> None:
    text = page(client, f"/verify/{issued.credential.code}/?on={day}")
    assert "wm-badge--valid" in text
    assert "error" in text
    assert "Yes: on" not in text


def test_a_day_asked_about_a_code_that_is_unknown_tells_nothing(client: Client, keys: Any) -> None:
    assert "certain day" not in page(client, f"/verify/{new_code()}/?on=2026-03-01", 404)

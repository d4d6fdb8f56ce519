"""A licence number: asked where a board wants it, printed, and found nowhere else."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.audit import AuditEntry
from accounts.models import User
from accounts.personal_data import erasers, export_person
from certification import tasks, vault
from certification.actions.forget_holder import forget_holder
from certification.actions.give_licence import give_licence
from certification.actions.issue_credential import issue_credential
from certification.actions.sweep import sweep
from certification.forms import LicenceForm
from certification.models import Achievement, Credential, CredentialFile, LicenceNumber, Signatory
from courses.content.models import CourseVersion
from courses.learning.models import Completion

pytestmark = pytest.mark.django_db
NUMBER = "RN 7204518"


@pytest.fixture
def nursing(keys: list[str], version: CourseVersion) -> Achievement:
    """The course's certificates are those of the California board."""
    made = Achievement.objects.create(
        course_key=version.course_key,
        board="ca-brn",
        board_fields={
            "provider_name": "Waymark Training for Nurses",
            "provider_address": "12 Mill Lane, Sacramento, CA 95814",
            "provider_number": "CEP 12345",
        },
    )
    Signatory.objects.create(achievement=made, name="Dr. Miriam Okafor", role="Instructor")
    return made


@pytest.fixture
def kept(nursing: Achievement, completion: Completion) -> Credential:
    return issue_credential(completion)


@pytest.fixture
def printed(kept: Credential, completion: Completion, amal: User) -> Credential:
    give_licence(completion, NUMBER.lower(), amal)
    return issue_credential(completion)


def file_of(credential: Credential, kind: str) -> bytes:
    row = CredentialFile.objects.get(credential=credential, kind=kind)
    return vault.get(row.path, bytes(row.wrapped_key), row.sha256)


def spoken(pdf: bytes) -> str:
    """What is tagged on the page, in order."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        content = opened.pages[0].Contents.read_bytes()
    parts = content.split(b"/ActualText <FEFF")[1:]
    return "\n".join(bytes.fromhex(each[: each.index(b">")].decode()).decode("utf-16-be")
                     for each in parts)  # fmt: skip


def test_the_certificate_waits_and_the_learner_is_told_once(
    kept: Credential, completion: Completion, client: Client, amal: User
) -> None:
    assert (kept.standing, kept.problem) == ("preparing", "licence")
    tasks.issue(completion.pk)
    tasks.issue(completion.pk)
    assert len(mail.outbox) == 1
    assert "licence number" in mail.outbox[0].body
    client.force_login(amal)
    page = client.get(f"/credentials/for/{completion.uuid}/", follow=True)
    text = page.content.decode()
    assert "Your licence number" in text
    assert "shown nowhere else" in text
    assert "no-store" in page["Cache-Control"] or "no-cache" in page["Cache-Control"]


def test_given_it_is_printed_and_the_certificate_issued(
    kept: Credential, completion: Completion, client: Client, amal: User
) -> None:
    client.force_login(amal)
    answer = client.post(f"/credentials/licence/{completion.uuid}/", {"number": " rn 7204518 "})
    assert (answer.status_code, answer["Location"]) == (
        302, f"/credentials/for/{completion.uuid}/"
    )  # fmt: skip
    issued = issue_credential(completion)
    assert issued.is_issued
    assert f"Licence or other ID number\n{NUMBER}" in spoken(file_of(issued, "pdf"))


def test_the_sweep_goes_on_where_the_task_was_lost(
    kept: Credential, completion: Completion, amal: User
) -> None:
    give_licence(completion, NUMBER, amal)
    Credential.objects.update(tried_at=timezone.now() - timedelta(minutes=5))
    assert sweep()["issued"] == 1


def test_bad_numbers_come_back_with_a_sentence(
    kept: Credential, completion: Completion, client: Client, amal: User
) -> None:
    client.force_login(amal)
    for bad in ("", "none", "<b>1</b>", "1" * 31, "١٢٣"):
        page = client.post(f"/credentials/licence/{completion.uuid}/", {"number": bad})
        assert page.status_code == 422, bad
    assert not LicenceNumber.objects.exists()
    assert LicenceForm({"number": "RN-12/3.4"}).is_valid()


def test_nobody_else_gives_or_sees_it(
    kept: Credential, completion: Completion, client: Client, bela: User, admin: User
) -> None:
    address = f"/credentials/licence/{completion.uuid}/"
    assert client.get(address).status_code == 302
    for somebody in (bela, admin):
        client.force_login(somebody)
        assert client.get(address).status_code == 403
        assert client.post(address, {"number": NUMBER}).status_code == 403


def test_a_course_without_such_a_board_asks_nothing(
    keys: list[str], completion: Completion, client: Client, amal: User
) -> None:
    client.force_login(amal)
    answer = client.get(f"/credentials/licence/{completion.uuid}/")
    assert answer["Location"] == f"/credentials/for/{completion.uuid}/"
    with pytest.raises(ValueError, match="no licence"):
        give_licence(completion, NUMBER, amal)


def test_no_public_answer_has_it(printed: Credential, client: Client) -> None:
    """Not the page, not the JSON, the token or the picture, not the code that is printed."""
    code = printed.code
    answers = [
        client.get(f"/verify/{code}/").content,
        client.get(f"/credentials/{code}.json").content,
        client.get(f"/credentials/{code}.jwt").content,
        client.get(f"/credentials/{code}.png").content,
        client.get(f"/api/v1/credentials/{code}").content,
        file_of(printed, "json"),
        file_of(printed, "jwt"),
        file_of(printed, "png"),
        json.dumps(printed.facts_json).encode(),
        repr(list(AuditEntry.objects.values())).encode(),
    ]
    for answer in answers:
        assert b"7204518" not in answer
    with pikepdf.open(io.BytesIO(file_of(printed, "pdf"))) as pdf:
        attached = pdf.attachments["credential.json"].get_file().read_bytes()
        assert b"7204518" not in attached
        assert b"7204518" not in repr(dict(pdf.docinfo)).encode()


def test_the_paper_with_the_number_is_the_holder_s_alone(
    printed: Credential, client: Client, bela: User, admin: User, amal: User
) -> None:
    """Whoever has the code may have any other file; this one has what is not public."""
    address = f"/credentials/{printed.code}.pdf"
    for somebody in (None, bela, admin):
        if somebody is not None:
            client.force_login(somebody)
        answer = client.get(address)
        assert answer.status_code == 403
        assert b"licence number" in answer.content
        assert b"7204518" not in answer.content
        assert address.encode() not in client.get(f"/verify/{printed.code}/").content
        assert client.get(f"/credentials/{printed.code}.json").status_code == 200
    client.force_login(amal)
    assert client.get(address).content == file_of(printed, "pdf")


def test_a_paper_without_one_is_for_whoever_has_the_code(
    keys: list[str], completion: Completion, client: Client
) -> None:
    issued = issue_credential(completion)
    assert client.get(f"/credentials/{issued.code}.pdf").status_code == 200
    page = client.get(f"/verify/{issued.code}/").content
    assert f"/credentials/{issued.code}.pdf".encode() in page


def test_it_is_sealed_at_rest(printed: Credential, tmp_path: Path) -> None:
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows.append(repr([[bytes(x) if isinstance(x, memoryview) else x for x in row]
                              for row in cursor.fetchall()]))  # fmt: skip
    assert "7204518" not in "".join(rows)
    for path in (tmp_path / "private").rglob("*"):
        assert path.is_dir() or b"7204518" not in path.read_bytes()


def test_it_is_exported_and_erased_with_the_person(printed: Credential, amal: User) -> None:
    exported: Any = export_person(amal)["licence numbers"]
    assert exported == [
        {"board": str(Achievement.Board.CALIFORNIA_NURSING.label), "number": NUMBER}
    ]
    for name, eraser in erasers():
        if name in {"certificates", "licence numbers"}:
            eraser(amal)
    assert not LicenceNumber.objects.exists()
    assert bytes(Credential.objects.get().licence) == b""


def test_a_changed_number_is_on_the_next_certificate_only(
    printed: Credential, completion: Completion, amal: User
) -> None:
    before = file_of(printed, "pdf")
    give_licence(completion, "RN 999", amal)
    issue_credential(completion)
    assert file_of(printed, "pdf") == before
    assert LicenceNumber.objects.count() == 1


def test_forgetting_the_holder_takes_the_number_on_the_certificate(printed: Credential) -> None:
    assert bytes(printed.licence)
    assert printed.holder is not None
    forget_holder(printed.holder)
    assert bytes(Credential.objects.get().licence) == b""

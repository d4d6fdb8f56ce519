"""What was issued outlives course, template, account, keys, host and last night's backup.

Each test has four files in hand, as a holder has them, and the code; all must answer as before.
"""

from __future__ import annotations

import base64
import json
import re
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.actions.erase_person import erase_person
from accounts.models import User
from certification import tasks, vault
from certification.actions.compromise_key import compromise_key
from certification.actions.give_licence import give_licence
from certification.actions.make_appeal import make_appeal
from certification.actions.make_keys import make_keys
from certification.actions.move_issuer import move_issuer
from certification.actions.revoke_credential import revoke_credential
from certification.actions.rotate_key import rotate_key
from certification.models import (
    Achievement,
    Credential,
    CredentialFile,
    Notice,
    Signatory,
    SigningKey,
    StatusEntry,
    StatusList,
)
from certification.signers.base import Use
from certification.status.bitstring import encode, set_indexes
from certification.verify.answer import State
from certification.verify.answering import answer_code, answer_file
from certification.verify.causes import Cause
from courses.content.models import CourseVersion
from courses.learning.models import Completion

pytestmark = pytest.mark.django_db
KINDS = ("pdf", "json", "jwt", "png")


@dataclass
class Held:
    """What a holder has: the files, and the code on the paper."""

    code: str
    files: dict[str, bytes]

    @classmethod
    def of(cls, credential: Credential) -> Held:
        files = {
            row.kind: vault.get(row.path, bytes(row.wrapped_key), row.sha256)
            for row in credential.files.all()
        }
        return cls(credential.code, files)

    def answers(self) -> dict[str, State]:
        found = {kind: answer_file(data).state for kind, data in self.files.items()}
        return found | {"code": answer_code(self.code).state}

    def all_valid(self) -> bool:
        return set(self.answers().values()) == {State.VALID} and set(self.files) == set(KINDS)


@pytest.fixture
def held(issued: Any) -> Held:
    found = Held.of(issued.credential)
    assert found.all_valid()
    return found


# The course and its certificate's template


def test_the_course_is_deleted(keys: Any, amal: User) -> None:
    """customcert #670: deleting a course deleted its certificates."""
    from courses.content.actions.load_course import load_course
    from tests.certification.conftest import complete

    tiny = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"
    page = load_course(tiny)
    assert page is not None
    version = CourseVersion.objects.get(title=page.title)
    tasks.issue(complete(amal, version).pk)
    found = Held.of(Credential.objects.get())
    page.delete()
    assert found.all_valid()
    facts = answer_code(found.code).facts
    assert facts is not None
    assert facts.course_title == page.title


def test_the_template_is_changed_and_deleted(held: Held, version: CourseVersion) -> None:
    """ILIAS before 5.4, TalentLMS: a template's edit altered papers that were already issued."""
    before = list(CredentialFile.objects.order_by("pk").values_list("sha256", "path"))
    shown = answer_code(held.code).facts
    made = Achievement.objects.create(
        course_key=version.course_key,
        kind="attendance",
        validity="days",
        validity_amount=1,
        heading="Another heading",
    )
    assert held.all_valid()
    made.delete()
    assert held.all_valid()
    assert answer_code(held.code).facts == shown
    assert list(CredentialFile.objects.order_by("pk").values_list("sha256", "path")) == before


# Keys and host


def test_keys_are_rotated_twice(held: Held) -> None:
    for use in (*Use, *Use):
        rotate_key(use)
    assert held.all_valid()


def test_the_site_moves_to_another_host_and_back(held: Held) -> None:
    move_issuer("https://new.example.org")
    assert held.all_valid()
    move_issuer("https://newer.example.org")
    assert held.all_valid()
    # What is not known by its bytes is known by its proof, under the name of then.
    held.files["json"] = json.dumps(json.loads(held.files["json"]), indent=1).encode()
    assert held.all_valid()
    move_issuer("http://testserver")
    assert held.all_valid()


def test_a_name_that_was_never_ours_is_not_accepted(held: Held) -> None:
    move_issuer("https://new.example.org")
    document = json.loads(held.files["json"])
    text = json.dumps(document).replace("did:web:testserver", "did:web:never.example")
    assert answer_file(text.encode()).state == State.ALTERED


# The backup


def test_last_nights_backup_is_restored(held: Held, other: Any) -> None:
    """`other` was issued after the backup: nothing in the database knows it."""
    new = Held.of(other.credential)
    assert new.all_valid()
    restore_to_before(other.credential)
    assert held.all_valid()
    for kind, data in new.files.items():
        answer = answer_file(data)
        assert (kind, answer.state) == (kind, State.UNKNOWN)
        assert answer.causes == (Cause.SIGNED_NOT_REGISTERED,)
        # What was changed is not vouched for.
        changed = bytearray(data)
        changed[len(data) // 2] ^= 1
        assert Cause.SIGNED_NOT_REGISTERED not in answer_file(bytes(changed)).causes
    assert answer_code(new.code).state == State.UNKNOWN


def test_the_page_says_so_in_words(held: Held, other: Any, client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    restore_to_before(other.credential)
    text = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", other.pdf)}).content
    assert "our register does not know it" in text.decode()


def test_keys_made_since_the_backup_are_found_in_their_folder(
    held: Held, named: Any, bela: User
) -> None:
    """The keys folder is newer than the database: `keys make` takes up what it holds."""
    before = list(SigningKey.objects.values_list("pk", flat=True))
    for use in Use:
        rotate_key(use)
    new = Held.of(named("Bela Nagy").credential)
    restore_to_before(Credential.objects.get(code=new.code))
    SigningKey.objects.exclude(pk__in=before).delete()
    SigningKey.objects.update(state="active", changed_at=None)
    assert answer_file(new.files["jwt"]).causes != (Cause.SIGNED_NOT_REGISTERED,)
    call_command("keys", "make", verbosity=0)
    assert held.all_valid()
    for data in new.files.values():
        assert answer_file(data).causes == (Cause.SIGNED_NOT_REGISTERED,)


def test_no_place_of_before_is_given_out_again(held: Held, other: Any, named: Any) -> None:
    """The lost certificate's place must not be withdrawn together with a stranger's."""
    lost = place_of(other.credential)
    restore_to_before(other.credential)
    call_command("register", "restored", verbosity=0)
    numbers = {place_of(named(f"Person {each}").credential)[0] for each in range(3)}
    assert numbers == {lost[0] + 2}
    assert held.all_valid()


def test_what_was_withdrawn_after_the_backup_stays_withdrawn(
    held: Held, issued: Any, other: Any, admin: User, tmp_path: Path, client: Client, capsys: Any
) -> None:
    lost = place_of(other.credential)
    for each in (issued.credential, other.credential):
        revoke_credential(each, admin, Credential.Reason.ERROR, "Not theirs.")
    kept = tmp_path / "lists.json"
    kept.write_bytes(client.get("/verify/offline/data.json").content)
    restore_to_before(other.credential)
    Notice.objects.all().delete()
    StatusEntry.objects.update(is_set=False)
    Credential.objects.update(standing="issued", ended_at=None, ended_class="", ended_reason="")
    assert held.all_valid()
    call_command("register", "restored", str(kept))
    said = capsys.readouterr().out
    assert issued.credential.shown_code in said
    assert "1 certificates that the backup does not know stay withdrawn." in said
    assert set(held.answers().values()) == {State.SUSPENDED}
    number, index = lost
    assert StatusEntry.objects.get(list__number=number, index=index).is_set
    published = json.loads(client.get(f"/credentials/status/{number}").content)
    encoded = published["credentialSubject"]["encodedList"]
    assert set_indexes(encoded) == {index, place_of(issued.credential)[1]}
    assert not Notice.objects.exists()
    # A second time, from the list itself: nothing more to do.
    kept.write_bytes(client.get(f"/credentials/status/{number}").content)
    call_command("register", "restored", str(kept))
    assert "suspended now" not in capsys.readouterr().out


def test_what_was_being_prepared_gets_another_code(
    held: Held, completion: Any, completing: Any, bela: User, version: CourseVersion
) -> None:
    """It may have been issued under the one it had."""
    from certification.actions.issue_credential import _reserve

    waits = completing(bela, version)
    reserved = _reserve(waits)
    call_command("register", "restored", verbosity=0)
    after = Credential.objects.get(pk=reserved.pk)
    assert after.code != reserved.code
    assert after.status_entry_id != reserved.status_entry_id
    assert StatusEntry.objects.filter(pk=reserved.status_entry_id).exists()
    tasks.issue(waits.pk)
    assert Held.of(Credential.objects.get(pk=reserved.pk)).all_valid()


@pytest.mark.parametrize("spoil", ["bit", "key", "nothing", "missing", "credential", "text"])
def test_a_list_that_we_did_not_sign_changes_nothing(
    held: Held, issued: Any, tmp_path: Path, client: Client, spoil: str
) -> None:
    number, _index = place_of(issued.credential)
    document = json.loads(client.get(f"/credentials/status/{number}").content)
    kept = tmp_path / "list.json"
    if spoil == "bit":
        document["credentialSubject"]["encodedList"] = encode({place_of(issued.credential)[1]})
    elif spoil == "key":
        document["proof"]["verificationMethod"] = "did:web:elsewhere.example#key"
    elif spoil == "nothing":
        document = {"lists": []}
    elif spoil == "credential":
        document = json.loads(held.files["json"])
    if spoil != "missing":
        kept.write_text("no list" if spoil == "text" else json.dumps(document))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("register", "restored", str(kept))
    assert held.all_valid()
    assert StatusList.objects.count() == 1


def place_of(credential: Credential) -> tuple[int, int]:
    entry = StatusEntry.objects.select_related("list").get(credential=credential)
    return entry.list.number, entry.index


def restore_to_before(credential: Credential) -> None:
    """As a database that was saved before this certificate was issued."""
    Notice.objects.filter(credential=credential).delete()
    CredentialFile.objects.filter(credential=credential).delete()
    entry = credential.status_entry_id
    Credential.objects.filter(pk=credential.pk).delete()
    StatusEntry.objects.filter(pk=entry).delete()


# The person

NAME = "Quenwyth Oddbjørn-Přikryl"
EMAIL = "quenwyth.oddbjorn@example.org"
LICENCE = "RN 7204518"
# Parts of them that must be found nowhere, however a table writes them.
TRACES = ("quenwyth", "oddbj", "ikryl", "7204518")


@pytest.fixture
def full_life(keys: Any, version: CourseVersion, admin: User, settings: Any) -> Any:
    """Somebody who signed in, gave name and licence number, was certified, revoked and appealed."""
    from tests.certification.conftest import complete, person

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
    someone = person(EMAIL, NAME, display_name=NAME)
    browser = Client()
    browser.force_login(someone)
    browser.get("/credentials/")
    completion = complete(someone, version)
    tasks.issue(completion.pk)
    give_licence(completion, LICENCE, someone)
    tasks.issue(completion.pk)
    first = Credential.objects.get()
    files = Held.of(first)
    tasks.issue(complete(someone, version).pk)
    second = Credential.objects.latest("pk")
    revoke_credential(second, admin, Credential.Reason.ERROR, f"{NAME} never came.")
    make_appeal(second, someone, f"I am {NAME} and I came.")
    return someone, files, completion


def test_the_account_is_erased(full_life: Any, django_capture_on_commit_callbacks: Any) -> None:
    """customcert #159, edX #143: valid, without the name, and the holder's copy still proves it."""
    someone, files, _completion = full_life
    answers = files.answers()
    assert set(answers) == {*KINDS, "code"}
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(someone, actor=someone)
    assert files.answers() == answers
    shown = answer_code(files.code)
    assert shown.facts is not None
    assert shown.facts.holder_name is None
    own = answer_file(files.files["json"])
    assert own.facts is not None
    assert own.facts.holder_name == NAME
    credential = Credential.objects.get(code=files.code)
    assert credential.name_match == vault.name_match(files.code, "přikryl-oddbjørn QUENWYTH")
    assert credential.name_match != vault.name_match(files.code, "Quenwyth")


def test_nothing_of_an_erased_person_is_left(
    full_life: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """Every row of every table and every file, read in every way that something may be written."""
    someone, _files, _completion = full_life
    mailed = len(mail.outbox)
    assert mailed
    assert traces_in_database(), "the search finds a person who is there"
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(someone, actor=someone)
    assert traces_in_database() == []
    assert traces_in_files(Path(settings.PRIVATE_DIR).parent) == []
    assert not [path for path in Path(settings.PRIVATE_DIR).rglob("*") if path.is_file()]
    # The documented rest: facts without the name, hashes, standing, the match of the name.
    left = Credential.objects.filter(erased_at__isnull=False)
    assert left.count() == 2
    for credential in left:
        assert credential.holder_id is None
        assert (credential.holder_name, credential.ended_reason, bytes(credential.licence)) == (
            "",
            "",
            b"",
        )
        assert len(credential.name_match) == 64
        assert credential.files.count() == 4
    # Said again to nobody: the erasure sends no mail that names the person to others.
    assert all(EMAIL in message.to for message in mail.outbox[:mailed])


def test_what_is_deleted_from_sqlite_is_overwritten(tmp_path: Path) -> None:
    """Not even the free pages of the database's file hold what was deleted."""
    from config.database import database

    values = database("", tmp_path)
    opened = sqlite3.connect(values["NAME"])
    opened.executescript(values["OPTIONS"]["init_command"])
    opened.execute("CREATE TABLE held (name TEXT)")
    opened.executemany("INSERT INTO held VALUES (?)", [(f"{NAME} {n}" * 50,) for n in range(200)])
    opened.commit()
    opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert traces_in_files(tmp_path)
    opened.execute("DELETE FROM held")
    opened.commit()
    opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()
    assert traces_in_files(tmp_path) == []


def test_the_search_reads_what_is_packed() -> None:
    """The twin of the search: it finds the name in each way that a table may hold it."""
    for written in (
        NAME,
        NAME.upper().encode(),
        json.dumps({"name": NAME}),
        base64.b64encode(f"name: {NAME}".encode()).decode(),
        base64.urlsafe_b64encode(zlib.compress(NAME.encode())).decode(),
        SessionStore().encode({"name": NAME}),
    ):
        assert traces(written), written
    assert not traces("Amal Haddad")


def traces(value: Any) -> list[str]:
    return [trace for text in readings(value) for trace in TRACES if trace in text.casefold()]


def readings(value: Any) -> Iterator[str]:
    """A value as text, and what it is when unpacked."""
    if value is None or isinstance(value, int | float):
        return
    data = bytes(value) if isinstance(value, bytes | bytearray | memoryview) else b""
    text = data.decode("utf-8", "replace") if data else str(value)
    yield text
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    # Signed and packed values: sessions, queued tasks, pickles.
    for part in re.findall(r"[A-Za-z0-9+/_=-]{16,}", text):
        try:
            raw = base64.b64decode(part.replace("-", "+").replace("_", "/") + "==")
        except ValueError:
            continue
        yield raw.decode("utf-8", "replace")
        try:
            yield zlib.decompress(raw).decode("utf-8", "replace")
        except zlib.error:
            continue


def traces_in_database() -> list[tuple[str, str]]:
    """Table and trace, for every row of every table, sessions, audit log and queue among them."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                found += [(table, trace) for value in row for trace in traces(value)]
    return found


def traces_in_files(folder: Path) -> list[tuple[str, str]]:
    return [
        (path.name, trace)
        for path in folder.rglob("*")
        if path.is_file()
        for trace in traces(path.name) + traces(path.read_bytes())
    ]


# All at once


def test_everything_happens_to_one_certificate(
    held: Held, completion: Completion, django_capture_on_commit_callbacks: Any
) -> None:
    holder = completion.person
    assert holder is not None
    for use in (*Use, *Use):
        rotate_key(use)
    # A key that did not sign it is lost: that is nobody else's matter.
    compromise_key(SigningKey.objects.get(use="pdf", state="active").key_id, "A test.")
    move_issuer("https://new.example.org")
    Achievement.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(holder, actor=holder)
    make_keys()
    assert held.all_valid()

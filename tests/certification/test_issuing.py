"""One completion, one certificate: whatever happens in between."""

from __future__ import annotations

import errno
import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from accounts.audit import AuditEntry
from accounts.models import User
from certification import tasks, vault
from certification.actions import put_in_force as module
from certification.actions.issue_credential import issue_credential
from certification.actions.make_keys import make_keys
from certification.actions.sweep import sweep
from certification.models import Credential, CredentialFile, Notice, StatusEntry
from certification.pdf.fonts import FontsMissing
from certification.signers.base import KeyMissing
from courses.learning.models import Completion, Enrolment


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_completion_brings_a_certificate(issued: Any, settings: Any) -> None:
    credential = issued.credential
    assert credential.standing == Credential.Standing.ISSUED
    assert credential.holder_name == "Amal Haddad"
    assert "Amal" not in json.dumps(credential.facts_json)
    assert issued.pdf.startswith(b"%PDF-")
    assert issued.png.startswith(b"\x89PNG")
    assert issued.jwt.startswith(b"eyJ")
    assert {row.kind for row in credential.files.all()} == {"pdf", "json", "jwt", "png"}
    for row in credential.files.all():
        assert row.sha256 == hashlib.sha256(getattr(issued, row.kind)).hexdigest()
    assert len(stored(settings.PRIVATE_DIR)) == 4
    assert AuditEntry.objects.filter(verb="issue certificate").count() == 1


def test_stored_bytes_are_encrypted_each_with_its_own_key(issued: Any, settings: Any) -> None:
    for path in stored(settings.PRIVATE_DIR):
        data = path.read_bytes()
        assert b"%PDF" not in data
        assert b"Amal" not in data
    keys = {bytes(row.wrapped_key) for row in issued.credential.files.all()}
    assert len(keys) == 4


def test_issuing_again_changes_nothing(issued: Any, completion: Completion) -> None:
    before = list(CredentialFile.objects.values_list("pk", "sha256"))
    again = issue_credential(completion)
    assert again.pk == issued.credential.pk
    assert list(CredentialFile.objects.values_list("pk", "sha256")) == before
    assert StatusEntry.objects.count() == 1


def test_the_slower_of_two_tries_leaves_nothing(
    keys: list[str], completion: Completion, settings: Any
) -> None:
    """The other worker finishes while this one is still drawing."""
    make = module.make_files
    inner: list[Credential] = []

    def slow(*arguments: Any) -> Any:
        made = make(*arguments)
        if not inner:
            inner.append(Credential())
            with patch.object(module, "make_files", make):
                inner.append(issue_credential(completion))
        return made

    with patch.object(module, "make_files", slow):
        outer = issue_credential(completion)
    assert Credential.objects.count() == 1
    assert outer.pk == inner[1].pk
    assert CredentialFile.objects.count() == 4
    assert len(stored(settings.PRIVATE_DIR)) == 4
    assert Notice.objects.count() == 1


def test_a_full_disk_leaves_nothing_half_stored_and_the_next_try_succeeds(
    keys: list[str], completion: Completion, settings: Any
) -> None:
    save = FileSystemStorage._save
    count = [0]

    def full(self: FileSystemStorage, name: str, content: Any) -> str:
        count[0] += 1
        if count[0] == 2:
            path = Path(self.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        return save(self, name, content)

    with patch.object(FileSystemStorage, "_save", full), pytest.raises(OSError, match="No space"):
        issue_credential(completion)
    assert stored(settings.PRIVATE_DIR) == []
    assert CredentialFile.objects.count() == 0
    assert not Credential.objects.get().is_issued
    assert issue_credential(completion).is_issued
    assert len(stored(settings.PRIVATE_DIR)) == 4


def test_without_keys_nothing_is_issued(completion: Completion, settings: Any) -> None:
    make_keys()
    for path in Path(settings.KEYS_DIR).glob("credential-*"):
        path.unlink()
    with pytest.raises(KeyMissing):
        issue_credential(completion)
    assert not Credential.objects.get().is_issued


def test_without_fonts_nothing_is_issued(
    keys: list[str], completion: Completion, settings: Any, tmp_path: Path
) -> None:
    settings.CERTIFICATE_FONT_DIRS = [tmp_path / "none"]
    with pytest.raises(FontsMissing):
        issue_credential(completion)


def test_a_name_that_cannot_be_drawn_waits_with_its_code_point(
    keys: list[str], completion: Completion, amal: User
) -> None:
    amal.certificate_name = "Amal 𓀀"
    amal.save()
    completion = Completion.objects.select_related("person", "course_version").get()
    credential = issue_credential(completion)
    assert (credential.problem, credential.problem_detail) == ("glyph", "U+13000")
    assert not credential.is_issued
    assert AuditEntry.objects.filter(verb="certificate kept").count() == 1
    assert "Amal" not in str(AuditEntry.objects.values_list("details", flat=True))


def test_without_a_name_the_holder_is_asked_and_the_name_then_brings_it(
    keys: list[str], completion: Completion, amal: User
) -> None:
    User.objects.filter(pk=amal.pk).update(certificate_name="")
    tasks.issue(completion.pk)
    assert Credential.objects.get().problem == "name"
    assert len(mail.outbox) == 1
    User.objects.filter(pk=amal.pk).update(certificate_name="Amal H.")
    assert sweep()["issued"] == 1
    assert Credential.objects.get().holder_name == "Amal H."


def test_the_mail_says_nothing_in_its_subject(keys: list[str], completion: Completion) -> None:
    tasks.issue(completion.pk)
    tasks.issue(completion.pk)
    assert len(mail.outbox) == 1
    message = mail.outbox[0]
    assert message.subject == "Your training record"
    assert "traffick" not in message.body.lower()
    assert "First contact" not in message.body
    assert "/credentials/" in message.body


def test_renaming_later_changes_no_certificate(issued: Any, amal: User) -> None:
    amal.certificate_name = "Somebody Else"
    amal.save()
    credential = Credential.objects.get()
    assert credential.facts().holder_name == "Amal Haddad"
    credential.holder_name = "Somebody Else"
    with pytest.raises(TypeError):
        credential.save()


def test_an_issued_file_is_never_replaced(issued: Any) -> None:
    row = issued.credential.files.first()
    row.sha256 = "0" * 64
    with pytest.raises(TypeError):
        row.save()


def test_a_changed_stored_file_is_noticed(issued: Any, settings: Any) -> None:
    row = issued.credential.files.get(kind="pdf")
    path = Path(settings.PRIVATE_DIR) / row.path
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)
    with pytest.raises(vault.Damaged):
        vault.get(row.path, bytes(row.wrapped_key), row.sha256)


def test_a_retake_supersedes_and_has_its_own_date(issued: Any, amal: User, version: Any) -> None:
    """customcert #763/#345: a retake kept the old date."""
    later = timezone.now() + timedelta(days=1)
    enrolment = Enrolment.objects.create(
        person=amal, course_key=version.course_key, course_version=version, completed_at=later
    )
    second = Completion.objects.create(
        enrolment=enrolment,
        person=amal,
        course_version=version,
        completed_at=later,
        evidence={},
    )
    newer = issue_credential(second)
    assert newer.supersedes == issued.credential
    assert newer.facts().supersedes == issued.credential.code
    assert newer.facts().completed_on > issued.credential.facts().completed_on


def test_the_sweep_finds_what_a_lost_signal_missed(keys: list[str], completion: Completion) -> None:
    with patch("certification.actions.sweep.PATIENCE", timedelta(0)):
        result = sweep()
        assert (result["issued"], result["sent"]) == (1, 1)
        assert sweep() == {"issued": 0, "sent": 0, "orphans": 0}
    assert len(mail.outbox) == 1


def test_the_sweep_takes_away_files_that_no_row_names(issued: Any, settings: Any) -> None:
    orphan = Path(settings.PRIVATE_DIR) / issued.credential.code / "pdf-0000"
    orphan.write_bytes(b"left by a killed worker")
    assert sweep()["orphans"] == 0
    with patch("certification.actions.sweep.ORPHAN_AGE", timedelta(seconds=-5)):
        assert sweep()["orphans"] == 1
    assert len(stored(settings.PRIVATE_DIR)) == 4

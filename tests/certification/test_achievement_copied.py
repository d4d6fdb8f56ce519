"""What an achievement says is copied when a certificate is issued, and never looked up again."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PIL import Image

from accounts.models import User
from certification import vault
from certification.achievements.pictures import keep, printable
from certification.actions.issue_credential import issue_credential
from certification.facts import CreditLine, Facts, Signatory, Wording
from certification.models import Achievement, Credential, CredentialFile, Issuer, KeptImage
from certification.models import Signatory as SignatoryRow
from certification.snapshot import again
from certification.wording import rows
from courses.content.models import CourseVersion
from courses.learning.models import Completion

pytestmark = pytest.mark.django_db


def picture(colour: str = "navy") -> bytes:
    output = io.BytesIO()
    Image.new("RGBA", (300, 90), colour).save(output, "PNG")
    return printable(output.getvalue())


@pytest.fixture
def achievement(version: CourseVersion) -> Achievement:
    made = Achievement.objects.create(
        course_key=version.course_key,
        kind="attendance",
        validity="years",
        validity_amount=2,
        layout="plain",
        heading="Certificate of the academy",
        lead="The academy confirms that",
        completed="took part in",
        note="Under the agreement of 2026.",
    )
    SignatoryRow.objects.create(
        achievement=made, name="Miriam Okafor", role="Director", kept=keep(picture())
    )
    return made


def files(credential: Credential) -> dict[str, bytes]:
    return {
        row.kind: vault.get(row.path, bytes(row.wrapped_key), row.sha256)
        for row in CredentialFile.objects.filter(credential=credential)
    }


@pytest.fixture
def earned(achievement: Achievement, keys: list[str], completion: Completion) -> Credential:
    return issue_credential(completion)


def test_all_of_it_is_in_the_facts(earned: Credential) -> None:
    facts = earned.facts()
    assert facts.kind == "attendance"
    assert facts.valid_until is not None
    assert facts.valid_until.year == facts.completed_on.year + 2
    assert earned.valid_until == facts.valid_until
    assert facts.layout == "plain"
    assert facts.wording == Wording(
        "Certificate of the academy",
        "The academy confirms that",
        "took part in",
        "Under the agreement of 2026.",
    )
    (signatory,) = facts.signatories
    assert (signatory.name, signatory.role) == ("Miriam Okafor", "Director")
    assert KeptImage.objects.get(sha256=signatory.image).data
    shown = dict(rows(facts))
    assert shown["Signatory"] == "Miriam Okafor, Director"
    narrative = json.loads(files(earned)["json"])["credentialSubject"]["achievement"]["criteria"]
    for text in ("The academy confirms that", "Miriam Okafor, Director", "agreement of 2026"):
        assert text in narrative["narrative"]


def change(achievement: Achievement) -> None:
    SignatoryRow.objects.all().delete()
    for name in ("heading", "lead", "completed", "note"):
        setattr(achievement, name, "Other")
    achievement.validity, achievement.validity_amount = "days", 1
    achievement.kind, achievement.layout = "achievement", "way"
    achievement.save()


@pytest.mark.parametrize("what", [change, Achievement.delete])
def test_changing_or_deleting_it_touches_nothing_issued(
    what: Callable[[Achievement], Any], earned: Credential, achievement: Achievement, client: Any
) -> None:
    before, page = files(earned), client.get(f"/verify/{earned.code}/").content.decode()
    what(achievement)
    after = Credential.objects.get()
    assert files(after) == before
    assert after.facts() == earned.facts()
    assert after.valid_until == earned.valid_until
    shown = client.get(f"/verify/{earned.code}/").content.decode()
    for text in ("Certificate of the academy", "Miriam Okafor", "took part in"):
        assert text in page
        assert text in shown


def test_the_achievement_of_the_language_comes_before_the_one_for_all(
    achievement: Achievement, keys: list[str], completion: Completion
) -> None:
    Achievement.objects.create(course_key=achievement.course_key, language="en", note="English")
    Achievement.objects.create(course_key=achievement.course_key, language="fr", note="French")
    assert issue_credential(completion).facts().wording.note == "English"


def test_a_past_fixed_date_keeps_the_certificate_with_a_reason(
    version: CourseVersion, keys: list[str], completion: Completion
) -> None:
    made = Achievement.objects.create(
        course_key=version.course_key, validity="fixed", validity_date=date(2020, 1, 1)
    )
    kept = issue_credential(completion)
    assert (kept.problem, kept.problem_detail) == ("fields", "validity_date")
    made.validity_date = date(2099, 1, 1)
    made.save()
    assert issue_credential(completion).valid_until == date(2099, 1, 1)


LINES = [
    {"type": "Any", "amount": "1"},
    {"type": "Nurses", "amount": "1", "profession": "health"},
    {"type": "Police", "amount": "1", "profession": "police"},
    {"type": "French", "amount": "1", "language": "fr"},
    {"type": "English", "amount": "1", "language": "en"},
    {"type": "Past", "amount": "1", "valid_to": "2020-01-01"},
    {"type": "Future", "amount": "1", "valid_from": "2999-01-01"},
    {"type": "Now", "amount": "1", "valid_from": "2020-01-01", "valid_to": "2999-01-01"},
]


@pytest.mark.parametrize(
    ("profession", "granted"),
    [
        ("police", ["Any", "Police", "English", "Now"]),
        ("health", ["Any", "Nurses", "English", "Now"]),
        ("education", ["Any", "English", "Now"]),
        # Who has not said what they do is refused nothing.
        ("", ["Any", "Nurses", "Police", "English", "Now"]),
    ],
)
def test_credit_goes_to_whom_and_when_it_was_approved(
    profession: str, granted: list[str], keys: list[str], completion: Completion, amal: User
) -> None:
    completion.course_version.credit_lines = LINES
    completion.person = amal
    amal.profession = profession
    lines = issue_credential(completion).facts().credit_lines
    assert [line.type for line in lines] == granted


def test_first_and_last_day_of_an_approval_count() -> None:
    line = CreditLine("CPD", "1", valid_from="2026-03-10", valid_to="2026-03-20")
    days = {day: line.counts(date(2026, 3, day), "", "en") for day in (9, 10, 20, 21)}
    assert days == {9: False, 10: True, 20: True, 21: False}


def test_facts_written_before_achievements_still_read() -> None:
    old = {
        "format": 1, "code": "A" * 26, "course_title": "First contact", "course_number": 1,
        "course_hash": "ab", "language": "en", "issuer_name": "W", "issuer_did": "did:web:w",
        "issuer_url": "https://w.example", "completed_on": "2026-01-31", "holder_name": None,
        "issued_at": "2026-01-31T10:00:00Z", "issued_on": "2026-01-31", "minutes": 45,
        "credit_lines": [{"type": "CPD", "amount": "1", "profession": "police"}],
    }  # fmt: skip
    facts = Facts.from_json(old)
    assert (facts.cause, facts.layout, facts.signatories) == ("completion", "way", ())
    assert facts.credit_lines[0].language == ""
    assert Facts.from_json(facts.to_json()) == facts


def test_facts_survive_being_written_down(earned: Credential) -> None:
    said = json.loads(json.dumps(earned.facts().to_json()))
    assert Facts.from_json(said) == earned.facts()


def test_issued_anew_all_stays_but_code_day_and_name(earned: Credential) -> None:
    facts = earned.facts()
    later = datetime(2031, 5, 6, 12, tzinfo=UTC)
    new = again(facts, Issuer.current(), "B" * 26, later, "correction", " Amal\tHaddad-Berg ")
    assert new.holder_name == "Amal Haddad-Berg"
    assert (new.supersedes, new.cause) == (facts.code, "correction")
    assert new.issued_on == date(2031, 5, 6)
    same = ("completed_on", "valid_until", "wording", "signatories", "layout", "credit_lines")
    assert all(getattr(new, name) == getattr(facts, name) for name in same)
    assert dict(rows(new))["Issued anew because"] == "The name was corrected"
    with pytest.raises(ValueError, match="name"):
        again(facts.without_name(), Issuer.current(), "B" * 26, later, "key")


def test_signatories_compare_by_what_is_printed() -> None:
    assert Signatory.from_json({"name": "A", "role": None}) == Signatory("A")

"""The certificate editor: who may, what is refused in words, and the picture beside the form."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from accounts.audit import AuditEntry
from accounts.people import User
from accounts.roles import ADMINISTRATOR, LEARNER, MANAGER, REVIEWER, TRAINER
from certification.actions.issue_credential import issue_credential
from certification.actions.make_keys import make_keys
from certification.models import Achievement, KeptImage, Signatory
from courses.content.actions.load_course import load_course
from courses.content.models import CourseVersion
from courses.learning.models import Completion
from media.models import CourseImage

pytestmark = pytest.mark.django_db
TINY = Path(__file__).parents[1] / "content" / "fixtures" / "tiny"


@pytest.fixture
def course(db: None) -> Any:
    return load_course(TINY)


@pytest.fixture
def signed_in() -> Callable[[str], Client]:
    def make(role: str) -> Client:
        person = User.objects.create_user(f"{role}@example.org", "x", is_demo=True)
        person.groups.set(Group.objects.filter(name__in=[role, LEARNER]))
        client = Client()
        client.force_login(person)
        return client

    return make


@pytest.fixture
def trainer(signed_in: Callable[[str], Client]) -> Client:
    return signed_in(TRAINER)


def address(course: Any, *more: str) -> str:
    return "/".join(["/admin/achievements", str(course.translation_key), *more, ""])


def filled(**fields: Any) -> dict[str, Any]:
    form = {
        "kind": "",
        "validity": "none",
        "renewal": "at-once",
        "board": "",
        "layout": "way",
        "signatories-TOTAL_FORMS": "4",
        "signatories-INITIAL_FORMS": "0",
    }
    return form | fields


CALIFORNIA = {
    "board": "ca-brn",
    "ca-brn-provider_name": "Waymark Training",
    "ca-brn-provider_address": "12 Mill Lane",
    "ca-brn-provider_number": "CEP 12345",
    "signatories-0-name": "Miriam Okafor",
}
SUBJECTS = [
    "types", "vulnerability", "health", "identification", "assessment", "response", "resources"
]  # fmt: skip


def shown(page: Any) -> Image.Image:
    """The picture in the answer."""
    found = re.search(r'src="data:image/png;base64,([^"]+)"', page.content.decode())
    assert found, "no picture"
    return Image.open(io.BytesIO(base64.b64decode(found[1])))


@pytest.mark.parametrize("role", [TRAINER, ADMINISTRATOR])
def test_trainers_of_the_course_and_administrators_may(
    role: str, course: Any, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in(role)
    assert course.title in client.get("/admin/achievements/").content.decode()
    assert client.get(address(course)).status_code == 200
    assert client.post(address(course), filled(heading="Diploma")).status_code == 302
    assert Achievement.objects.get().heading == "Diploma"


@pytest.mark.parametrize("role", [REVIEWER, MANAGER, LEARNER])
def test_others_may_not(role: str, course: Any, signed_in: Callable[[str], Client]) -> None:
    client = signed_in(role)
    for page in ("/admin/achievements/", address(course)):
        assert client.get(page).status_code in {302, 403}
    for page in (address(course), address(course, "look"), address(course, "remove")):
        assert client.post(page, filled(heading="Diploma")).status_code in {302, 403}
    assert not Achievement.objects.exists()


def test_a_trainer_of_other_pages_only_may_not(
    course: Any, signed_in: Callable[[str], Client]
) -> None:
    from wagtail.models import GroupPagePermission

    client = signed_in(TRAINER)
    mine = GroupPagePermission.objects.filter(group__name=TRAINER)
    one = mine.filter(permission__codename="change_page").first() or mine.first()
    assert one is not None
    mine.exclude(pk=one.pk).delete()
    one.page = course.get_children().first()
    one.save()
    assert client.get(address(course)).status_code in {302, 403}
    answer = client.post(address(course), filled(heading="Diploma"))
    assert answer.status_code in {302, 403}
    assert not Achievement.objects.exists()


def test_what_is_saved_comes_back_and_is_logged(course: Any, trainer: Client) -> None:
    sent = filled(
        validity="years",
        validity_amount="2",
        renewal="after",
        layout="plain",
        note="By agreement.",
        **{
            "signatories-0-name": "Second",
            "signatories-0-position": "2",
            "signatories-1-name": "First",
            "signatories-1-role": "Director",
            "signatories-1-position": "1",
        },
    )
    answer = trainer.post(address(course), sent, follow=True)
    text = answer.content.decode()
    assert "Saved." in text
    assert "By agreement." in text
    made = Achievement.objects.get()
    assert (made.validity, made.validity_amount, made.renewal) == ("years", 2, "after")
    assert [each.name for each in made.signatories.all()] == ["First", "Second"]
    assert AuditEntry.objects.filter(verb="make achievement").exists()
    trainer.post(address(course), sent | {"validity": "none"})
    assert Achievement.objects.get().validity_amount is None
    assert AuditEntry.objects.filter(verb="change achievement").exists()
    assert "2 years" not in trainer.get("/admin/achievements/").content.decode()


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"validity": "years"}, "Say how many, at least 1."),
    ({"validity": "days", "validity_amount": "0"}, "Say how many, at least 1."),
    ({"validity": "fixed"}, "Say which day is the last."),
    ({"validity": "fixed", "validity_date": "2020-01-01"}, "This day has passed"),
    ({"board": "ca-brn"}, "The board wants this on the certificate."),
    ({**CALIFORNIA, "signatories-0-name": ""}, "The board wants a signature"),
    ({"board": "tx-hhsc", "tx-hhsc-approval_number": "1"}, "The rule asks for all seven"),
    (
        {"board": "tx-hhsc", "tx-hhsc-approval_number": "1", "tx-hhsc-subjects": SUBJECTS[:6]},
        "The course does not cover yet: Where help is found.",
    ),
    ({"note": "a" * 301}, "under 300 characters"),
    ({"heading": "\U00013000"}, "no letter to print for U+13000"),
    ({"signatories-0-role": "Director"}, "Write the name, or empty the rest"),
    ({"signatories-0-name": "A", "signatories-0-position": "9"}, "less than or equal to 4"),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED)
def test_what_is_wrong_is_said_and_nothing_saved(
    fields: dict[str, Any], sentence: str, course: Any, trainer: Client
) -> None:
    answer = trainer.post(address(course), filled(lead="Kept in the form", **fields))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert "Kept in the form" in text
    assert not Achievement.objects.exists()


def test_a_board_with_all_it_wants_is_saved(course: Any, trainer: Client) -> None:
    assert trainer.post(address(course), filled(**CALIFORNIA)).status_code == 302
    assert Achievement.objects.get().board_fields == {
        "provider_name": "Waymark Training",
        "provider_address": "12 Mill Lane",
        "provider_number": "CEP 12345",
    }
    texas = {
        "board": "tx-hhsc", "tx-hhsc-approval_number": "HHSC-1", "tx-hhsc-subjects": SUBJECTS
    }  # fmt: skip
    assert trainer.post(address(course), filled(**texas)).status_code == 302
    made = Achievement.objects.get()
    assert made.board_fields == {"approval_number": "HHSC-1", "subjects": SUBJECTS}
    text = trainer.get(address(course)).content.decode()
    assert len(re.findall(r'name="tx-hhsc-subjects"[^>]*checked', text)) == 7


def test_the_picture_follows_what_is_typed_and_saves_nothing(course: Any, trainer: Client) -> None:
    plain = shown(trainer.post(address(course, "look"), filled()))
    other = shown(trainer.post(address(course, "look"), filled(heading="Another heading")))
    assert plain.size == other.size
    assert plain.width > plain.height > 600
    assert plain.tobytes() != other.tobytes()
    assert not Achievement.objects.exists()
    assert not KeptImage.objects.exists()
    assert not AuditEntry.objects.filter(verb__endswith="achievement").exists()


def test_without_script_the_button_draws_on_the_same_page(course: Any, trainer: Client) -> None:
    sent = filled(heading="Unsaved heading", look="1")
    answer = trainer.post(address(course), sent)
    assert answer.status_code == 200
    assert "Unsaved heading" in answer.content.decode()
    assert shown(answer).width
    assert not Achievement.objects.exists()


def test_half_a_form_is_drawn_as_far_as_it_makes_sense(course: Any, trainer: Client) -> None:
    for fields in ({"validity": "years"}, {"board": "ca-brn"}, {"validity": "nonsense"}):
        assert shown(trainer.post(address(course, "look"), filled(**fields))).width
    past = filled(validity="fixed", validity_date="2020-01-01")
    text = trainer.post(address(course, "look"), past).content.decode()
    assert "passed" in text or "data:image" in text


@pytest.fixture
def drawing(settings: Any, tmp_path: Path) -> CourseImage:
    settings.MEDIA_ROOT = tmp_path
    data = io.BytesIO()
    Image.new("RGBA", (900, 300), (10, 10, 80, 255)).save(data, "PNG")
    made: CourseImage = CourseImage.objects.create(
        title="Signature", file=SimpleUploadedFile("signature.png", data.getvalue(), "image/png")
    )
    return made


def test_a_signature_is_kept_as_it_was_when_saved(
    course: Any, trainer: Client, drawing: CourseImage
) -> None:
    row = {"signatories-0-name": "Miriam Okafor", "signatories-0-image": str(drawing.pk)}
    assert trainer.post(address(course), filled(**row)).status_code == 302
    signatory = Signatory.objects.get()
    assert signatory.image_id == drawing.pk
    assert signatory.kept is not None
    drawing.delete()
    signatory.refresh_from_db()
    assert bytes(KeptImage.objects.get().data).startswith(b"\xff\xd8")


def test_a_certificate_that_waited_is_tried_again(course: Any, trainer: Client) -> None:
    make_keys()
    version = CourseVersion.objects.get(course_key=course.translation_key)
    person = User.objects.create_user("amal@example.org", "x", certificate_name="Amal Haddad")
    made = Achievement.objects.create(course_key=course.translation_key, board="ca-brn")
    from courses.learning.models import Enrolment

    now = timezone.now()
    enrolment = Enrolment.objects.create(
        person=person, course_key=version.course_key, course_version=version, completed_at=now
    )
    completion = Completion.objects.create(
        enrolment=enrolment, person=person, course_version=version, completed_at=now, evidence={}
    )
    assert issue_credential(completion).problem == "fields"
    assert trainer.post(address(course), filled()).status_code == 302
    made.refresh_from_db()
    assert made.board == ""
    assert issue_credential(completion).is_issued


def test_removing_goes_back_to_the_plain_one(course: Any, trainer: Client) -> None:
    trainer.post(address(course), filled(heading="Diploma"))
    assert trainer.post(address(course, "remove")).status_code == 302
    assert not Achievement.objects.exists()
    assert AuditEntry.objects.filter(verb="remove achievement").exists()
    assert trainer.get(address(course, "remove")).status_code == 405


def test_the_list_says_what_is_to_be_done(course: Any, trainer: Client) -> None:
    Achievement.objects.create(
        course_key=course.translation_key,
        validity="fixed",
        validity_date=timezone.localdate() - timedelta(days=1),
        board="tx-hhsc",
    )
    text = trainer.get("/admin/achievements/").content.decode()
    assert "Its fixed date has passed" in text
    assert "Something that the board wants is missing" in text


def test_the_list_costs_the_same_for_many_courses(
    course: Any, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in(ADMINISTRATOR)
    client.get("/admin/achievements/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/admin/achievements/")
    for number in range(5):
        copied = course.copy(
            update_attrs={"title": f"Course {number}", "slug": f"course-{number}"},
            copy_revisions=False,
            reset_translation_key=True,
            keep_live=False,
        )
        Achievement.objects.create(course_key=copied.translation_key)
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/achievements/")
    assert len(many) == len(one)


def test_unknown_courses_and_languages_are_not_found(course: Any, trainer: Client) -> None:
    other = SimpleNamespace(translation_key="7d7a1f0e-0000-4000-8000-000000000000")
    assert trainer.get(address(other)).status_code == 404
    assert trainer.get(address(course, "in", "xx")).status_code == 404
    assert trainer.get(address(course, "in", "en")).status_code == 200

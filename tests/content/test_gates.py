"""What may not go live, each with its sentence, and its twin that may."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.tests.utils import get_test_image_file

from courses.content.models import (
    CataloguePage,
    CoursePage,
    CourseVersion,
    LessonPage,
    ScenarioPage,
    UsedFile,
)
from courses.content.refusals import PublishRefused
from media.models import CourseImage, Recording


def publish(page: Any) -> None:
    page.save_revision().publish()


def refused(page: Any) -> set[str]:
    """Publish, and give the codes of the refusal; nothing may have gone live."""
    before = CourseVersion.objects.count()
    with pytest.raises(PublishRefused) as caught:
        publish(page)
    assert CourseVersion.objects.count() == before
    assert all(refusal.message for refusal in caught.value.refusals)
    return {refusal.code for refusal in caught.value.refusals}


def edit(page: Any, field: str, change: Any) -> None:
    """Change the raw data of a stream as the editor would."""
    raw = list(getattr(page, field).raw_data)
    change(raw)
    setattr(page, field, raw)


def block(raw: list[Any], kind: str) -> Any:
    return next(each for each in raw if each["type"] == kind)


def test_course_without_lessons(tiny: SimpleNamespace) -> None:
    course = CoursePage(
        title="Empty", summary="x", audience="x", objectives=[("objective", "x")], live=False
    )
    tiny.catalogue.add_child(instance=course)
    assert refused(course) == {"no-lessons"}
    course.refresh_from_db()
    assert not course.live


def test_course_says_for_whom_and_what_for(tiny: SimpleNamespace) -> None:
    tiny.course.audience = ""
    tiny.course.summary = ""
    tiny.course.objectives = []
    tiny.course.law_date = None
    assert refused(tiny.course) == {
        "audience-missing",
        "summary-missing",
        "objectives-missing",
        "law-half",
    }


@pytest.mark.parametrize("intensity", [1, 2, 3, 4])
def test_t12_a_heavy_lesson_needs_a_note(tiny: SimpleNamespace, intensity: int) -> None:
    tiny.one.intensity = intensity
    tiny.one.note = []
    if intensity >= 3:
        assert refused(tiny.one) == {"note-missing"}
    else:
        publish(tiny.one)


@pytest.mark.parametrize(("words", "may"), [(60, True), (61, False)])
def test_t13_a_note_is_short(tiny: SimpleNamespace, words: int, may: bool) -> None:
    edit(tiny.one, "note", lambda raw: raw[0]["value"].update(text="word " * words))
    if may:
        publish(tiny.one)
    else:
        assert refused(tiny.one) == {"note-long"}


def test_a_note_offers_a_summary(tiny: SimpleNamespace) -> None:
    tiny.one.summary = '<p data-block-key="abcde"></p>'  # as the editor leaves it
    assert refused(tiny.one) == {"summary-missing"}


def test_an_empty_lesson(tiny: SimpleNamespace) -> None:
    tiny.care.body = []
    assert "lesson-empty" in refused(tiny.care)


def test_a_check_without_an_answer_that_helps(tiny: SimpleNamespace) -> None:
    def nothing_right(raw: list[Any]) -> None:
        for option in block(raw, "check")["value"]["options"]:
            option["value"]["right"] = False

    edit(tiny.one, "body", nothing_right)
    assert refused(tiny.one) == {"block"}


def test_t23_feedback_does_not_shame(tiny: SimpleNamespace) -> None:
    def shame(raw: list[Any]) -> None:
        block(raw, "check")["value"]["options"][0]["value"]["feedback"] = "Wrong! Try again."

    edit(tiny.one, "body", shame)
    assert refused(tiny.one) == {"shaming-word"}


def test_t35_a_course_that_goes_deeper_looks_after_its_learners(tiny: SimpleNamespace) -> None:
    tiny.care.looks_after_learner = False
    assert refused(tiny.care) == {"wellbeing-missing"}
    tiny.one.intensity = 1
    tiny.scenario.intensity = 1
    edit(tiny.scenario, "scenes", lambda raw: raw[0]["value"].update(intensity="1"))
    publish(tiny.one)
    publish(tiny.scenario)
    publish(tiny.care)


def test_t25_an_ending_has_a_next_step(tiny: SimpleNamespace) -> None:
    edit(tiny.scenario, "scenes", lambda raw: block(raw, "ending")["value"].update(next_steps=[]))
    assert "next-step-missing" in refused(tiny.scenario)


def test_t26_a_critical_mistake_can_be_repaired(tiny: SimpleNamespace) -> None:
    def unrepaired(raw: list[Any]) -> None:
        raw[0]["value"]["choices"][1]["value"]["critical"]["repair"] = ""

    edit(tiny.scenario, "scenes", unrepaired)
    assert "repair-missing" in refused(tiny.scenario)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda choice: choice.update(target="Nowhere"), "scene-unknown"),
        (
            lambda choice: choice["scores"][0]["value"].update(competency="luck"),
            "competency-unknown",
        ),
        (lambda choice: choice["effects"][0]["value"].update(variable="luck"), "variable-unknown"),
    ],
)
def test_a_scenario_that_does_not_compile(tiny: SimpleNamespace, change: Any, code: str) -> None:
    edit(tiny.scenario, "scenes", lambda raw: change(raw[0]["value"]["choices"][0]["value"]))
    with pytest.raises(PublishRefused) as caught:
        publish(tiny.scenario)
    (refusal,) = caught.value.refusals
    assert refusal.code == code
    assert "Say who you are" in refusal.message
    assert refusal.block == tiny.scenario.scenes.raw_data[0]["value"]["choices"][0]["id"]


def test_names_of_scenes_are_forgiving(tiny: SimpleNamespace) -> None:
    edit(
        tiny.scenario,
        "scenes",
        lambda raw: raw[0]["value"]["choices"][0]["value"].update(target="  the TALK "),
    )
    publish(tiny.scenario)


def test_two_scenes_of_one_name(tiny: SimpleNamespace) -> None:
    edit(tiny.scenario, "scenes", lambda raw: raw[1]["value"].update(name="The door"))
    assert "scene-name-twice" in refused(tiny.scenario)


def test_a_scenario_that_cannot_be_proven(tiny: SimpleNamespace) -> None:
    """A scene that nothing leads to: it compiles, and the prover finds it."""

    def cut_off(raw: list[Any]) -> None:
        for choice in raw[1]["value"]["choices"]:
            choice["value"]["target"] = "An open door"

    edit(tiny.scenario, "scenes", cut_off)
    assert "scene-never-reached" in refused(tiny.scenario)


def test_a_scenario_at_three_needs_a_note(tiny: SimpleNamespace) -> None:
    edit(tiny.scenario, "scenes", lambda raw: raw[0]["value"].update(intensity="3"))
    publish(tiny.scenario)
    tiny.scenario.note = []
    assert "note-missing" in refused(tiny.scenario)


def test_a_lesson_waits_for_its_scenario(tiny: SimpleNamespace) -> None:
    tiny.scenario.unpublish()
    assert "scenario-not-live" in refused(LessonPage.objects.get(pk=tiny.one.pk))


@pytest.fixture
def image(db: None) -> CourseImage:
    return CourseImage.objects.create(title="Two chairs", file=get_test_image_file())


def with_image(page: Any, image: CourseImage, alt: str) -> None:
    part = {"type": "image", "value": {"image": image.pk, "alt": alt, "caption": ""}}
    edit(page, "body", lambda raw: raw.append(part))


def test_an_image_needs_words_and_a_statement(tiny: SimpleNamespace, image: CourseImage) -> None:
    with_image(tiny.care, image, alt="")
    assert refused(tiny.care) == {"block"}
    page = LessonPage.objects.get(pk=tiny.care.pk)
    with_image(page, image, alt="Two chairs by a window")
    assert refused(page) == {"block"}
    image.image_statement = True
    image.save()
    page = LessonPage.objects.get(pk=tiny.care.pk)
    with_image(page, image, alt="Two chairs by a window")
    publish(page)
    assert UsedFile.objects.get().image == image


def test_a_recording_needs_transcript_and_captions(tiny: SimpleNamespace) -> None:
    recording = Recording.objects.create(
        title="A talk", type="video", file=SimpleUploadedFile("talk.mp4", b"x"), duration=3
    )

    def page() -> LessonPage:
        fresh = LessonPage.objects.get(pk=tiny.care.pk)
        part = {"type": "video", "value": {"recording": recording.pk, "caption": ""}}
        edit(fresh, "body", lambda raw: raw.append(part))
        return fresh

    assert refused(page()) == {"block"}
    recording.transcript = "Good morning."
    recording.save()
    assert refused(page()) == {"block"}
    recording.captions = SimpleUploadedFile("talk.vtt", b"WEBVTT\n\n00:00.000 --> 00:02.000\nHi\n")
    recording.save()
    publish(page())


@pytest.mark.django_db
def test_pages_stand_where_they_belong() -> None:
    assert CoursePage.can_exist_under(CataloguePage())
    assert CoursePage.allowed_parent_page_models() == [CataloguePage]
    assert ScenarioPage.allowed_subpage_models() == []
    assert LessonPage.allowed_subpage_models() == []


def test_t35_counts_the_scenarios_too(tiny: SimpleNamespace) -> None:
    """A scenario that grows heavier is refused where a course that plays it has no such page."""
    tiny.scenario.intensity = 1
    edit(tiny.scenario, "scenes", lambda raw: raw[0]["value"].update(intensity="1"))
    publish(tiny.scenario)
    tiny.one.intensity = 1
    publish(tiny.one)
    tiny.care.looks_after_learner = False
    publish(tiny.care)
    tiny.scenario.note = []
    tiny.scenario.intensity = 2
    with pytest.raises(PublishRefused, match="For the course “Tiny course”") as caught:
        publish(tiny.scenario)
    assert caught.value.page == tiny.scenario
    tiny.scenario.refresh_from_db()
    assert tiny.scenario.intensity == 1

"""What trainers, reviewers and learners meet in Wagtail's editor."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.blocks import BooleanBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import rich_text

from courses.content.blocks import LessonStream, SceneStream
from courses.content.compile.scenario import compile_scenario
from courses.content.course_files.scenario import scenario_fields
from courses.content.lesson_preview import lesson_preview
from courses.content.models import LessonPage, ScenarioPage, ScenarioVersion
from courses.content.scenario_preview import script
from tests.content.test_question_scenes import case

TECHNICAL = ("hash", "translation_key", "UUID", "JSON", "compiled")


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_three_people_at_the_editor(
    tiny: SimpleNamespace, trainer: Client, reviewer: Client, learner: Client
) -> None:
    for page in (tiny.course, tiny.module, tiny.one, tiny.scenario, tiny.catalogue):
        assert trainer.get(edit_url(page)).status_code == 200
    # A reviewer opens what was submitted for review, and nothing else.
    assert reviewer.get("/admin/").status_code == 200
    assert reviewer.get(edit_url(tiny.one)).status_code == 302
    assert learner.get("/admin/").status_code in {302, 403}
    assert learner.get(edit_url(tiny.one)).status_code in {302, 403}


def test_trainers_own_the_two_places_and_no_other(tiny: SimpleNamespace, trainer: Client) -> None:
    places = set(
        GroupPagePermission.objects.filter(group__name="trainer").values_list(
            "page__slug", flat=True
        )
    )
    assert places == {"courses", "scenarios"}
    home = tiny.catalogue.get_parent()
    assert trainer.get(edit_url(home)).status_code == 302


def test_trainers_do_not_see_the_technical_parts(tiny: SimpleNamespace, trainer: Client) -> None:
    for page in (tiny.course, tiny.one, tiny.scenario):
        labels = trainer.get(edit_url(page)).content.decode()
        form = labels[labels.index("<form") : labels.rindex("</form>")]
        for word in TECHNICAL:
            assert f"{word}</label>" not in form


def leaves(block: Any, path: str = "") -> Any:
    if isinstance(block, StreamBlock):
        for name, child in block.child_blocks.items():
            yield f"{path}/{name}", child


@pytest.mark.parametrize("stream", [LessonStream(), SceneStream()])
def test_every_block_explains_itself(stream: StreamBlock) -> None:
    for path, block in leaves(stream):
        assert block.label, path
        assert block.meta.icon not in {"placeholder", "cog"}, path
        assert str(block.get_description()), path


@pytest.mark.parametrize("name", list(LessonStream().child_blocks))
def test_every_block_of_a_lesson_has_a_preview(
    tiny: SimpleNamespace, trainer: Client, name: str
) -> None:
    block = LessonPage._meta.get_field("body").stream_block.child_blocks[name]
    assert block.is_previewable
    url = reverse("wagtailadmin_block_preview") + f"?id={block.definition_prefix}"
    response = trainer.get(url)
    assert response.status_code == 200
    assert "wm-" in response.content.decode()


@pytest.mark.parametrize("reading", ["full", "softer", "summary"])
def test_preview_shows_the_draft_with_the_learners_renderer(
    tiny: SimpleNamespace, reading: str
) -> None:
    tiny.one.body = [
        {"type": "text", "value": "<p>Drafted just now</p>"},
        *tiny.one.body.raw_data,
    ]
    parts = lesson_preview(tiny.one, reading)
    html = "".join(part["html"] for part in parts)
    assert ("Drafted just now" in html) == (reading == "full")
    assert [part["kind"] for part in parts if part["kind"] != "html"] == ["check", "scenario"]


@pytest.mark.parametrize(
    ("mode", "words"), [("", "The full text"), ("softer", "The softer text"), ("summary", "act")]
)
def test_preview_in_the_editor(tiny: SimpleNamespace, mode: str, words: str) -> None:
    page = tiny.one.make_preview_request(preview_mode=mode).content.decode()
    assert words in page
    assert "Tiny door" in page
    assert "Does it need a border?" in page


def test_drafts_of_courses_and_scenarios_are_shown(tiny: SimpleNamespace, trainer: Client) -> None:
    for page, words in (
        (tiny.course, "Say what a tiny course is."),
        (tiny.scenario, "The talk"),
        (tiny.one, "The full text"),
        (tiny.module, "First"),
    ):
        page.save_revision()
        url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        response = trainer.get(url)
        assert response.status_code == 200
        assert words in response.content.decode()


def test_script_says_what_leads_nowhere(tiny: SimpleNamespace) -> None:
    raw = list(tiny.scenario.scenes.raw_data)
    raw[0]["value"]["choices"][0]["value"]["target"] = "Nowhere"
    tiny.scenario.scenes = raw
    read = script(tiny.scenario)
    assert "Nowhere" in read["sentences"][0]
    assert len(read["scenes"]) == 4


def test_a_whole_scenario_goes_through_the_editor_unchanged(
    tiny: SimpleNamespace, trainer: Client
) -> None:
    """Sent as the browser would send it, and published: the very same version."""
    page = tiny.scenario
    data = form_of(page)
    response = trainer.post(edit_url(page), data)
    assert response.status_code == 302, response.context["form"].errors
    assert ScenarioVersion.objects.count() == 1
    saved = ScenarioPage.objects.get(pk=page.pk).get_latest_revision()
    assert saved.user is not None


def form_of(page: ScenarioPage) -> dict[str, str]:
    """What the editor's form sends of a scenario that is published as it stands."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "minutes": str(page.minutes),
        "intensity": str(page.intensity),
        "audience": page.audience,
        "profession": page.profession,
        "pass_percent": str(page.pass_percent),
        "critical_allowed": str(page.critical_allowed),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "x",
    }
    for field in ("scenes", "competencies", "variables", "note", "sources"):
        stream = getattr(page, field)
        data |= as_form(stream.stream_block, stream, field)
    return data


def asking(tiny: SimpleNamespace) -> ScenarioPage:
    fields = scenario_fields(case(draw=3), "asking")
    page: ScenarioPage = tiny.scenario.get_parent().add_child(
        instance=ScenarioPage(live=False, **fields)
    )
    page.save_revision()
    return page


def test_question_scenes_go_through_the_editor_unchanged(
    tiny: SimpleNamespace, trainer: Client
) -> None:
    page = asking(tiny)
    before = compile_scenario(page).data
    response = trainer.post(edit_url(page), form_of(page))
    assert response.status_code == 302, response.context["form"].errors
    saved = ScenarioPage.objects.get(pk=page.pk)
    assert saved.live
    assert compile_scenario(saved).data == before


def test_a_question_without_a_right_answer_comes_back_with_its_sentence(
    tiny: SimpleNamespace, trainer: Client
) -> None:
    page = asking(tiny)
    right = "scenes-0-value-questions-0-value-options-0-value-right"
    data = form_of(page)
    assert data.pop(right)
    response = trainer.post(edit_url(page), data)
    assert response.status_code == 200
    assert "mark exactly one option as right" in response.content.decode()
    assert not ScenarioPage.objects.get(pk=page.pk).live
    # As a draft it may stay so.
    del data["action-publish"]
    assert trainer.post(edit_url(page), data).status_code == 302


def test_the_largest_form_is_let_in(settings: Any, db: None) -> None:
    """A case of 60 scenes with three choices each is one form in the editor."""
    call_command("load_demo")
    stream = ScenarioPage.objects.get(slug="first-contact-at-the-door").scenes
    a_scene = len(as_form(stream.stream_block, stream, "scenes")) / len(stream)
    assert a_scene * 60 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def as_form(block: Any, value: Any, name: str) -> dict[str, str]:
    """The fields by which the editor's form sends a block's value."""
    if isinstance(block, StreamBlock | ListBlock):
        children = list(value) if isinstance(block, StreamBlock) else list(value.bound_blocks)
        found = {f"{name}-count": str(len(children))}
        for place, child in enumerate(children):
            found |= {
                f"{name}-{place}-deleted": "",
                f"{name}-{place}-order": str(place),
                f"{name}-{place}-id": child.id,
            }
            if isinstance(block, StreamBlock):
                found[f"{name}-{place}-type"] = child.block_type
            found |= as_form(child.block, child.value, f"{name}-{place}-value")
        return found
    if isinstance(block, StructBlock):
        parts: dict[str, str] = {}
        for child_name, child in block.child_blocks.items():
            parts |= as_form(child, value[child_name], f"{name}-{child_name}")
        return parts
    if isinstance(block, RichTextBlock):
        return {name: rich_text(value.source, features=block.features)}
    if isinstance(block, BooleanBlock):
        return {name: "on"} if value else {}
    return {name: value if isinstance(value, list) else "" if value is None else str(value)}


def test_the_first_page_is_a_trainers_desk(
    tiny: SimpleNamespace, trainer: Client, reviewer: Client
) -> None:
    tiny.scenario.save_revision()
    shown = trainer.get("/admin/").content.decode()
    library = tiny.scenario.get_parent()
    assert reverse("wagtailadmin_pages:add", args=["content", "scenariopage", library.pk]) in shown
    assert reverse("story:import", args=[library.pk]) in shown
    for page in (tiny.scenario, tiny.one, tiny.course):
        assert shown.count(edit_url(page)) >= 1
    assert reverse("studio:map", args=[tiny.scenario.pk]) in shown
    # Whoever writes nothing finds no desk, and none of its pages.
    assert "Your desk" not in reviewer.get("/admin/").content.decode()
    assert "Your desk" in shown
    assert edit_url(tiny.scenario) not in reviewer.get("/admin/").content.decode()


def test_the_desk_costs_the_same_for_many_pages(tiny: SimpleNamespace, trainer: Client) -> None:
    trainer.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        trainer.get("/admin/")
    for number in range(5):
        tiny.scenario.get_parent().add_child(
            instance=ScenarioPage(title=f"Another {number}", slug=f"another-{number}", live=False)
        )
    with CaptureQueriesContext(connection) as many:
        trainer.get("/admin/")
    assert len(many) == len(few)

"""Three readings of one version: other words, the same checks and decisions (T14, T15)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.content.models import LessonVersion, SceneRow
from courses.content.queries import current_version, lesson_version
from courses.content.rendering import (
    Part,
    readings_of,
    render_block,
    render_reading,
    render_scene_body,
)


@pytest.fixture
def one(tiny: SimpleNamespace) -> LessonVersion:
    version = current_version(tiny.course.translation_key)
    assert version is not None
    lesson = lesson_version(version, tiny.one.translation_key)
    assert lesson is not None
    return lesson


@pytest.fixture
def care(tiny: SimpleNamespace) -> LessonVersion:
    lesson: LessonVersion = LessonVersion.objects.get(lesson_key=tiny.care.translation_key)
    return lesson


def text(parts: tuple[Part, ...]) -> str:
    return "".join(part.content for part in parts if part.kind == "html")


def doing(parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    return [(part.kind, str(part.content)) for part in parts if part.kind != "html"]


def test_each_reading_has_its_words_and_the_same_decisions(
    tiny: SimpleNamespace, one: LessonVersion
) -> None:
    full, softer, summary = (render_reading(one, way, "en") for way in readings_of(one))
    assert "The full text" in text(full)
    assert "The softer text" in text(softer)
    assert "act, means, purpose" in text(summary)
    assert "The full text" not in text(softer) + text(summary)
    assert doing(full) == doing(softer) == doing(summary)
    assert [kind for kind, _content in doing(full)] == ["check", "scenario"]
    assert doing(full)[1][1] == str(tiny.scenario.translation_key)


def test_order_of_the_full_reading(one: LessonVersion) -> None:
    assert [part.kind for part in render_reading(one, "full", "en")] == [
        "html",
        "check",
        "html",
        "scenario",
    ]


def test_support_stands_in_every_reading(care: LessonVersion) -> None:
    assert readings_of(care) == ("full",)
    # A reading that nobody wrote is the full one; nobody lands on an empty page.
    assert render_reading(care, "softer", "en") == render_reading(care, "full", "en")
    assert "wm-support" in text(render_reading(care, "full", "en")) or "Support" in text(
        render_reading(care, "full", "en")
    )


def test_nothing_tells_the_answer_before_it_is_given(one: LessonVersion) -> None:
    for way in readings_of(one):
        html = text(render_reading(one, way, "en"))
        assert "Act, means and purpose decide" not in html
        assert "correct" not in html


def test_links_are_safe(one: LessonVersion) -> None:
    html = text(render_reading(one, "full", "en"))
    assert 'href="https://example.org/"' in html
    assert "javascript:" not in html


def test_a_source_is_named_by_its_short_name(one: LessonVersion) -> None:
    assert "ILO indicators" in text(render_reading(one, "full", "en"))


def test_second_reader_costs_no_query(one: LessonVersion) -> None:
    render_reading(one, "full", "en")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        render_reading(one, "full", "en")
    assert len(queries) == 0


def test_a_scene_and_its_softer_version(tiny: SimpleNamespace) -> None:
    (door,) = [row.data for row in SceneRow.objects.all() if row.data["name"] == "The door"]
    assert "Someone looks out" in render_scene_body(door["body"], "en")
    assert "Someone is there" in render_scene_body(door["softer"]["body"], "en")
    assert door["softer"]["title"] == "The door, softly"


def test_t18_media_waits_for_the_learner() -> None:
    value = {
        "id": 1,
        "title": "A talk",
        "caption": "",
        "src": "/uploads/talk.mp4",
        "mime": "video/mp4",
        "captions": "/uploads/talk.vtt",
        "transcript": "Good morning.",
        "poster": "",
        "seconds": 3,
    }
    for kind in ("video", "audio"):
        html = render_block(kind, value, "en")
        assert "autoplay" not in html
        assert 'preload="none"' in html
        assert "Good morning." in html
    assert "default" in render_block("video", value, "en")


def test_words_of_a_trainer_are_escaped() -> None:
    html = render_block("reflection", {"text": "<script>alert(1)</script>"}, "en")
    assert "<script" not in html

"""Courses come from readable files once; afterwards they are the trainer's."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from accounts.audit import AuditEntry
from courses.content.actions.load_course import load_course
from courses.content.compile.lesson import compile_lesson
from courses.content.course_files.conditions import condition_groups
from courses.content.course_files.errors import CourseFileError
from courses.content.course_files.keys import key
from courses.content.course_files.rich_text import plain_text, rich_text
from courses.content.models import (
    CoursePage,
    CourseVersion,
    LessonPage,
    LessonVersion,
    ScenarioVersion,
)
from courses.content.queries import current_version
from courses.scenarios.graph import head_from_json

TINY = Path(__file__).parent / "fixtures" / "tiny"


def state() -> list[object]:
    return [
        list(Page.objects.order_by("pk").values_list("pk", "path", "latest_revision", "live")),
        Revision.objects.count(),
        CourseVersion.objects.count(),
        AuditEntry.objects.count(),
    ]


def test_the_demonstration_course_loads_and_is_proven(db: None) -> None:
    call_command("load_demo")
    course = CoursePage.objects.get(slug="first-contact")
    version = current_version(course.translation_key)
    assert version is not None
    lessons = [lesson for module in version.outline for lesson in module["lessons"]]
    assert len(lessons) == 5
    assert all(lesson["checks"] for lesson in lessons)
    (scenario,) = version.scenarios
    played = ScenarioVersion.objects.get(page_key=scenario)
    assert played.scenes.count() >= 12
    assert sum(row.data["kind"] == "ending" for row in played.scenes.all()) >= 3
    assert head_from_json(played.head).best.overall > 0


def test_loading_twice_changes_nothing(db: None) -> None:
    call_command("load_demo", str(TINY))
    before = state()
    call_command("load_demo", str(TINY))
    assert state() == before


def test_a_trainers_edits_stay(tiny: SimpleNamespace) -> None:
    tiny.course.title = "Mine now"
    tiny.course.save_revision().publish()
    assert load_course(TINY) is None
    assert CoursePage.objects.get(slug="tiny").title == "Mine now"


def test_a_course_that_a_trainer_deleted_stays_deleted(tiny: SimpleNamespace) -> None:
    tiny.course.delete()
    assert load_course(TINY) is None
    assert not CoursePage.objects.filter(slug="tiny").exists()


def test_a_file_that_cannot_be_read_loads_nothing(db: None, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(TINY, folder)
    lesson = folder / "lessons" / "01-one.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\n::: callout\nNo end", "utf-8")
    before = state()
    with pytest.raises(CommandError, match="does not end"):
        call_command("load_demo", str(folder))
    assert state() == before


def test_a_course_that_may_not_go_live_loads_nothing(db: None, tmp_path: Path) -> None:
    folder = tmp_path / "careless"
    shutil.copytree(TINY, folder)
    lesson = folder / "lessons" / "02-care.md"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("wellbeing: true\n", ""), "utf-8")
    before = state()
    with pytest.raises(CommandError, match="wellbeing"):
        call_command("load_demo", str(folder))
    assert state() == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("ref=tiny-door", "ref=elsewhere", "elsewhere"),
        ("themes: [distress]", "themes: [gloom]", "gloom"),
        ("::: callout tone=law", "::: fireworks tone=law", "fireworks"),
        (" | Many people never leave their town.", "", "feedback"),
    ],
)
def test_what_is_amiss_is_named(db: None, tmp_path: Path, old: str, new: str, words: str) -> None:
    folder = tmp_path / "amiss"
    shutil.copytree(TINY, folder)
    lesson = folder / "lessons" / "01-one.md"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace(old, new), "utf-8")
    with pytest.raises(CourseFileError, match=words):
        load_course(folder)


def test_same_file_same_hash_on_every_site(tiny: SimpleNamespace) -> None:
    first = set(LessonVersion.objects.values_list("hash", flat=True))
    again = {compile_lesson(page).hash for page in LessonPage.objects.all()}
    assert first == again
    assert LessonPage.objects.get(slug="one").translation_key == key(
        "course", "tiny", "lesson", "one"
    )


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Some **bold** words", "<p>Some <b>bold</b> words</p>"),
        ("# One", "<h2>One</h2>"),
        ("<script>alert(1)</script>Hello", "Hello"),
        ('<p onclick="x()">Hello</p>', "<p>Hello</p>"),
        ("[x](javascript:alert(1))", "x"),
        ('<img src="x" onerror="y">', ""),
        ("", ""),
    ],
)
def test_markdown_is_limited(markdown: str, html: str) -> None:
    assert html in rich_text(markdown)
    for bad in ("script", "onclick", "javascript:", "onerror"):
        assert bad not in rich_text(markdown)


def test_lines_of_a_file_are_not_lines_of_the_page() -> None:
    assert plain_text("One\ntwo\n\nthree ") == "One two\n\nthree"


def test_conditions_deeper_than_the_editor_are_refused() -> None:
    compare = {"variable": "a", "op": "==", "value": 1}
    deep = {"any": [{"all": [compare, {"any": [compare]}]}]}
    with pytest.raises(CourseFileError, match="too deeply"):
        condition_groups(deep, "here")
    assert [group.match for group in condition_groups({"not": compare}, "here")] == ["none"]
    assert condition_groups(None, "here") == []

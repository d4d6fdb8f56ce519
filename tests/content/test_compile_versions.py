"""Publishing freezes: one row per content, never changed, kept while something refers to it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db.models import ProtectedError

from courses.content.actions.publish_course_version import publish_course_version
from courses.content.models import (
    CourseVersion,
    LessonVersion,
    ScenarioVersion,
    SceneRow,
)
from courses.content.queries import current_version, lesson_version, scenario_version
from courses.scenarios.graph import head_from_json, scene_from_json
from courses.scenarios.play import decide, start


def test_course_version_says_what_the_course_says(tiny: SimpleNamespace) -> None:
    version = current_version(tiny.course.translation_key)
    assert version is not None
    assert (version.title, version.number, version.language) == ("Tiny course", 1, "en")
    assert version.minutes == 9
    assert version.law_date.isoformat() == "2024-10-08"
    assert version.credit_lines == [
        {
            "type": "CPD",
            "amount": "0.75",
            "unit": "hours",
            "accreditor": "Nobody",
            "approval_number": "",
            "profession": "police",
        }
    ]
    assert "<script" not in version.description
    assert version.rule["scenarios"] == "passed"
    (module,) = version.outline
    one, care = module["lessons"]
    assert (one["title"], one["required"], len(one["checks"])) == ("One", True, 1)
    assert one["scenarios"] == [str(tiny.scenario.translation_key)]
    assert (care["required"], care["checks"], care["scenarios"]) == (False, [], [])
    assert list(version.scenarios) == one["scenarios"]


def test_lesson_version_keeps_answers_apart_from_the_reading(tiny: SimpleNamespace) -> None:
    version = current_version(tiny.course.translation_key)
    assert version is not None
    lesson = lesson_version(version, tiny.one.translation_key)
    assert lesson is not None
    ((key, check),) = lesson.checks.items()
    assert [option["id"] for option in check["options"] if option["right"]] == check["correct"]
    assert lesson.note["has_softer"] is True
    assert lesson.note["intensity"] == 2
    (shown,) = [block for block in lesson.body["full"] if block["type"] == "check"]
    assert shown["id"] == key
    assert "right" not in str(shown)
    assert "Act, means" not in str(lesson.body)


def test_scenario_version_plays_scene_by_scene(tiny: SimpleNamespace) -> None:
    version = ScenarioVersion.objects.get(page_key=tiny.scenario.translation_key)
    head = head_from_json(version.head)
    assert head.best.overall == 3
    state = start(head)
    scene = scene_from_json(SceneRow.objects.get(version=version, key=state.scene).data)
    decision = decide(scene, state, scene.choices[0].id, head)
    assert decision.state.earned == {"trust": 2}
    row = SceneRow.objects.get(version=version, key=decision.target)
    assert row.data["name"] == "The talk"


def test_conditions_survive_the_two_levels_of_the_editor(tiny: SimpleNamespace) -> None:
    (talk,) = [row.data for row in SceneRow.objects.all() if row.data["name"] == "The talk"]
    assert talk["choices"][0]["condition"] == {
        "all": [
            {"variable": "calm", "op": ">=", "value": 2},
            {
                "any": [
                    {"variable": "heard", "op": "==", "value": True},
                    {"variable": "calm", "op": ">=", "value": 4},
                ]
            },
        ]
    }


def test_same_content_gives_the_same_row(tiny: SimpleNamespace) -> None:
    before = CourseVersion.objects.get()
    again = publish_course_version(tiny.course)
    tiny.one.save_revision().publish()
    tiny.scenario.save_revision().publish()
    assert again is not None
    assert again.pk == before.pk
    assert CourseVersion.objects.count() == 1
    assert LessonVersion.objects.count() == 2
    assert ScenarioVersion.objects.count() == 1


def test_a_new_wording_gives_a_new_version_and_the_old_one_stays(tiny: SimpleNamespace) -> None:
    before = CourseVersion.objects.get()
    tiny.one.title = "One, said better"
    tiny.one.save_revision().publish()
    now = current_version(tiny.course.translation_key)
    assert now is not None
    assert (now.number, now.pk != before.pk) == (2, True)
    old = lesson_version(before, tiny.one.translation_key)
    new = lesson_version(now, tiny.one.translation_key)
    assert old is not None
    assert new is not None
    assert (old.title, new.title) == ("One", "One, said better")
    assert CourseVersion.objects.filter(is_current=True).count() == 1


def test_going_back_to_former_words_goes_back_to_the_former_version(tiny: SimpleNamespace) -> None:
    before = CourseVersion.objects.get()
    for title in ("Other words", "One"):
        tiny.one.title = title
        tiny.one.save_revision().publish()
    now = current_version(tiny.course.translation_key)
    assert now is not None
    assert now.pk == before.pk
    assert CourseVersion.objects.count() == 2


def test_a_draft_touches_no_version(tiny: SimpleNamespace) -> None:
    before = list(CourseVersion.objects.values_list("hash", "is_current"))
    for page in (tiny.one, tiny.scenario, tiny.course, tiny.module):
        page.title = "Only a draft"
        page.save_revision()
    assert list(CourseVersion.objects.values_list("hash", "is_current")) == before
    assert LessonVersion.objects.count() == 2
    assert ScenarioVersion.objects.count() == 1


def test_a_changed_scenario_reaches_its_courses(tiny: SimpleNamespace) -> None:
    before = CourseVersion.objects.get()
    tiny.scenario.summary = "You stand at another door."
    tiny.scenario.save_revision().publish()
    now = current_version(tiny.course.translation_key)
    assert now is not None
    key = tiny.scenario.translation_key
    old, new = scenario_version(before, key), scenario_version(now, key)
    assert old is not None
    assert new is not None
    assert old.pk != new.pk
    assert (old.is_current, new.is_current) == (False, True)


def test_a_module_that_moves_gives_a_new_order(tiny: SimpleNamespace) -> None:
    tiny.one.move(tiny.care, pos="right")
    now = current_version(tiny.course.translation_key)
    assert now is not None
    assert [lesson["title"] for lesson in now.outline[0]["lessons"]] == ["Care", "One"]


def test_versions_refuse_to_change(tiny: SimpleNamespace) -> None:
    for row in (
        CourseVersion.objects.get(),
        LessonVersion.objects.first(),
        ScenarioVersion.objects.get(),
        SceneRow.objects.first(),
    ):
        row.title = "Forged"
        with pytest.raises(TypeError):
            row.save()
    with pytest.raises(TypeError):
        LessonVersion.objects.update(title="Forged")
    with pytest.raises(TypeError):
        SceneRow.objects.update(data={})


def test_versions_stay_while_something_refers_to_them(tiny: SimpleNamespace) -> None:
    with pytest.raises(ProtectedError):
        LessonVersion.objects.all().delete()
    with pytest.raises(ProtectedError):
        ScenarioVersion.objects.all().delete()


def test_unpublishing_withdraws_the_offer_and_keeps_the_version(tiny: SimpleNamespace) -> None:
    tiny.course.unpublish()
    assert current_version(tiny.course.translation_key) is None
    assert CourseVersion.objects.count() == 1
    tiny.course.refresh_from_db()
    tiny.course.save_revision().publish()
    assert current_version(tiny.course.translation_key) is not None
    assert CourseVersion.objects.count() == 1


def test_deleting_the_pages_keeps_the_versions(tiny: SimpleNamespace) -> None:
    key = tiny.course.translation_key
    tiny.course.delete()
    tiny.scenario.delete()
    assert current_version(key) is None
    assert CourseVersion.objects.count() == 1
    assert SceneRow.objects.count() == 4
    assert not ScenarioVersion.objects.filter(is_current=True).exists()


def test_a_lesson_that_goes_leaves_the_course_standing(tiny: SimpleNamespace) -> None:
    tiny.one.unpublish()
    now = current_version(tiny.course.translation_key)
    assert now is not None
    assert [lesson["title"] for lesson in now.outline[0]["lessons"]] == ["Care"]
    tiny.care.unpublish()  # nothing would be left: the course stays as it was
    assert current_version(tiny.course.translation_key) == now

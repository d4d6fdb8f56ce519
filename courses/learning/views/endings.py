"""What the end of a try shows: the ending, the decisions again, and the way on."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from courses.content.rendering import FULL, SUMMARY
from courses.learning.debrief import debrief
from courses.learning.models import Attempt, Enrolment
from courses.learning.progress import next_step
from courses.learning.readings import asks_first, scene_text
from courses.learning.standing import standing_of
from courses.learning.versions import outline_for, published_head, scene_of
from courses.learning.views.scenarios import TRIES_BEFORE_REVIEW, review_path
from courses.learning.words import place_of, scenario_url, still_to_show
from courses.scenarios.graph import Scene


def ending_context(attempt: Attempt) -> dict[str, Any]:
    """Everything for the page, in a number of queries that decisions do not change."""
    enrolment = Enrolment.objects.with_version().get(pk=attempt.enrolment_id)
    version_hash = attempt.scenario_version.hash
    published = published_head(version_hash)
    outline = outline_for(enrolment.course_version)
    standing = standing_of(enrolment)
    key = str(attempt.scenario_key)
    result = attempt.result or {}
    replayed = debrief(attempt)
    scene = scene_of(version_hash, result["ending"]) if "ending" in result else None
    tries = standing.tries_at(key)
    practice = attempt.is_practice
    passed = attempt.status == Attempt.Status.PASSED
    step = next_step(outline, standing.done)
    return {
        "attempt": attempt,
        "enrolment": enrolment,
        "title": published.title,
        "language": published.language,
        "scene": scene,
        "ending": scene.ending if scene else None,
        **(ending_text(version_hash, scene) if scene else {}),
        "passed": passed,
        "passed_before": standing.done.scenario(outline, key) and not passed,
        "still": [] if passed else still_to_show(published.head, result),
        "replayed": replayed,
        "last": replayed[-1] if replayed else None,
        "practice": practice,
        "may_go_back": practice
        and attempt.status != Attempt.Status.SET_ASIDE
        and enrolment.withdrawn_at is None,
        "review": review_path(enrolment, outline, key)
        if not practice
        and not passed
        and not tries.passed
        and tries.finished >= TRIES_BEFORE_REVIEW
        else None,
        "again": scenario_url(enrolment.uuid, key) if key in outline.scenarios else None,
        "next": place_of(enrolment, outline, step) if step and enrolment.is_open else None,
        "completed": enrolment.completed_at is not None,
    }


def ending_text(version_hash: str, scene: Scene) -> dict[str, Any]:
    """The ending's text. A heavier one is told by its summary, with the rest behind a press."""
    full = scene_text(version_hash, scene, FULL)
    # Trainers' rich text, cleaned when it was written, as all that is published.
    looking_back = mark_safe(scene.ending.debrief) if scene.ending else ""  # noqa: S308
    heavy = asks_first(scene)
    if heavy and scene.summary:
        text, full_text = scene_text(version_hash, scene, SUMMARY), full
    else:
        text, full_text = full, SafeString("")
    return {"text": text, "full_text": full_text, "debrief": looking_back, "heavy": heavy}

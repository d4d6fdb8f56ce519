"""What the end of a try shows: the ending, the decisions again, and the way on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe

from courses.content.models import SceneRow
from courses.content.rendering import FULL, SUMMARY
from courses.learning.models import Attempt, Enrolment
from courses.learning.progress import next_step
from courses.learning.readings import asks_first, scene_text
from courses.learning.standing import standing_of
from courses.learning.versions import outline_for, published_head, scene_of
from courses.learning.views.scenarios import TRIES_BEFORE_REVIEW, review_path
from courses.learning.words import place_of, scenario_url, still_to_show
from courses.scenarios.graph import Feedback, Scene, scene_from_json


@dataclass(frozen=True)
class Replayed:
    """One decision again, in the words it had, with what it led to."""

    scene: str
    choice: str
    feedback: Feedback | None


def ending_context(attempt: Attempt) -> dict[str, Any]:
    """Everything for the page, in a number of queries that decisions do not change."""
    enrolment = Enrolment.objects.with_version().get(pk=attempt.enrolment_id)
    version_hash = attempt.scenario_version.hash
    published = published_head(version_hash)
    outline = outline_for(enrolment.course_version)
    standing = standing_of(enrolment)
    key = str(attempt.scenario_key)
    result = attempt.result or {}
    replayed = replay(attempt)
    scene = scene_of(version_hash, result["ending"]) if "ending" in result else None
    tries = standing.tries_at(key)
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
        "review": review_path(enrolment, outline, key)
        if not passed and not tries.passed and tries.finished >= TRIES_BEFORE_REVIEW
        else None,
        "again": scenario_url(enrolment.uuid, key) if key in outline.scenarios else None,
        "next": place_of(enrolment, outline, step) if step and enrolment.is_open else None,
        "completed": enrolment.completed_at is not None,
    }


def ending_text(version_hash: str, scene: Scene) -> dict[str, Any]:
    """The ending's text. A heavier one is told by its summary, with the rest behind a press."""
    full = scene_text(version_hash, scene, FULL)
    # Trainers' rich text, cleaned when it was written, as all that is published.
    debrief = mark_safe(scene.ending.debrief) if scene.ending else ""  # noqa: S308
    if asks_first(scene) and scene.summary:
        brief = scene_text(version_hash, scene, SUMMARY)
        return {"text": brief, "full_text": full, "debrief": debrief}
    return {"text": full, "full_text": "", "debrief": debrief}


def replay(attempt: Attempt) -> list[Replayed]:
    """The decisions in their order; two queries however many they are."""
    answers = list(attempt.answers.order_by("step"))
    rows = SceneRow.objects.filter(
        version=attempt.scenario_version_id, key__in={each.scene_key for each in answers}
    ).values_list("key", "data")
    scenes = {key: scene_from_json(data) for key, data in rows}
    replayed = []
    for answer in answers:
        scene = scenes.get(answer.scene_key)
        choice = scene.choice(answer.choice_key) if scene else None
        replayed.append(
            Replayed(
                answer.scene_wording, answer.choice_wording, choice.feedback if choice else None
            )
        )
    return replayed

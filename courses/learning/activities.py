"""What our statements are about: courses, lessons, checks, scenarios and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from courses.content.models import CourseVersion
from courses.learning.models import Attempt
from courses.learning.outline import Lesson
from courses.learning.versions import PublishedHead
from courses.scenarios.graph import Scene
from courses.scenarios.question_model import MATCH, MULTIPLE, ORDER, SHORT, SINGLE, Question
from statements.activities import Activity

# xAPI 1.0.3, Data, 4.1.1.1: interaction activities.
INTERACTIONS = {
    SINGLE: "choice",
    MULTIPLE: "choice",
    ORDER: "sequencing",
    MATCH: "matching",
    SHORT: "fill-in",
}


def course_activity(version: CourseVersion) -> Activity:
    return Activity("course", (str(version.course_key),), version.title, version.language)


def lesson_activity(lesson: Lesson, language: str) -> Activity:
    return Activity("lesson", (lesson.key,), lesson.title, language)


def check_activity(lesson: Lesson, check_key: str, question: str, language: str) -> Activity:
    """A knowledge check. The right answers stay on the server, out of the statement too."""
    return Activity(
        "check",
        (lesson.key, check_key),
        question,
        language,
        interaction=(("interactionType", "choice"),),
    )


def scenario_activity(scenario_key: object, published: PublishedHead) -> Activity:
    return Activity("scenario", (str(scenario_key),), published.title, published.language)


def decision_activity(
    attempt: Attempt, scene_key: str, wording: str, published: PublishedHead
) -> Activity:
    return Activity(
        "decision",
        (str(attempt.scenario_key), scene_key),
        wording,
        published.language,
        interaction=(("interactionType", "choice"),),
    )


def questions_activity(
    attempt: Attempt, scene: Scene, asked: Sequence[Question], published: PublishedHead
) -> Activity:
    """The questions of a scene. As with checks, what is right stays on the server."""
    one = asked[0] if len(asked) == 1 else None
    return Activity(
        "decision",
        (str(attempt.scenario_key), scene.id),
        scene.title,
        published.language,
        description=one.text if one else "",
        interaction=(("interactionType", INTERACTIONS[one.kind] if one else "other"),),
    )


def kind_of(attempt: Attempt) -> dict[str, str]:
    """What a statement says of a try that is practice."""
    return {"mode": "practice"} if attempt.is_practice else {}


def once_in(attempt: Attempt, *event: object, at: datetime) -> tuple[object, ...]:
    """What makes an event of this try one. In practice the same step may be taken anew."""
    return (attempt.uuid, *event, *([at.isoformat()] if attempt.is_practice else []))

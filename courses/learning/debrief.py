"""The decisions of a try that has ended, each beside the others that stood there then.

Only for tries that take no more answers: it tells what each way leads to, and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courses.content.models import SceneRow
from courses.learning.models import Answer, Attempt
from courses.learning.versions import published_head
from courses.scenarios import play
from courses.scenarios.graph import Feedback, ScenarioHead, Scene, scene_from_json


@dataclass(frozen=True)
class Way:
    """A choice that stood there and was not taken, with its reasons."""

    words: str
    feedback: Feedback


@dataclass(frozen=True)
class Replayed:
    """One decision again, in the words it had, with what it led to and what else stood there."""

    scene: str
    choice: str
    feedback: Feedback | None
    others: tuple[Way, ...] = ()


def debrief(attempt: Attempt) -> list[Replayed]:
    """The decisions in their order; two queries however many they are.

    Raises ValueError for a try that still takes answers.
    """
    if attempt.is_running:
        raise ValueError("A try under way has no debrief.")
    answers = list(attempt.answers.order_by("step"))
    rows = SceneRow.objects.filter(
        version=attempt.scenario_version_id, key__in={each.scene_key for each in answers}
    ).values_list("key", "data")
    scenes = {key: scene_from_json(data) for key, data in rows}
    head = published_head(attempt.scenario_version.hash).head
    return replay(answers, scenes, head, attempt.seed)


def replay(
    answers: Sequence[Answer], scenes: Mapping[str, Scene], head: ScenarioHead, seed: int
) -> list[Replayed]:
    """Play the answers again from the start, so that what was not offered then is not told now."""
    replayed = []
    state: play.State | None = play.start(head)
    for answer in answers:
        scene = scenes.get(answer.scene_key)
        choice = scene.choice(answer.choice_key) if scene else None
        others: tuple[Way, ...] = ()
        if scene is not None and state is not None and choice is not None:
            others = others_at(scene, state, answer.choice_key, seed)
        replayed.append(
            Replayed(
                answer.scene_wording,
                answer.choice_wording,
                choice.feedback if choice else None,
                others,
            )
        )
        state = after(scene, state, answer.choice_key, head)
    return replayed


def others_at(scene: Scene, state: play.State, chosen: str, seed: int) -> tuple[Way, ...]:
    """What else could be taken there, in the order in which this try showed it."""
    shown = play.shuffled(play.choices_open(scene, state), seed, scene.id)
    return tuple(Way(each.text, each.feedback) for each in shown if each.id != chosen)


def after(
    scene: Scene | None, state: play.State | None, choice_key: str, head: ScenarioHead
) -> play.State | None:
    """The state after the decision; None once the trail is lost, so that nothing is made up."""
    if scene is None or state is None:
        return None
    try:
        return play.decide(scene, state, choice_key, head).state
    except play.ChoiceRefused:
        return None

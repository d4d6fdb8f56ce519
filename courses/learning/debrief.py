"""The decisions of a try that has ended, each beside the others that stood there then.

Only for tries that take no more answers: it tells what each way leads to, and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from courses.content.models import SceneRow
from courses.learning.asked import Tried, responses_of, tried
from courses.learning.models import Answer, Attempt
from courses.learning.versions import published_head
from courses.scenarios import play, questions
from courses.scenarios.graph import Feedback, ScenarioHead, Scene, scene_from_json


@dataclass(frozen=True)
class Way:
    """A choice that stood there and was not taken, with its reasons."""

    words: str
    feedback: Feedback


@dataclass(frozen=True)
class Replayed:
    """One decision again, in the words it had, with what it led to and what else stood there.

    At questions: the `tries` at them; `choice` is empty, and the feedback that of the way on.
    `step` is its number in the try, from 0.
    """

    step: int
    scene: str
    choice: str
    feedback: Feedback | None
    others: tuple[Way, ...] = ()
    tries: tuple[Tried, ...] = ()


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
    """Play the answers again from the start, so that what was not offered then is not told now.

    The tries at the questions of one scene are one entry.
    """
    replayed: list[Replayed] = []
    state: play.State | None = play.start(head)
    goes_on: Replayed | None = None
    for answer in answers:
        scene = scenes.get(answer.scene_key)
        others: tuple[Way, ...] = ()
        choice = scene.choice(answer.choice_key) if scene else None
        if answer.asked is None and scene and state and choice:
            others = others_at(scene, state, answer.choice_key, seed)
        entry = replayed_answer(answer, scene, others)
        if goes_on is not None and entry.tries:
            entry = replace(entry, step=goes_on.step, tries=(*goes_on.tries, *entry.tries))
            replayed.pop()
        replayed.append(entry)
        goes_on = entry if answer.outcome == questions.TRY_AGAIN else None
        state = after(scene, state, answer, head, seed)
    return replayed


def replayed_answer(
    answer: Answer, scene: Scene | None, others: tuple[Way, ...] = (), *, explained: bool = True
) -> Replayed:
    """One answer in words; before the end, without what would help another try (`explained`)."""
    choice = scene.choice(answer.choice_key) if scene else None
    said = choice.feedback if choice else None
    if answer.asked is None:
        return Replayed(answer.step, answer.scene_wording, answer.choice_wording, said, others)
    again = tried(answer.outcome, answer.asked, scene, explained=explained)
    return Replayed(answer.step, answer.scene_wording, "", said, tries=(again,))


def others_at(scene: Scene, state: play.State, chosen: str, seed: int) -> tuple[Way, ...]:
    """What else could be taken there, in the order in which this try showed it."""
    shown = play.shuffled(play.choices_open(scene, state), seed, scene.id)
    return tuple(Way(each.text, each.feedback) for each in shown if each.id != chosen)


def after(
    scene: Scene | None,
    state: play.State | None,
    answer: Answer,
    head: ScenarioHead,
    seed: int,
) -> play.State | None:
    """The state after the answer; None once the trail is lost, so that nothing is made up."""
    if scene is None or state is None:
        return None
    try:
        if answer.asked is not None:
            return questions.answer(scene, state, responses_of(answer.asked), head, seed).state
        return play.decide(scene, state, answer.choice_key, head).state
    except play.ChoiceRefused:
        return None

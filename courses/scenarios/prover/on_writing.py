"""Reports on what is not written yet: feedback, content note, next steps, softer versions."""

from __future__ import annotations

from collections.abc import Iterator

from courses.scenarios.model import ENDING, SITUATION, Scenario
from courses.scenarios.problems import Problem, problem
from courses.scenarios.prover.figures import Figures
from courses.scenarios.prover.wording import choice_name, scene_name
from courses.scenarios.reading_time import words_in

# From this intensity on, a learner is told before, and may read something softer (T12, T14).
INTENSE = 3


def feedback_missing(scenario: Scenario) -> Iterator[Problem]:
    """A decision teaches by its feedback; where a learner can only go on, there is none."""
    for scene in scenario.scenes:
        if scene.kind != SITUATION or len(scene.choices) < 2:
            continue
        for choice in scene.choices:
            said = choice.feedback
            parts = {
                "feedback-without-happened": said.happened,
                "feedback-without-why": said.why,
                "feedback-without-next-time": said.next_time,
            }
            missing = [code for code, text in parts.items() if not words_in(text)]
            if len(missing) == len(parts):
                missing = ["feedback-missing"]
            for code in missing:
                yield problem(
                    code, scene.id, choice.id, scene=scene_name(scene), text=choice_name(choice)
                )


def note_missing(scenario: Scenario, figures: Figures) -> Iterator[Problem]:
    """No content note, where some play meets a scene of intensity 3 or more."""
    if figures.intensity < INTENSE or words_in((scenario.note or {}).get("text")):
        return
    scene = next(
        each
        for each in scenario.scenes
        if each.intensity == figures.intensity and each.id in figures.reached
    )
    yield problem("note-missing", scene.id, scene=scene_name(scene), intensity=figures.intensity)


def next_step_missing(scenario: Scenario) -> Iterator[Problem]:
    """No ending may leave a learner without something to do (T25)."""
    for scene in scenario.scenes:
        if scene.kind != ENDING or scene.ending is None:
            continue
        if not any(words_in(each.text) for each in scene.ending.next_steps):
            yield problem("next-step-missing", scene.id, scene=scene_name(scene))


def softer_missing(scenario: Scenario, figures: Figures) -> Iterator[Problem]:
    for scene in scenario.scenes:
        if scene.intensity < INTENSE or scene.id not in figures.reached:
            continue
        if scene.softer is None or not words_in(scene.softer.body):
            yield problem(
                "softer-missing", scene.id, scene=scene_name(scene), intensity=scene.intensity
            )

"""What keeps a scenario from going live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from courses.content.compile.proof import prove_scenario
from courses.content.compile.question import question_of
from courses.content.compile.scenario import compile_scenario
from courses.content.gates.blocks import stream_refusals
from courses.content.gates.note import note_refusals
from courses.content.gates.walks import walk_refusals
from courses.content.gates.warnings import warning_refusals
from courses.content.gates.words import shaming_word
from courses.content.refusals import Refusal
from courses.scenarios.quoting import quotables


def scenario_refusals(page: Any) -> list[Refusal]:
    """Every reason at once: the blocks', ours, and, where those are met, the engine's."""
    found = blocks_refusals(page)
    if found:
        return found
    found = list(own_refusals(page))
    compiled = compile_scenario(page)
    found += compiled.refusals
    if not compiled.refusals:
        proven = prove_scenario(compiled.data)
        found += proven.refusals or [
            *warning_refusals(page, proven.warnings),
            *walk_refusals(page, compiled.data, proven.head),
        ]
    return found


def blocks_refusals(page: Any) -> list[Refusal]:
    return [
        refusal
        for field in ("scenes", "competencies", "variables", "note")
        for refusal in stream_refusals(page, field)
    ]


def own_refusals(page: Any) -> Iterator[Refusal]:
    scenes = list(page.scenes)
    heaviest = max([page.intensity, *(int(scene.value["intensity"] or 1) for scene in scenes)])
    yield from note_refusals(page, heaviest)
    for scene in scenes:
        if scene.block_type == "ending":
            if not len(scene.value["next_steps"]):
                yield Refusal(
                    "next-step-missing",
                    _("The ending “%(scene)s” has no next step. Add at least one thing to do.")
                    % {"scene": scene.value["name"]},
                    "scenes",
                    scene.id,
                )
            continue
        for choice in scene.value["choices"].bound_blocks:
            yield from _choice(scene, choice)
        if scene.block_type == "question":
            for question in scene.value["questions"]:
                yield from _question(scene, question)


def _choice(scene: Any, choice: Any) -> Iterator[Refusal]:
    where = quotables({"scene": scene.value["name"], "text": choice.value["text"]})
    critical = choice.value.get("critical")
    if critical and critical["reason"] and not critical["repair"]:
        yield Refusal(
            "repair-missing",
            _(
                "In “%(scene)s”, the choice “%(text)s” is critical. Name the scene that lets the "
                "learner repair it."
            )
            % where,
            "scenes",
            choice.id,
        )
    feedback = choice.value["feedback"]
    for name in ("happened", "why", "next_time"):
        word = shaming_word(feedback[name])
        if word:
            yield Refusal(
                "shaming-word",
                _(
                    "In “%(scene)s”, the feedback on “%(text)s” says “%(word)s”. Say what follows "
                    "and what helps instead."
                )
                % {**where, "word": word},
                "scenes",
                choice.id,
            )


def _question(scene: Any, child: Any) -> Iterator[Refusal]:
    question = question_of(child.block_type, child.id, child.value)
    for text in (question.explanation, *(option.feedback for option in question.options)):
        word = shaming_word(text)
        if word:
            yield Refusal(
                "shaming-word",
                _(
                    "In “%(scene)s”, the words on the question “%(text)s” say “%(word)s”. Say "
                    "what speaks for it and what helps instead."
                )
                % {"scene": scene.value["name"], "text": question.text, "word": word},
                "scenes",
                child.id,
            )

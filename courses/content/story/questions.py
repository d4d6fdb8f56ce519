"""Questions from a file that nobody has checked, fit for the fields that trainers write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from courses.content.blocks.questions import (
    LONGEST_ACCEPTED,
    LONGEST_PART,
    LONGEST_SOURCE,
)
from courses.scenarios.model import Scene
from courses.scenarios.question_model import MATCH, ORDER, Question, QuestionSet

# Words, how many characters the field takes, and the passage: the words that fit.
Cut = Callable[[str, int, str], str]


class StoryIds:
    """Ids of blocks: those of a file that are such ids already, and new ones."""

    def __init__(self, id_of: Callable[..., str], scene: str) -> None:
        self.id_of = id_of
        self.scene = scene

    def of(self, name: str, *within: object) -> str:
        return self.id_of(name, self.scene, *within)


def cut_to_fit(questions: QuestionSet, cut: Cut, passage: str) -> QuestionSet:
    """What is longer than its field is cut and listed."""

    def fit(item: Question) -> Question:
        return replace(
            item,
            options=tuple(
                replace(each, text=cut(each.text, LONGEST_PART, passage)) for each in item.options
            ),
            prompts=tuple(
                replace(each, text=cut(each.text, LONGEST_PART, passage)) for each in item.prompts
            ),
            accepted=tuple(cut(each, LONGEST_ACCEPTED, passage) for each in item.accepted),
            source=cut(item.source, LONGEST_SOURCE, passage),
        )

    return replace(questions, items=tuple(fit(each) for each in questions.items))


def parts_lost(scene: Scene, questions: QuestionSet) -> Iterator[str]:
    """What the engine knows and the editor has no place for."""
    for item in questions.items:
        if item.kind in (ORDER, MATCH):
            yield from (each.feedback for each in item.options if each.feedback.strip())
        if item.kind == ORDER and set(item.right) != {each.id for each in item.options}:
            yield item.text
    yield from (each.critical.reason for each in scene.choices if each.critical)

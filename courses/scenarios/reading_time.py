"""How long does a scene take to read? What the trainer says, else by its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from courses.scenarios.model import Choice, Scene
from courses.scenarios.question_model import QuestionSet

# Silent reading of plain text runs at about 240 words a minute; with care, and a decision, less.
WORDS_A_MINUTE = 180
TAG = re.compile(r"<[^>]*>")
# Names and addresses that nobody reads.
UNREAD = frozenset({"type", "id", "url", "src", "href", "key", "class", "language"})


def words_in(value: Any) -> int:
    """The words in a text, or in all texts of a block of whatever shape."""
    if isinstance(value, str):
        return len(TAG.sub(" ", value).split())
    if isinstance(value, Mapping):
        return sum(words_in(part) for name, part in value.items() if name not in UNREAD)
    if isinstance(value, list | tuple):
        return sum(words_in(part) for part in value)
    return 0


def _seconds(words: int) -> int:
    return -(-words * 60 // WORDS_A_MINUTE)


def scene_seconds(scene: Scene) -> int:
    """Reading time of a scene with its choices."""
    if scene.minutes is not None:
        return round(scene.minutes * 60)
    words = words_in(scene.title) + words_in(scene.body)
    if scene.question is None:
        words += sum(words_in(each.text) for each in scene.choices)
    else:
        # The way on from a question is not read, and of a bank only a part.
        words += -(-_asked_words(scene.question) // len(scene.question.items or (1,)))
    if scene.ending is not None:
        words += words_in([scene.ending.outcome, scene.ending.debrief, scene.ending.lived_through])
    return _seconds(words)


def _asked_words(questions: QuestionSet) -> int:
    """The words of all questions, as often as each is asked on the average; times their number."""
    texts = [
        [item.text, [each.text for each in item.options], [each.text for each in item.prompts]]
        for item in questions.items
    ]
    return words_in(texts) * questions.asked


def feedback_seconds(choice: Choice) -> int:
    feedback = choice.feedback
    return _seconds(words_in([feedback.happened, feedback.why, feedback.next_time]))

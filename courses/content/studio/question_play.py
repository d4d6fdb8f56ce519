"""Answering a question scene while playing the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from courses.content.question_refusals import refusal_sentence
from courses.content.studio.play import Play, Stage
from courses.scenarios.question_form import question_fields, read_responses
from courses.scenarios.questions import REVIEW, SOLVED, Answered, AnswerRefused, Response

# The button of the form; without it, nothing was answered.
ANSWER = "answer"


@dataclass(frozen=True)
class AnsweredForm:
    """A form with answers, looked at: what it came to, or what is to be mended first."""

    at: Play
    responses: dict[str, Response]
    answered: Answered | None = None
    error: str = ""
    error_question: str = ""


def answered_form(stage: Stage, at: Play, form: QueryDict) -> AnsweredForm:
    """Raises ChoiceRefused where no question is at hand."""
    asked = stage.asked(at)
    responses = read_responses(asked, form.get, form.getlist)
    try:
        answered, after = stage.answer(at, responses)
    except AnswerRefused as refused:
        question = next((each for each in asked if each.id == refused.question), None)
        if question is None:
            raise
        sentence = refusal_sentence(question, refused.reason)
        return AnsweredForm(at, responses, None, sentence, question.id)
    return AnsweredForm(after, responses, answered)


def question_context(stage: Stage, at: Play, form: AnsweredForm | None) -> dict[str, Any]:
    """For the page of a play: what was answered just now, and the fields of what is asked."""
    context: dict[str, Any] = {}
    if form is not None and form.answered is not None:
        done = form.answered
        context |= {
            "answered": done,
            "explained": done.outcome in (SOLVED, REVIEW),
            "solved": done.outcome == SOLVED,
        }
    asked = stage.asked(at)
    if asked:
        filled = form.responses if form is not None else {}
        context |= {
            "fields": question_fields(at.scene, asked, at.trail.seed, filled),
            "tries_left": (at.scene.question.tries if at.scene.question else 0) - at.state.tries,
            "error": form.error if form is not None else "",
            "error_question": form.error_question if form is not None else "",
        }
    return context

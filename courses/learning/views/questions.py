"""The form of a question scene: its fields, what was answered, and what is said to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, QueryDict

from courses.content.question_refusals import refusal_sentence
from courses.learning.actions.answer_question import QuestionRefused, Reading
from courses.learning.asked import responses_of
from courses.learning.models import Answer, Attempt
from courses.scenarios import play
from courses.scenarios.graph import QUESTION, Scene
from courses.scenarios.question_form import QuestionField, question_fields, read_responses
from courses.scenarios.question_model import Question, QuestionSet
from courses.scenarios.questions import Response, drawn

# The hidden field that says of which scene the questions are, and that they were answered.
ASKED = "asked"


def reading_of(form: QueryDict) -> Reading:
    """Reads the answers out of a form, once it is known what was asked."""

    def read(asked: Sequence[Question]) -> Mapping[str, Response]:
        return read_responses(asked, form.get, form.getlist)

    return read


def question_context(
    request: HttpRequest,
    attempt: Attempt,
    scene: Scene,
    state: play.State,
    last: Answer | None,
    refused: QuestionRefused | None,
) -> dict[str, Any]:
    """For the form: filled with what was sent, or else with what the last try answered."""
    if scene.kind != QUESTION:
        return {}
    asked = drawn(scene, attempt.seed)
    responses: Mapping[str, Response] = {}
    if refused is not None:
        responses = refused.responses
    elif request.POST.get(ASKED) == scene.id:
        responses = reading_of(request.POST)(asked)
    elif state.tries and last is not None:
        responses = responses_of(last.asked)
    fields = question_fields(scene, asked, attempt.seed, responses)
    questions = scene.question or QuestionSet()
    return {
        "fields": fields,
        "needed": questions.enough if questions.enough < len(asked) else 0,
        "tries_left": max(1, questions.tries - state.tries),
        "tried_before": state.tries > 0,
        **(fault(refused, fields) if refused is not None else {}),
    }


def fault(refused: QuestionRefused, fields: Sequence[QuestionField]) -> dict[str, Any]:
    """What is to be mended, and where."""
    field = next(each for each in fields if each.id == refused.question.id)
    return {
        "error": refusal_sentence(refused.question, refused.reason),
        "error_question": field.id,
        "error_about": field.text,
        "error_field": first_control(field),
    }


def first_control(field: QuestionField) -> str:
    """The id of what can be typed in or chosen first, as the template names it."""
    for select in (*field.places, *field.prompts):
        if not select.selected:
            return select.name
    for part in (*field.places, *field.prompts):
        return part.name
    for option in field.options:
        return f"{option.name}-{option.id}"
    return field.name

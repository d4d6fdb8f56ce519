"""What is said where an answer to a question is no answer yet."""

from __future__ import annotations

from django.utils.translation import gettext as _

from courses.scenarios.question_model import MATCH, MULTIPLE, ORDER, SHORT, Question


def refusal_sentence(question: Question, reason: str) -> str:
    """`reason` is that of an AnswerRefused. What to do, without a word on what is right."""
    if reason == "long":
        return _("Shorten your answer to 500 characters or fewer")
    if reason == "twice":
        return _("Use each one once: one of them stands in two places")
    if reason == "unknown":
        return _("Choose among the answers that are offered here")
    return {
        SHORT: _("Write an answer"),
        ORDER: _("Choose something for each place"),
        MATCH: _("Choose an answer for each line"),
        MULTIPLE: _("Choose one answer or more"),
    }.get(question.kind, _("Choose an answer"))

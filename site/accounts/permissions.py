"""`may(person, verb, object)`: the one question that every view asks. The default is no.

Apps answer for their own models:

    @rule("withdraw", Enrolment)
    def own_enrolment(person, enrolment): return enrolment.person_id == person.pk
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models

from accounts.people import User

Person = User | AnonymousUser
Rule = Callable[[Any, Any], bool]
_rules: dict[tuple[str, type[models.Model] | None], Rule] = {}


def rule(verb: str, model: type[models.Model] | None = None) -> Callable[[Rule], Rule]:
    """Register the answer to `verb` on objects of `model` (None: on no object)."""

    def register(function: Rule) -> Rule:
        key = (verb, model)
        if key in _rules and _rules[key] is not function:
            raise ValueError(f"Two rules for {verb!r} on {model!r}.")
        _rules[key] = function
        return function

    return register


def may(person: Person, verb: str, subject: models.Model | None = None) -> bool:
    """Whether `person` may do `verb` to `subject`. Unknown verbs and inactive people: no."""
    if person.is_authenticated and not person.is_active:
        return False
    models_to_try: list[type[models.Model] | None] = (
        [None]
        if subject is None
        # `__class__`, since a request's person is a lazy stand-in of another type.
        else [cls for cls in subject.__class__.__mro__ if issubclass(cls, models.Model)]
    )
    for model in models_to_try:
        answer = _rules.get((verb, model))
        if answer is not None:
            return bool(answer(person, subject))
    return False


def require(person: Person, verb: str, subject: models.Model | None = None) -> None:
    """Raise PermissionDenied unless `may(person, verb, subject)`."""
    if not may(person, verb, subject):
        raise PermissionDenied

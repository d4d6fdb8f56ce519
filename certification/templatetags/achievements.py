"""Achievements and what keeps certificates, in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from certification.achievements.boards import BOARDS, CREDIT, SIGNATORY
from certification.achievements.courses import validity_words
from certification.models import Credential

register = template.Library()


@register.filter
def holds(achievement: Any) -> str:
    return validity_words(achievement)


@register.filter
def lacking(credential: Credential) -> str:
    """What a certificate waits for, where its problem has a detail."""
    if credential.problem not in {Credential.Problem.FIELDS, Credential.Problem.LICENCE}:
        return credential.problem_detail
    words = {
        SIGNATORY: _("somebody who signs"),
        CREDIT: _("contact hours: a credit line on the course page"),
        "validity_date": _("a fixed date that is not past"),
        **{field.name: str(field.label) for board in BOARDS.values() for field in board.fields},
        **{key: str(board.licence) for key, board in BOARDS.items()},
    }
    names = credential.problem_detail.split(",")
    return "; ".join(words[name] for name in names if name in words)

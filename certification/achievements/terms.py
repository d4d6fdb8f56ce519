"""What a course's achievement says at this moment, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from certification.facts import Signatory, Wording
from certification.models import Achievement
from certification.names import clean_name
from certification.validity import Rule


@dataclass(frozen=True)
class Terms:
    """What goes from an achievement onto its certificates. Empty: a course without one."""

    kind: str = ""
    rule: Rule = field(default_factory=Rule)
    wording: Wording = field(default_factory=Wording)
    signatories: tuple[Signatory, ...] = ()
    layout: str = "way"
    board: str = ""
    board_fields: tuple[tuple[str, str], ...] = ()


def achievement_for(course_key: UUID, language: str) -> Achievement | None:
    """The achievement of a course in a language: that language's own before the one for all."""
    return (
        Achievement.objects.filter(course_key=course_key, language__in=[language, ""])
        .order_by("-language")
        .first()
    )


def terms_for(course_key: UUID, language: str) -> Terms:
    found = achievement_for(course_key, language)
    if found is None:
        return Terms()
    people = found.signatories.select_related("kept")
    return terms_of(
        found,
        [Signatory(each.name, each.role, each.kept.sha256 if each.kept else "") for each in people],
    )


def terms_of(achievement: Any, signatories: list[Signatory]) -> Terms:
    """An achievement, saved or not, as terms. Texts are cleaned as all texts of the paper are."""
    return Terms(
        kind=achievement.kind,
        rule=Rule(
            achievement.validity,
            achievement.validity_amount or 0,
            achievement.validity_date,
            achievement.renewal,
        ),
        wording=Wording(
            heading=clean_name(achievement.heading),
            lead=clean_name(achievement.lead),
            completed=clean_name(achievement.completed),
            note=clean_name(achievement.note),
        ),
        signatories=tuple(
            Signatory(clean_name(each.name), clean_name(each.role), each.image)
            for each in signatories
        ),
        layout=achievement.layout,
        board=achievement.board,
        board_fields=tuple(
            (name, clean_name(_text(achievement.board_fields[name])))
            for name in sorted(achievement.board_fields)
            if achievement.board
        ),
    )


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)

"""The content note's own rules (T12, T13)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from courses.content.refusals import Refusal
from courses.content.vocabulary import INTENSITY_NEEDS_NOTE, NOTE_WORDS


def note_refusals(page: Any, intensity: int) -> list[Refusal]:
    """`intensity` is that of the heaviest part of the page."""
    if not len(page.note):
        if intensity >= INTENSITY_NEEDS_NOTE:
            return [
                Refusal(
                    "note-missing",
                    _(
                        "This page goes deep (%(intensity)d of 4). Write a content note, so that "
                        "the learner can choose how to read it."
                    )
                    % {"intensity": intensity},
                    "note",
                )
            ]
        return []
    return long_notes(page.note, "note")


def long_notes(stream: Any, field: str) -> list[Refusal]:
    found = []
    for child in stream:
        words = len((child.value["text"] or "").split())
        if words > NOTE_WORDS:
            found.append(
                Refusal(
                    "note-long",
                    _(
                        "The content note has %(words)d words. Shorten it to %(most)d: name the "
                        "theme, do not retell it."
                    )
                    % {"words": words, "most": NOTE_WORDS},
                    field,
                    child.id,
                )
            )
    return found

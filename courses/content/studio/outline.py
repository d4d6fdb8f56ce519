"""The map as an indented outline: scenes, their choices, and what each choice does."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from courses.content.studio.draft import Draft
from courses.content.studio.question_words import asked, asking
from courses.content.studio.words import Words


def outline(draft: Draft) -> list[dict[str, Any]]:
    """Every scene in the order in which it was written, with all that the map tells by sight."""
    words = Words(draft.data)
    reached = draft.proven.figures.reached if draft.proven and draft.proven.figures else None
    return [
        {
            "id": scene["id"],
            "name": words.scenes[scene["id"]] or _("(no name yet)"),
            "kind": kind_name(scene["kind"]),
            "start": scene["id"] == draft.data["start"],
            "unreached": reached is not None and scene["id"] not in reached,
            "intensity": scene["intensity"],
            "address": draft.address(scene["id"]),
            "findings": draft.by_scene.get(scene["id"], []),
            "questions": asked(scene),
            "asking": asking(scene),
            "review": scene["review"],
            "review_name": words.scenes.get(scene["review"] or "", ""),
            "outcome": (scene["ending"] or {}).get("outcome", ""),
            "choices": [
                {
                    "id": choice["id"],
                    "text": choice["text"],
                    "address": draft.address(choice["id"]),
                    "target": choice["target"],
                    "target_name": words.scenes.get(choice["target"], ""),
                    "facts": words.facts(choice),
                }
                for choice in scene["choices"]
            ],
        }
        for scene in draft.data["scenes"]
    ]


def kind_name(kind: str) -> str:
    names = {
        "situation": _("Situation"),
        "information": _("Information"),
        "question": _("Question"),
        "ending": _("Ending"),
    }
    return names.get(kind, kind)

"""A scenario as a script to read through: every scene with its choices, from the draft."""

from __future__ import annotations

from typing import Any

from courses.content.compile.scenario import compile_scenario
from courses.content.rendering import render_scene_body
from courses.content.studio.question_words import asked, asking


def script(page: Any) -> dict[str, Any]:
    """The scenes of a ScenarioPage as it stands in memory, and what could not be resolved."""
    compiled = compile_scenario(page)
    language = compiled.data["language"]
    names = {scene["id"]: scene["name"] for scene in compiled.data["scenes"]}
    scenes = [
        {
            **scene,
            "html": render_scene_body(scene["body"], language),
            "softer_html": render_scene_body(scene["softer"]["body"], language)
            if scene["softer"]
            else "",
            "questions": asked(scene),
            "asking": asking(scene),
            "review_name": names.get(scene["review"] or "", ""),
            "choices": [
                {**choice, "target_name": names.get(choice["target"], "")}
                for choice in scene["choices"]
            ],
        }
        for scene in compiled.data["scenes"]
    ]
    return {
        "scenes": scenes,
        "note": compiled.data["note"],
        "sentences": [refusal.message for refusal in compiled.refusals],
    }

"""A scenario page as the engine's JSON. Names of scenes become block ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.content.compile.names import identifier
from courses.content.compile.note import frozen_note
from courses.content.compile.scene import SceneCompiler
from courses.content.refusals import Refusal

FORMAT = 1


@dataclass
class CompiledScenario:
    """The engine's JSON, and what could not be resolved, in sentences."""

    data: dict[str, Any]
    refusals: list[Refusal] = field(default_factory=list)


def compile_scenario(page: Any) -> CompiledScenario:
    """Compile a ScenarioPage as it stands in memory. Unknown names are reported, not raised."""
    page.scenes.get_prep_value()  # gives an id to each block that has none yet
    refusals: list[Refusal] = []
    competencies = _by_name(page.competencies, "competencies", refusals)
    variables = _by_name(page.variables, "variables", refusals)
    flags = {name for name, value in variables.items() if value["kind"] == "flag"}
    scenes = SceneCompiler(page.scenes, set(competencies), set(variables), flags, refusals)
    compiled = [scenes.scene(child) for child in page.scenes]
    has_softer = any(scene["softer"] for scene in compiled)
    data = {
        "format": FORMAT,
        "title": page.title,
        "language": page.locale.language_code,
        "start": compiled[0]["id"] if compiled else "",
        "summary": page.summary,
        "minutes": page.minutes,
        "intensity": max([page.intensity, *(scene["intensity"] for scene in compiled)]),
        "competencies": [
            {"id": name, "title": value["title"]} for name, value in competencies.items()
        ],
        "pass": {
            "overall": page.pass_percent / 100,
            "competencies": {
                name: value["pass_percent"] / 100 for name, value in competencies.items()
            },
            "critical_errors": page.critical_allowed,
        },
        "variables": [_variable(name, value) for name, value in variables.items()],
        "note": frozen_note(page.note, page.intensity, has_softer),
        "scenes": compiled,
    }
    return CompiledScenario(data, refusals)


def _by_name(stream: Any, field_name: str, refusals: list[Refusal]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in stream:
        name = identifier(child.value["name"])
        if name in found:
            refusals.append(
                Refusal(
                    "name-twice",
                    _("Two entries have the short name “%(name)s”. Give each its own.")
                    % {"name": child.value["name"]},
                    field_name,
                    child.id,
                )
            )
        found[name] = child.value
    return found


def _variable(name: str, value: Any) -> dict[str, Any]:
    if value["kind"] == "flag":
        bounds: dict[str, Any] = {"initial": bool(value["initial"]), "min": 0, "max": 1}
    else:
        bounds = {
            "initial": value["initial"],
            "min": value["minimum"],
            "max": value["maximum"],
        }
    return {
        "id": name,
        "title": value["title"],
        "kind": value["kind"],
        **bounds,
        "shown": bool(value["shown"]),
    }

"""The parts of a scenario → JSON, one spelling for equal content."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from courses.scenarios.conditions import condition_to_json
from courses.scenarios.model import (
    FORMAT,
    Best,
    Choice,
    Competency,
    PassRule,
    Scenario,
    ScenarioHead,
    Scene,
    Variable,
)
from courses.scenarios.question_model import question_set_json


def scenario_json(scenario: Scenario) -> dict[str, Any]:
    return {
        **scenario.extra,
        "format": FORMAT,
        "title": scenario.title,
        "language": scenario.language,
        "start": scenario.start,
        "competencies": [competency_json(each) for each in scenario.competencies],
        "pass": pass_json(scenario.pass_rule),
        "variables": [variable_json(each) for each in scenario.variables],
        "note": None if scenario.note is None else dict(scenario.note),
        "scenes": [scene_json(each, scenario.flags) for each in scenario.scenes],
    }


def head_json(head: ScenarioHead) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "title": head.title,
        "language": head.language,
        "start": head.start,
        "competencies": [competency_json(each) for each in head.competencies],
        "pass": pass_json(head.pass_rule),
        "variables": [variable_json(each) for each in head.variables],
        "note": None if head.note is None else dict(head.note),
        "best": best_json(head.best),
    }


def best_json(best: Best) -> dict[str, Any]:
    return {"overall": best.overall, "competencies": dict(best.competencies)}


def competency_json(competency: Competency) -> dict[str, Any]:
    return {"id": competency.id, "title": competency.title}


def pass_json(rule: PassRule) -> dict[str, Any]:
    return {
        "overall": rule.overall,
        "competencies": dict(rule.competencies),
        "critical_errors": rule.critical_errors,
    }


def variable_json(variable: Variable) -> dict[str, Any]:
    flag = variable.kind == "flag"
    return {
        "id": variable.id,
        "title": variable.title,
        "kind": variable.kind,
        "initial": bool(variable.initial) if flag else variable.initial,
        "min": variable.min,
        "max": variable.max,
        "shown": variable.shown,
    }


def scene_json(scene: Scene, flags: frozenset[str] = frozenset()) -> dict[str, Any]:
    """One scene; `flags` are the ids of the yes/no variables, whose values print as such."""
    softer, ending = scene.softer, scene.ending
    return {
        **scene.extra,
        "id": scene.id,
        "kind": scene.kind,
        "title": scene.title,
        "body": [dict(each) for each in scene.body],
        "softer": softer and {"title": softer.title, "body": [dict(each) for each in softer.body]},
        "summary": scene.summary,
        "intensity": scene.intensity,
        "themes": list(scene.themes),
        "minutes": scene.minutes,
        "choices": [choice_json(each, flags) for each in scene.choices],
        "question": scene.question and question_set_json(scene.question),
        "review": scene.review,
        "ending": ending
        and {
            "outcome": ending.outcome,
            "debrief": ending.debrief,
            "next_steps": [{"text": each.text, "url": each.url} for each in ending.next_steps],
            "lived_through": ending.lived_through,
        },
    }


def choice_json(choice: Choice, flags: frozenset[str]) -> dict[str, Any]:
    return {
        **choice.extra,
        "id": choice.id,
        "text": choice.text,
        "target": choice.target,
        "condition": condition_to_json(choice.condition, flags),
        "effects": [
            {
                "variable": each.variable,
                "op": each.op,
                "value": bool(each.value) if each.variable in flags else each.value,
            }
            for each in choice.effects
        ],
        "scores": dict(choice.scores),
        "critical": choice.critical
        and {"reason": choice.critical.reason, "repair": choice.critical.repair},
        "feedback": asdict(choice.feedback),
    }

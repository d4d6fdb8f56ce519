"""JSON → the parts of a scenario. What they refer to is looked at in `structure`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from courses.scenarios import model
from courses.scenarios.model import (
    Best,
    Choice,
    Competency,
    Critical,
    Effect,
    Ending,
    Feedback,
    NextStep,
    PassRule,
    Scenario,
    Scene,
    Softer,
    Variable,
)
from courses.scenarios.question_model import read_question_set
from courses.scenarios.reader import Reader

KNOWN = {
    Scenario: {each.name for each in fields(Scenario)} | {"format", "pass"},
    Scene: {each.name for each in fields(Scene)},
    Choice: {each.name for each in fields(Choice)},
}


def extra(data: Mapping[str, Any], kind: type) -> dict[str, Any]:
    """What other parts of the site keep in the same JSON: carried along, never read here."""
    return {key: value for key, value in data.items() if key not in KNOWN[kind]}


def read_scenario(data: Any, read: Reader) -> Scenario:
    whole = read.mapping(data, "scenario")
    if whole.get("format") != model.FORMAT:
        read.refuse("format-unknown")
    return Scenario(
        title=read.text(whole, "title", needed=True),
        start=read.text(whole, "start"),
        scenes=tuple(read_scene(each, read) for each in read.mappings(whole, "scenes")),
        language=read.text(whole, "language") or "en",
        competencies=read_competencies(whole, read),
        pass_rule=read_pass_rule(whole, read),
        variables=read_variables(whole, read),
        note=read_note(whole, read),
        extra=extra(whole, Scenario),
    )


def read_note(data: Mapping[str, Any], read: Reader) -> Mapping[str, Any] | None:
    return None if data.get("note") is None else read.mapping(data["note"], "note")


def read_competencies(data: Mapping[str, Any], read: Reader) -> tuple[Competency, ...]:
    return tuple(
        Competency(read.id(each), read.text(each, "title"))
        for each in read.mappings(data, "competencies")
    )


def read_pass_rule(data: Mapping[str, Any], read: Reader) -> PassRule:
    if data.get("pass") is None:
        return PassRule()
    rule = read.mapping(data["pass"], "pass")
    shares = read.mapping(rule.get("competencies") or {}, "competencies")
    return PassRule(
        overall=read.number(rule, "overall", 0, 1),
        competencies={key: read.number(shares, key, 0, 1) for key in shares},
        critical_errors=max(0, read.whole(rule, "critical_errors")),
    )


def read_variables(data: Mapping[str, Any], read: Reader) -> tuple[Variable, ...]:
    return tuple(read_variable(each, read) for each in read.mappings(data, "variables"))


def read_variable(data: Mapping[str, Any], read: Reader) -> Variable:
    kind = read.one_of(data, "kind", (model.NUMBER, model.FLAG), model.NUMBER)
    flag = kind == model.FLAG
    return Variable(
        id=read.id(data),
        title=read.text(data, "title"),
        kind=kind,
        initial=read.value({"initial": 0, **data}, "initial"),
        min=0 if flag else read.whole(data, "min"),
        max=1 if flag else read.whole(data, "max", 10),
        shown=read.yes(data, "shown"),
    )


def read_best(data: Any, read: Reader) -> Best:
    best = read.mapping(data, "best")
    parts = read.mapping(best.get("competencies") or {}, "competencies")
    return Best(
        overall=read.whole(best, "overall"),
        competencies={key: read.whole(parts, key) for key in parts},
    )


def read_scene(data: Mapping[str, Any], read: Reader) -> Scene:
    read.scene = scene_id = read.id(data)
    scene = Scene(
        id=scene_id,
        kind=read.one_of(data, "kind", model.KINDS, model.SITUATION),
        title=read.text(data, "title"),
        body=tuple(read.mappings(data, "body")),
        softer=read_softer(data, read),
        summary=read.optional_text(data, "summary"),
        intensity=int(read.number({"intensity": 1, **data}, "intensity", 1, 4, 1)),
        themes=read.texts(data, "themes"),
        minutes=None if data.get("minutes") is None else read.number(data, "minutes", 0, 600),
        choices=tuple(read_choice(each, read) for each in read.mappings(data, "choices")),
        question=None
        if data.get("question") is None
        else read_question_set(read.mapping(data["question"], "question"), read),
        review=read.optional_text(data, "review"),
        ending=read_ending(data, read),
        extra=extra(data, Scene),
    )
    read.scene = ""
    return scene


def read_softer(data: Mapping[str, Any], read: Reader) -> Softer | None:
    if data.get("softer") is None:
        return None
    softer = read.mapping(data["softer"], "softer")
    return Softer(read.text(softer, "title"), tuple(read.mappings(softer, "body")))


def read_ending(data: Mapping[str, Any], read: Reader) -> Ending | None:
    if data.get("ending") is None:
        return None
    ending = read.mapping(data["ending"], "ending")
    return Ending(
        outcome=read.text(ending, "outcome"),
        debrief=read.text(ending, "debrief"),
        next_steps=tuple(
            NextStep(read.text(each, "text"), read.text(each, "url"))
            for each in read.mappings(ending, "next_steps")
        ),
        lived_through=read.text(ending, "lived_through"),
    )


def read_choice(data: Mapping[str, Any], read: Reader) -> Choice:
    read.choice = choice_id = read.id(data)
    scores = read.mapping(data.get("scores") or {}, "scores")
    choice = Choice(
        id=choice_id,
        text=read.text(data, "text", needed=True),
        target=read.text(data, "target"),
        condition=read.condition(data.get("condition")),
        effects=tuple(
            Effect(
                read.id(each, "variable"),
                read.one_of(each, "op", (model.SET, model.ADD), model.SET),
                read.value(each),
            )
            for each in read.mappings(data, "effects")
        ),
        scores={key: read.whole(scores, key) for key in scores},
        critical=read_critical(data, read),
        feedback=read_feedback(data, read),
        extra=extra(data, Choice),
    )
    read.choice = ""
    return choice


def read_critical(data: Mapping[str, Any], read: Reader) -> Critical | None:
    if data.get("critical") is None:
        return None
    critical = read.mapping(data["critical"], "critical")
    return Critical(read.text(critical, "reason"), read.optional_text(critical, "repair"))


def read_feedback(data: Mapping[str, Any], read: Reader) -> Feedback:
    if data.get("feedback") is None:
        return Feedback()
    feedback = read.mapping(data["feedback"], "feedback")
    return Feedback(**{each.name: read.text(feedback, each.name) for each in fields(Feedback)})

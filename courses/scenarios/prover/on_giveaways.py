"""Reports on giveaways: can the best choice be told without understanding the scene?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from courses.scenarios.model import SITUATION, Choice, Scenario, Scene
from courses.scenarios.problems import Problem, problem
from courses.scenarios.question_model import SINGLE, Option

# A pattern is reported where chance alone would bring it about in fewer than 1 of 20 scenarios.
CHANCE = 0.05

POLITE = {
    "en": r"please|thank|sorry|may i|could you|would you|if you (?:like|want|wish)|is it ok",
    "fr": r"s'il (?:vous|te) pla[iî]t|merci|pardon|désolée?|pourriez|voudriez|puis-je",
    "de": r"bitte|danke|entschuldig|darf ich|könnten sie|möchten sie|wenn sie (?:mögen|möchten)",
    "es": r"por favor|gracias|perdón|disculpe|lo siento|podría|quisiera|si (?:quiere|lo desea)",
}

Worded = TypeVar("Worded", Choice, Option)
Sign = Callable[[Sequence[Choice]], Choice | None]


def giveaways(scenario: Scenario) -> Iterator[Problem]:
    scenes = [(scene, best) for scene in scenario.scenes if (best := best_choice(scene))]
    signs: dict[str, Sign] = {"giveaway-longest": longest, "giveaway-first": first}
    polite = POLITE.get(scenario.language.split("-")[0].lower())
    if polite:
        signs["giveaway-polite"] = only_one_like(re.compile(rf"\b(?:{polite})", re.IGNORECASE))
    for code, sign in signs.items():
        marked = [(scene, best, sign(scene.choices)) for scene, best in scenes]
        seen = [(scene, best, found) for scene, best, found in marked if found]
        hits = sum(best.id == found.id for _scene, best, found in seen)
        odds = [1 / len(scene.choices) for scene, _best, _found in seen]
        if hits and chance_of(hits, odds) < CHANCE:
            yield problem(code, hits=hits, scenes=len(seen))
    yield from right_answers_longest(scenario)


def right_answers_longest(scenario: Scenario) -> Iterator[Problem]:
    """Questions with one right answer, mixed for each learner: only its length can tell it."""
    questions = [
        item
        for scene in scenario.scenes
        for item in (scene.question.items if scene.question else ())
        if item.kind == SINGLE and len(item.options) > 1
    ]
    seen = [(item, found) for item in questions if (found := longest(item.options))]
    hits = sum(found.id in item.right for item, found in seen)
    odds = [1 / len(item.options) for item, _found in seen]
    if hits and chance_of(hits, odds) < CHANCE:
        yield problem("giveaway-answer", hits=hits, questions=len(seen))


def best_choice(scene: Scene) -> Choice | None:
    """The one choice that earns more than the others; None where there is no such choice."""
    if scene.kind != SITUATION or len(scene.choices) < 2:
        return None
    ranked = sorted(scene.choices, key=_points, reverse=True)
    return ranked[0] if _points(ranked[0]) > _points(ranked[1]) else None


def _points(choice: Choice) -> int:
    return -1 if choice.critical else sum(choice.scores.values())


def first(choices: Sequence[Choice]) -> Choice | None:
    return choices[0]


def longest(choices: Sequence[Worded]) -> Worded | None:
    """The one choice that is longer than the others by a tenth or more."""
    ranked = sorted(choices, key=lambda each: len(each.text), reverse=True)
    return ranked[0] if len(ranked[0].text) * 10 >= len(ranked[1].text) * 11 else None


def only_one_like(pattern: re.Pattern[str]) -> Sign:
    def only(choices: Sequence[Choice]) -> Choice | None:
        found = [each for each in choices if pattern.search(each.text)]
        return found[0] if len(found) == 1 else None

    return only


def chance_of(hits: int, odds: Sequence[float]) -> float:
    """How likely chance alone brings `hits` or more, if each scene has these odds."""
    spread = [1.0]
    for each in odds:
        spread = [
            stays * (1 - each) + rises * each
            for stays, rises in zip([*spread, 0.0], [0.0, *spread], strict=True)
        ]
    return sum(spread[hits:])

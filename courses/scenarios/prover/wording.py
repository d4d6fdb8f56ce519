"""Names and values as a trainer knows them, for the parameters of problems."""

from __future__ import annotations

from collections.abc import Mapping

from courses.scenarios.conditions import Compare
from courses.scenarios.model import FLAG, Choice, Scenario, Scene

SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}


def scene_name(scene: Scene) -> str:
    return scene.title or scene.id


def choice_name(choice: Choice) -> str:
    """The first words of a choice."""
    words = choice.text.split()
    return " ".join(words[:12]) + ("…" if len(words) > 12 else "")


def variable_name(scenario: Scenario, variable_id: str) -> str:
    return next(
        (each.title or each.id for each in scenario.variables if each.id == variable_id),
        variable_id,
    )


def value_text(scenario: Scenario, variable_id: str, value: int) -> str:
    flag = any(each.id == variable_id and each.kind == FLAG for each in scenario.variables)
    return ("yes" if value else "no") if flag else str(value)


def values_text(scenario: Scenario, values: Mapping[str, int]) -> str:
    """Like “Trust = 3, Told = no”."""
    return ", ".join(
        f"{variable_name(scenario, each)} = {value_text(scenario, each, value)}"
        for each, value in values.items()
    )


def comparison_text(scenario: Scenario, compare: Compare) -> str:
    name = variable_name(scenario, compare.variable)
    value = value_text(scenario, compare.variable, compare.value)
    return f"{name} {SIGNS.get(compare.op, compare.op)} {value}"

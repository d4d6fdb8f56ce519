"""Conditions on variables: one comparison, or comparisons joined by all, any and not."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Compare:
    """One variable against one value. Yes and no are 1 and 0."""

    variable: str
    op: str
    value: int


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    part: Condition


Condition = Compare | AllOf | AnyOf | Not


def holds(condition: Condition | None, variables: Mapping[str, int]) -> bool:
    """Is `condition` true for these values? No condition is always true."""
    match condition:
        case None:
            return True
        case Compare(variable, op, value):
            return bool(OPERATORS[op](variables[variable], value))
        case AllOf(parts):
            return all(holds(part, variables) for part in parts)
        case AnyOf(parts):
            return any(holds(part, variables) for part in parts)
        case Not(part):
            return not holds(part, variables)


def comparisons(condition: Condition | None) -> Iterator[Compare]:
    """Every single comparison within `condition`, from left to right."""
    match condition:
        case Compare():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from comparisons(part)
        case Not(part):
            yield from comparisons(part)


def condition_to_json(condition: Condition | None, flags: frozenset[str]) -> Any:
    """The JSON of `condition`; values of yes/no variables (`flags`) become true and false."""
    match condition:
        case None:
            return None
        case Compare(variable, op, value):
            return {
                "variable": variable,
                "op": op,
                "value": bool(value) if variable in flags else value,
            }
        case AllOf(parts):
            return {"all": [condition_to_json(part, flags) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_to_json(part, flags) for part in parts]}
        case Not(part):
            return {"not": condition_to_json(part, flags)}

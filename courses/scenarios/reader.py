"""Takes typed values out of JSON that nobody has checked, and notes what does not fit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from courses.scenarios.conditions import OPERATORS, AllOf, AnyOf, Compare, Condition, Not
from courses.scenarios.problems import Problem, problem

DEEPEST_CONDITION = 20
# Beyond this a number is a slip of the hand, and sums would leave 64 bits.
LARGEST = 1_000_000
LONGEST_ID = 100


class Reader:
    """Reads on after a problem, so that a trainer hears of all of them at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.scene = ""
        self.choice = ""

    def refuse(self, code: str, **parameters: Any) -> None:
        self.problems.append(problem(code, self.scene, self.choice, **parameters))

    def mapping(self, value: Any, field: str) -> Mapping[str, Any]:
        if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
            return value
        self.refuse("not-an-object", field=field)
        return {}

    def mappings(self, data: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
        return [self.mapping(each, field) for each in self.items(data, field)]

    def items(self, data: Mapping[str, Any], field: str) -> list[Any]:
        value = data.get(field)
        if value is None:
            return []
        if isinstance(value, list | tuple):
            return list(value)
        self.refuse("not-a-list", field=field)
        return []

    def text(self, data: Mapping[str, Any], field: str, *, needed: bool = False) -> str:
        value = data.get(field)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.refuse("not-a-text", field=field)
            return ""
        if needed and not value.strip():
            self.refuse("text-missing", field=field)
        return value

    def optional_text(self, data: Mapping[str, Any], field: str) -> str | None:
        return self.text(data, field) or None

    def id(self, data: Mapping[str, Any], field: str = "id") -> str:
        value = self.text(data, field, needed=True)
        if len(value) > LONGEST_ID:
            self.refuse("not-a-text", field=field)
        return value[:LONGEST_ID]

    def texts(self, data: Mapping[str, Any], field: str) -> tuple[str, ...]:
        found = self.items(data, field)
        if all(isinstance(each, str) for each in found):
            return tuple(found)
        self.refuse("not-a-text", field=field)
        return ()

    def whole(self, data: Mapping[str, Any], field: str, default: int = 0) -> int:
        value = data.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
            self.refuse("not-a-whole-number", field=field)
            return default
        return value

    def number(
        self, data: Mapping[str, Any], field: str, least: float, most: float, default: float = 0
    ) -> float:
        value = data.get(field, default)
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        if not fits or not math.isfinite(value) or not least <= value <= most:
            self.refuse("not-a-number", field=field, least=least, most=most)
            return default
        return float(value)

    def yes(self, data: Mapping[str, Any], field: str) -> bool:
        value = data.get(field, False)
        if isinstance(value, bool):
            return value
        self.refuse("not-yes-or-no", field=field)
        return False

    def one_of(
        self, data: Mapping[str, Any], field: str, options: Iterable[str], default: str
    ) -> str:
        value = data.get(field, default)
        known = list(options)
        if isinstance(value, str) and value in known:
            return value
        self.refuse("not-one-of", field=field, options=", ".join(known))
        return default

    def value(self, data: Mapping[str, Any], field: str = "value") -> int:
        """A value of a variable: a whole number, or yes/no as 1/0."""
        if isinstance(data.get(field), bool):
            return int(data[field])
        return self.whole(data, field)

    def condition(self, data: Any, depth: int = 0) -> Condition | None:
        """The condition, or None where there is none or it cannot be read (then noted)."""
        if data is None:
            return None
        if depth > DEEPEST_CONDITION:
            self.refuse("condition-deep")
            return None
        if not isinstance(data, Mapping):
            self.refuse("condition-unclear")
            return None
        if "not" in data:
            part = self.condition(data["not"], depth + 1)
            if part is None:
                self.refuse("condition-unclear")
                return None
            return Not(part)
        for name in ("all", "any"):
            if name in data:
                found = [self.condition(each, depth + 1) for each in self.items(data, name)]
                parts = tuple(each for each in found if each is not None)
                if not parts or len(parts) < len(found):
                    self.refuse("condition-unclear")
                    return None
                return AllOf(parts) if name == "all" else AnyOf(parts)
        if "variable" not in data or "value" not in data:
            self.refuse("condition-unclear")
            return None
        return Compare(
            self.id(data, "variable"), self.one_of(data, "op", OPERATORS, "=="), self.value(data)
        )

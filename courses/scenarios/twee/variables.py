"""Which values a story keeps, of which kind, and between which bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from courses.scenarios.conditions import Compare
from courses.scenarios.model import FLAG, NUMBER
from courses.scenarios.structure import WIDEST
from courses.scenarios.twee.expressions import Assign, Use

LONGEST_NAME = 36
LEAST_MAX = 10


@dataclass
class _Known:
    initial: int = 0
    numbers: bool = False
    values: set[int] = field(default_factory=lambda: {0})
    up: int = 0
    down: int = 0


class Values:
    """Collects how a story uses its values; then gives each an id, a kind and bounds.

    `given` are variables that are known already, by SugarCube's name; they stay as they are.
    """

    def __init__(self, given: dict[str, dict[str, Any]] | None = None) -> None:
        self.given = dict(given or {})
        self.known: dict[str, _Known] = {}
        self.started: set[str] = set()

    def of(self, name: str) -> _Known:
        return self.known.setdefault(name, _Known())

    def used(self, uses: Iterable[Use]) -> None:
        for use in uses:
            known = self.of(use.variable)
            if use.value is not None:
                known.numbers |= not use.yes
                known.values.add(use.value)

    def assigned(self, assigns: Iterable[Assign]) -> None:
        """Each assignment as it is written, once however many choices carry it."""
        for each in assigns:
            known = self.of(each.variable)
            known.numbers |= not each.yes
            if each.op == "set":
                known.values.add(each.value)
            else:
                known.up += max(each.value, 0)
                known.down += min(each.value, 0)

    def start_with(self, assigns: Iterable[Assign]) -> None:
        """Values at the start of the story."""
        for each in assigns:
            known = self.of(each.variable)
            known.numbers |= not each.yes
            known.initial = each.value if each.op == "set" else known.initial + each.value
            known.values.add(known.initial)
            self.started.add(each.variable)

    def ids(self) -> dict[str, str]:
        """SugarCube's name → the engine's id; the shape that the editor's short names take."""
        found = {name: each["id"] for name, each in self.given.items()}
        taken = set(found.values())
        for name in self.known:
            if name in found:
                continue
            base = re.sub(r"[^a-z0-9_]", "", name.lower()).strip("_")[:LONGEST_NAME] or "value"
            unique, number = base, 1
            while unique in taken:
                number += 1
                unique = f"{base}-{number}"
            taken.add(unique)
            found[name] = unique
        return found

    def flags(self) -> set[str]:
        """SugarCube's names of the yes/no values."""
        return {
            name
            for name in {*self.known, *self.given}
            if (self.given[name]["kind"] == FLAG if name in self.given else self._flag(name))
        }

    def _given(self, name: str, variable: dict[str, Any]) -> dict[str, Any]:
        """A known variable; only its value at the start is the story's."""
        if name not in self.started:
            return variable
        initial = self.known[name].initial
        return {**variable, "initial": bool(initial) if variable["kind"] == FLAG else initial}

    def _flag(self, name: str) -> bool:
        known = self.known[name]
        return not known.numbers and known.values <= {0, 1}

    def variables(self) -> tuple[list[dict[str, Any]], list[tuple[str, int, int]]]:
        """The scenario's variables; and name, least and greatest where bounds were assumed."""
        ids = self.ids()
        found = [self._given(name, each) for name, each in self.given.items()]
        assumed: list[tuple[str, int, int]] = []
        for name, known in self.known.items():
            if name in self.given:
                continue
            flag = self._flag(name)
            least = 0 if flag else min(*known.values, 0, known.initial + known.down)
            most = 1 if flag else max(*known.values, LEAST_MAX, known.initial + known.up)
            if most - least >= WIDEST:
                least = max(least, min(0, known.initial))
                most = max(min(most, least + WIDEST - 1), known.initial)
                least = max(least, most - WIDEST + 1)
            if not flag:
                assumed.append((name, least, most))
            found.append(
                {
                    "id": ids[name],
                    "title": name,
                    "kind": FLAG if flag else NUMBER,
                    "initial": bool(known.initial) if flag else known.initial,
                    "min": least,
                    "max": most,
                    "shown": False,
                }
            )
        return found, assumed


def as_flag(compare: Compare) -> Compare:
    """A comparison of a yes/no value, written as equal to yes or no."""
    if compare.op == "!=":
        return Compare(compare.variable, "==", 1 - compare.value)
    return compare

"""All values of all variables as one row number, so that numpy can move many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from courses.scenarios.conditions import AllOf, AnyOf, Compare, Condition, Not
from courses.scenarios.model import SET, Effect, Variable

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
COMPARED = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


@dataclass(frozen=True)
class Moved:
    """Rows after some effects.

    `single`: no two rows became one. `beyond`: variable → a mask of the rows that left its bounds
    (and were kept at the nearest bound, as in play).
    """

    rows: Rows
    single: bool
    beyond: Mapping[str, Mask]


class Space:
    """The product of the variables' ranges; row 0 has every variable at its least."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        self.variables = tuple(variables)
        self.place = {each.id: index for index, each in enumerate(self.variables)}
        self.sizes = [each.max - each.min + 1 for each in self.variables]
        self.strides = [prod(self.sizes[index + 1 :]) for index in range(len(self.sizes))]
        self.size = prod(self.sizes)

    @property
    def initial(self) -> int:
        return sum(
            (each.initial - each.min) * stride
            for each, stride in zip(self.variables, self.strides, strict=True)
        )

    def decode(self, row: int) -> dict[str, int]:
        """The values behind one row number."""
        return {
            each.id: row // stride % size + each.min
            for each, stride, size in zip(self.variables, self.strides, self.sizes, strict=True)
        }

    def view(self, rows: Rows) -> View:
        return View(self, rows)


class View:
    """Some rows, with the values of their variables worked out once."""

    def __init__(self, space: Space, rows: Rows) -> None:
        self.space = space
        self.rows = rows
        self._values: dict[int, Rows] = {}

    def values(self, variable: str) -> Rows:
        place = self.space.place[variable]
        if place not in self._values:
            found = self.rows
            if place:
                found = found // self.space.strides[place] % self.space.sizes[place]
            elif self.space.strides[0] != 1:
                found = found // self.space.strides[0]
            self._values[place] = found + self.space.variables[place].min
        return self._values[place]

    def holds(self, condition: Condition) -> Mask:
        """The rows for which `condition` is true."""
        match condition:
            case Compare(variable, op, value):
                compared: Mask = COMPARED[op](self.values(variable), value)
                return compared
            case AllOf(parts):
                found = self.holds(parts[0])
                for part in parts[1:]:
                    found = found & self.holds(part)
                return found
            case AnyOf(parts):
                found = self.holds(parts[0])
                for part in parts[1:]:
                    found = found | self.holds(part)
                return found
            case Not(part):
                return ~self.holds(part)

    def after(self, effects: Sequence[Effect], chosen: Rows | None = None) -> Moved:
        """The rows (at the positions `chosen`, or all) after the effects, one after another."""
        rows = self.rows if chosen is None else self.rows[chosen]
        single, beyond, values = True, dict[str, Mask](), dict[str, Rows]()
        for effect in effects:
            place = self.space.place[effect.variable]
            variable, stride = self.space.variables[place], self.space.strides[place]
            now = values.get(effect.variable)
            if now is None:
                now = self.values(effect.variable)
                now = now if chosen is None else now[chosen]
            if effect.op == SET:
                then = np.full_like(now, variable.clamp(effect.value))
                single = False
                if effect.value != variable.clamp(effect.value):
                    beyond[variable.id] = np.ones(len(now), dtype=bool)
                rows = rows + (then - now) * stride
            else:
                then = now + effect.value
                bad = then > variable.max if effect.value > 0 else then < variable.min
                if bad.any():
                    single = False
                    beyond[variable.id] = beyond.get(variable.id, False) | bad
                    then = np.clip(then, variable.min, variable.max)
                    rows = rows + (then - now) * stride
                else:
                    rows = rows + effect.value * stride
            values[effect.variable] = then
        return Moved(rows, single, beyond)

"""Conditions turned into simpler ones that mean the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product

from courses.scenarios.conditions import AllOf, AnyOf, Compare, Condition, Not

OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def plain(condition: Condition, *, negated: bool = False) -> Condition:
    """Without `not`, and without brackets that say nothing."""
    match condition:
        case Compare(variable, op, value):
            return Compare(variable, OPPOSITE[op], value) if negated else condition
        case Not(part):
            return plain(part, negated=not negated)
        case AllOf(parts) | AnyOf(parts):
            together = isinstance(condition, AllOf) is not negated
            return joined([plain(each, negated=negated) for each in parts], together=together)


def joined(parts: Iterable[Condition], *, together: bool = True) -> Condition:
    """All (or any) of `parts`, flat, each once. `parts` is not empty."""
    kind: type[AllOf] | type[AnyOf] = AllOf if together else AnyOf
    flat: list[Condition] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    unique = list(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else kind(tuple(unique))


def mapped(condition: Condition, change: Callable[[Compare], Compare]) -> Condition:
    """`condition` with each comparison changed."""
    match condition:
        case Compare():
            return change(condition)
        case AllOf(parts):
            return AllOf(tuple(mapped(each, change) for each in parts))
        case AnyOf(parts):
            return AnyOf(tuple(mapped(each, change) for each in parts))
        case Not(part):
            return Not(mapped(part, change))


def clauses(condition: Condition, most: int) -> list[list[Compare]] | None:
    """`condition` as rows that must all hold, of comparisons of which one must hold.

    None where that takes more than `most` rows.
    """
    match plain(condition):
        case Compare() as single:
            return [[single]]
        case AllOf(parts):
            found = [clauses(each, most) for each in parts]
            if any(each is None for each in found):
                return None
            rows = [row for each in found if each for row in each]
        case AnyOf(parts):
            found = [clauses(each, most) for each in parts]
            if any(each is None for each in found):
                return None
            size = 1
            for each in found:
                size *= len(each or [])
                if size > most:
                    return None
            rows = [
                list(dict.fromkeys(compare for row in rows for compare in row))
                for rows in product(*(each or [] for each in found))
            ]
        case Not():
            raise TypeError("A plain condition has no `not`.")
    return rows if len(rows) <= most else None

"""Where each app says how to export and how to erase what it holds of one person.

    @exports_personal_data("learning")
    def enrolments(person): return [{"course": ..., "started": ...}]

    @erases_personal_data("learning")
    def forget_attempts(person): ...

Register in `<app>/own_data.py`, imported in AppConfig.ready(). Erasers run inside one
transaction, the upper layers first and this app, which deletes the account, last: undo what
cannot be rolled back (files, keys) in `transaction.on_commit`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.people import User

Export = Callable[[User], Any]
Erase = Callable[[User], Any]


@dataclass(frozen=True)
class Holding:
    """What one part of the site holds: its name, a plain sentence on it, and the data."""

    name: str
    about: str | Promise
    export: Export


_exports: dict[str, Holding] = {}
_erasers: dict[str, Erase] = {}


def exports_personal_data(name: str, about: str | Promise = "") -> Callable[[Export], Export]:
    """Register the export called `name`: a function(person) -> what JSON can hold.

    `about` says in plain words what it is; the page "Your data" shows it.
    """

    def register(function: Export) -> Export:
        if name in _exports and _exports[name].export is not function:
            raise ValueError(f"Two exports of personal data are called {name!r}.")
        _exports[name] = Holding(name, about, function)
        return function

    return register


def erases_personal_data(name: str) -> Callable[[Erase], Erase]:
    """Register a function(person) that erases what the app holds of them."""

    def register(function: Erase) -> Erase:
        if name in _erasers and _erasers[name] is not function:
            raise ValueError(f"Two erasers of personal data are called {name!r}.")
        _erasers[name] = function
        return function

    return register


def holdings() -> list[Holding]:
    return list(_exports.values())


def export_person(person: User) -> dict[str, Any]:
    """Everything that the site holds of `person`, by the name of its part."""
    return {holding.name: holding.export(person) for holding in holdings()}


def erasers() -> list[tuple[str, Erase]]:
    """Last registered first: who depends on others forgets before them."""
    return list(reversed(_erasers.items()))

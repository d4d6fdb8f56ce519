"""Every address of the site by every kind of person: what no rule lets them is refused.

The rules stand in `rules.py`. An address without one fails here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.access.conftest import World
from tests.access.rules import (
    ALWAYS,
    COVERED,
    NO_TOKEN,
    OPEN,
    ROOMS,
    RULES,
    STEPS,
    UNSEEN,
    named,
)

SPECIAL = {
    r"^((?:[\w\-]+/)*)$": "",
    r"documents/^(\d+)/(.*)$": "documents/<document>/<file>",
}
pytestmark = pytest.mark.django_db
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
SIGN_IN = ("/accounts/login/", "/admin/login/")


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Every address of the site, as it is written in `urls.py`."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


ALL = list(dict.fromkeys(routes()))


def room_of(route: str) -> str:
    """The word behind /admin/; nothing for an address elsewhere."""
    return re.split(r"[/^]+", route)[1] if route.startswith("admin/") else "no editor"


def address_of(route: str, world: World) -> str:
    """A route with things of the world in the place of its arguments, 1 where there is none."""
    plain = re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)|[\^$\\?]", "", SPECIAL.get(route, route))
    parts: list[str] = []
    for part in plain.split("/"):
        for name in PARAMETER.findall(part):
            names = [f"{literal}:{name}" for literal in reversed(parts)] + [name]
            thing = next((world.things[each] for each in names if each in world.things), 1)
            part = PARAMETER.sub(str(thing), part, count=1)
        parts.append(part)
    return "/" + "/".join(parts)


NEUTRAL = b"There is nothing open here."
# Who stands for those that may, where one is enough.
BY_RANK = ("administrator", "manager", "learner", "another learner", "verifier")
OPENS, REFUSED, CLOSED = "opens", "refused", "closed"


def verdict(response: Any) -> str:
    """Whether it opens, is refused, or is closed to everybody by this method."""
    code, location = response.status_code, response.get("Location", "")
    if code == 405:
        return CLOSED
    # Wagtail sends whoever may not to its first page.
    if code in {401, 403, 404} or location.startswith(SIGN_IN) or location == "/admin/":
        return REFUSED
    return OPENS


def knock(world: World, kind: str, route: str, method: str, **how: Any) -> Any:
    """Ask as somebody; nothing that this does stays."""
    cache.clear()
    client = Client(**how)
    client.cookies.load(world.cookies[kind])
    data = {"ticket": world.ticket} if route.startswith("activities/") else {}
    with transaction.atomic():
        response = getattr(client, method)(address_of(route, world), data)
        transaction.set_rollback(True)
    return response


def test_every_address_has_a_rule() -> None:
    stated = {*RULES, *STEPS}
    unstated = [
        route
        for route in ALL
        if route not in stated and room_of(route) not in {*ROOMS, *OPEN, ".*"}
    ]
    assert unstated == []
    assert stated - set(ALL) == set(), "Rules for addresses that are not there any more."


@pytest.mark.parametrize("kind", sorted(named("everyone")))
def test_each_opens_what_is_theirs_and_nothing_else(world: World, kind: str) -> None:
    wrong = {}
    for route, words in RULES.items():
        if words == "everyone" and kind not in {"stranger", "learner"}:
            continue
        may = kind in named(words)
        asked = [knock(world, kind, route, "get")]
        if not may or verdict(asked[0]) == CLOSED:
            asked.append(knock(world, kind, route, "post"))
        found = {verdict(each) for each in asked} - {CLOSED}
        if found != {OPENS if may else REFUSED}:
            wrong[route] = [each.status_code for each in asked]
        kept = asked[0].get("Cache-Control", "")
        if may and words != "everyone" and "no-store" not in kept and "private" not in kept:
            wrong[route] = f"may be kept by a cache: {kept!r}"
    assert wrong == {}


@pytest.mark.parametrize("kind", ["stranger", "another learner", "manager"])
def test_the_editor_is_closed_to_all_others(world: World, kind: str) -> None:
    opened = [
        route
        for route in ALL
        if room_of(route) in ROOMS
        for method in ("get", "post")
        if verdict(knock(world, kind, route, method)) != REFUSED
    ]
    assert opened == []


@pytest.mark.parametrize("kind", sorted(named("editors")))
def test_each_editor_enters_their_rooms_and_no_others(world: World, kind: str) -> None:
    theirs = {room for room, words in ROOMS.items() if kind in named(words)} - UNSEEN
    opened: set[str] = set()
    for route in ALL:
        room = room_of(route)
        if room not in ROOMS or room in opened | UNSEEN or route in RULES:
            continue
        if verdict(knock(world, kind, route, "get")) == OPENS:
            opened.add(room)
    assert opened == theirs


def test_nothing_is_taken_without_the_token_of_a_page(world: World) -> None:
    taken = set()
    for route, words in RULES.items():
        kind = next((each for each in BY_RANK if each in named(words)), "stranger")
        response = knock(world, kind, route, "post", enforce_csrf_checks=True)
        if response.status_code not in {403, 405}:
            taken.add(route)
    assert taken <= NO_TOKEN


def test_after_the_exit_nothing_of_a_learner_shows(world: World) -> None:
    world.cookies["veiled"] = {**world.cookies["learner"], "veil": "1"}
    for route in RULES:
        shown = NEUTRAL not in getattr(knock(world, "veiled", route, "get"), "content", b"")
        assert shown == (route.startswith(ALWAYS) and route not in COVERED), route

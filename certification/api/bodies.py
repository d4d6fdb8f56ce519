"""Reads what a machine sent, and refuses what does not fit the document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from certification.api.problems import Refusal
from certification.bulk.entries import MOST, SHOWN, Entry, code_in
from certification.names import LONGEST
from certification.uploads import drain, has_no_length

LARGEST = 2 * 1024 * 1024
LONGEST_CODE = 300
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass
class Errors:
    """What is wrong, place by place; `pointer` as in RFC 6901."""

    found: list[dict[str, str]]

    def add(self, pointer: str, detail: str) -> None:
        if len(self.found) < 20:
            self.found.append({"pointer": pointer, "detail": detail})

    def raise_if_any(self) -> None:
        if self.found:
            raise Refusal("not-as-documented", members={"errors": self.found})


def read_json(request: HttpRequest) -> tuple[bytes, Any]:
    """The body and what it says. Raises Refusal."""
    if has_no_length(request):
        drain(request)
        raise Refusal("length-required", headers={"Connection": "close"})
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise Refusal("length-required") from None
    if size > LARGEST:
        drain(request)
        raise Refusal("too-large", headers={"Connection": "close"})
    if request.content_type != "application/json" or request.headers.get("Content-Encoding"):
        raise Refusal("not-json-type")
    body = request.body
    try:
        text = body.decode("utf-8")
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        json.dumps(data, ensure_ascii=False).encode()  # halves of characters cannot be written
    except (ValueError, RecursionError):
        raise Refusal("not-json") from None
    return body, data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("the same key twice")
    return result


def _no_constant(text: str) -> Any:
    raise ValueError(text)


def only_parameters(request: HttpRequest, known: Iterable[str] = ()) -> None:
    """Refuse parameters that nobody documented: a misspelt one would go unnoticed."""
    wrong = [
        {"parameter": name, "detail": _("There is no such parameter.")}
        for name in request.GET
        if name not in set(known)
    ]
    if wrong:
        raise Refusal("bad-query", members={"errors": wrong[:20]})


def read_day(text: str) -> date | None:
    """A day as ISO 8601 writes it with dashes; None where it is none."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def day_in_query(request: HttpRequest) -> date | None:
    """The day of `?on=`. Raises Refusal."""
    values = request.GET.getlist("on")
    if not values:
        return None
    day = read_day(values[0]) if len(values) == 1 else None
    if day is None:
        error = {"parameter": "on", "detail": _("One day as YYYY-MM-DD.")}
        raise Refusal("bad-query", members={"errors": [error]})
    return day


def read_name(data: Any) -> str:
    """The body of a question about a name. Raises Refusal."""
    errors = Errors([])
    name = ""
    if not isinstance(data, dict):
        errors.add("", _("An object is expected."))
    else:
        _only_members(data, {"name"}, "", errors)
        name = _name(data.get("name"), "/name", errors)
    errors.raise_if_any()
    return name


def _only_members(data: dict[str, Any], known: set[str], pointer: str, errors: Errors) -> None:
    for key in data:
        if key not in known:
            escaped = str(key)[:60].replace("~", "~0").replace("/", "~1")
            errors.add(f"{pointer}/{escaped}", _("There is no such member."))


def _name(value: Any, pointer: str, errors: Errors) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        errors.add(
            pointer, _("A text of 1 to %(most)d characters is expected.") % {"most": LONGEST}
        )
        return ""
    return value


@dataclass(frozen=True)
class Questions:
    """A list of checks as a machine asks for it."""

    entries: tuple[Entry, ...]
    day: date | None

    @property
    def with_names(self) -> bool:
        return any(entry.name for entry in self.entries)


def read_questions(data: Any) -> Questions:
    """The body of a request for many checks. Raises Refusal."""
    errors = Errors([])
    if not isinstance(data, dict):
        errors.add("", _("An object is expected."))
        errors.raise_if_any()
    _only_members(data, {"checks", "on"}, "", errors)
    checks, on = data.get("checks"), data.get("on")
    day = read_day(on) if isinstance(on, str) else None
    if "on" in data and day is None:
        errors.add("/on", _("One day as YYYY-MM-DD."))
    if not isinstance(checks, list) or not 0 < len(checks) <= MOST:
        errors.add("/checks", _("A list of 1 to %(most)d checks is expected.") % {"most": MOST})
        errors.raise_if_any()
    entries = [_entry(each, number, errors) for number, each in enumerate(checks or [])]
    errors.raise_if_any()
    return Questions(tuple(entries), day)


def _entry(each: Any, number: int, errors: Errors) -> Entry:
    pointer = f"/checks/{number}"
    if not isinstance(each, dict):
        errors.add(pointer, _("An object is expected."))
        return Entry(number + 1, "", None)
    _only_members(each, {"code", "name"}, pointer, errors)
    code = each.get("code")
    if not isinstance(code, str) or not 0 < len(code) <= LONGEST_CODE:
        errors.add(
            f"{pointer}/code",
            _("A text of 1 to %(most)d characters is expected.") % {"most": LONGEST_CODE},
        )
        code = ""
    name = _name(each["name"], f"{pointer}/name", errors) if "name" in each else ""
    return Entry(number + 1, code[:SHOWN], code_in(code), name)

"""What an activity says was done, reduced to what is known and bounded. Pure: no database.

Sources: xAPI 1.0.3, Data, 2.4 (statement), 2.4.5 (result); H5P's `H5P.XAPIEvent`.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass
from typing import Any

from statements.vocabulary import (
    ANSWERED,
    ATTEMPTED,
    COMPLETED,
    INTERACTED,
    PASSED,
    PROGRESSED,
    Verb,
)

LARGEST = 32 * 1024
LONGEST_RESPONSE = 1000
_VERB = re.compile(r"https?://(?:adlnet\.gov/expapi|activitystrea\.ms/schema/1\.0|w3id\.org/xapi/[a-z]+)"
                   r"/(?:verbs/)?([a-z]+)/?")  # fmt: skip
# "Failed" is no word that this site says of anybody: it is completed without success.
VERBS: dict[str, Verb] = {
    "attempted": ATTEMPTED,
    "interacted": INTERACTED,
    "answered": ANSWERED,
    "completed": COMPLETED,
    "passed": PASSED,
    "failed": COMPLETED,
    "mastered": PASSED,
    "progressed": PROGRESSED,
    "consumed": PROGRESSED,
    "experienced": PROGRESSED,
}
_SUB_CONTENT = re.compile(r"[0-9a-zA-Z-]{1,64}")
_DURATION = re.compile(
    r"P(?=\d|T\d)(?:\d{1,5}D)?(?:T(?=\d)(?:\d{1,5}H)?(?:\d{1,5}M)?(?:\d{1,7}(?:\.\d{1,4})?S)?)?",
    re.ASCII,
)


class StatementRefused(ValueError):
    """What is no statement that is taken here; `reason` says why, in a word."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Reported:
    """`part` is the part of the activity that it speaks of, "" for the activity itself. `share` is
    the score as a share of what can be reached, 0 to 1, or None."""

    verb: Verb
    part: str
    result: dict[str, Any]
    share: float | None

    @property
    def finishes(self) -> bool:
        """Whether the activity itself was finished by it."""
        return not self.part and self.verb in {ANSWERED, COMPLETED, PASSED}


def read_statement(text: str) -> Reported:
    """What a statement reports. Actor, object, time and context in it are not even looked at.

    Raises StatementRefused.
    """
    if len(text) > LARGEST:
        raise StatementRefused("large")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StatementRefused("json") from error
    verb_of = data.get("verb") if isinstance(data, dict) else None
    iri = verb_of.get("id") if isinstance(verb_of, dict) else None
    found = _VERB.fullmatch(iri) if isinstance(iri, str) and len(iri) < 200 else None
    if found is None or found[1] not in VERBS:
        raise StatementRefused("verb")
    share, result = _result(data.get("result"))
    if found[1] == "failed":
        result["success"] = False
    part = _part(data.get("object")) or _below(data)
    return Reported(VERBS[found[1]], part, result, share)


def _part(about: Any) -> str:
    definition = about.get("definition") if isinstance(about, dict) else None
    extensions = definition.get("extensions") if isinstance(definition, dict) else None
    part = extensions.get("http://h5p.org/x-api/h5p-subContentId") if isinstance(
        extensions, dict
    ) else None  # fmt: skip
    if part is None:
        return ""
    if not isinstance(part, str) or not _SUB_CONTENT.fullmatch(part):
        raise StatementRefused("part")
    return part


def _below(data: dict[str, Any]) -> str:
    """A name for a part that carries no number of its own, as parts in older content do: H5P's core
    names what it stands in as its parent, and the activity itself has none."""
    context = data.get("context")
    activities = context.get("contextActivities") if isinstance(context, dict) else None
    parent = activities.get("parent") if isinstance(activities, dict) else None
    if not parent:
        return ""
    about = data.get("object")
    definition = about.get("definition") if isinstance(about, dict) else None
    texts = []
    for key in ("name", "description"):
        said = definition.get(key) if isinstance(definition, dict) else None
        texts += (
            [each for each in said.values() if isinstance(each, str)]
            if isinstance(said, dict)
            else []
        )
    return f"part-{hashlib.sha256(' '.join(texts).encode('utf-8', 'replace')).hexdigest()[:16]}"


def _result(given: Any) -> tuple[float | None, dict[str, Any]]:
    result: dict[str, Any] = {}
    if not isinstance(given, dict):
        return None, result
    for key in ("success", "completion"):
        if isinstance(given.get(key), bool):
            result[key] = given[key]
    duration = given.get("duration")
    if isinstance(duration, str) and len(duration) < 40 and _DURATION.fullmatch(duration):
        result["duration"] = duration
    response = given.get("response")
    if isinstance(response, str) and response:
        # PostgreSQL takes neither NUL nor half of a surrogate pair.
        sound = response[:LONGEST_RESPONSE].encode("utf-8", "replace").decode()
        result["response"] = sound.replace("\0", "")
    share = _share(given.get("score"))
    if share is not None:
        result["score"] = {"scaled": round(share, 4)}
    return share, result


def _share(score: Any) -> float | None:
    """The score as a share, clamped: it was made in a browser, and says no more than that."""
    if not isinstance(score, dict):
        return None
    most, raw, scaled = (_number(score.get(key)) for key in ("max", "raw", "scaled"))
    if raw is not None and most is not None and most > 0:
        scaled = raw / most
    if scaled is None or not math.isfinite(scaled):
        return None
    return min(1.0, max(0.0, scaled))


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None

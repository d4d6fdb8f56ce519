"""Verbs, kinds of activity and extensions that our statements use, each with its address.

Verbs are ADL's (https://w3id.org/xapi/adl). There is no "failed": a try that did not pass is
"completed" with `success: false`.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Verb(NamedTuple):
    iri: str
    display: str


REGISTERED: Final = Verb("http://adlnet.gov/expapi/verbs/registered", "registered")
INITIALIZED: Final = Verb("http://adlnet.gov/expapi/verbs/initialized", "initialized")
ANSWERED: Final = Verb("http://adlnet.gov/expapi/verbs/answered", "answered")
COMPLETED: Final = Verb("http://adlnet.gov/expapi/verbs/completed", "completed")
PASSED: Final = Verb("http://adlnet.gov/expapi/verbs/passed", "passed")
TERMINATED: Final = Verb("http://adlnet.gov/expapi/verbs/terminated", "terminated")
RESUMED: Final = Verb("http://adlnet.gov/expapi/verbs/resumed", "resumed")
ATTEMPTED: Final = Verb("http://adlnet.gov/expapi/verbs/attempted", "attempted")
INTERACTED: Final = Verb("http://adlnet.gov/expapi/verbs/interacted", "interacted")
PROGRESSED: Final = Verb("http://adlnet.gov/expapi/verbs/progressed", "progressed")
VERBS: Final = {
    verb.iri: verb
    for verb in (
        REGISTERED,
        INITIALIZED,
        ANSWERED,
        COMPLETED,
        PASSED,
        TERMINATED,
        RESUMED,
        ATTEMPTED,
        INTERACTED,
        PROGRESSED,
    )
}

# Kinds of activity, by the word that activity addresses carry.
ACTIVITY_TYPES: Final = {
    "course": "http://adlnet.gov/expapi/activities/course",
    "lesson": "http://adlnet.gov/expapi/activities/lesson",
    "scenario": "http://adlnet.gov/expapi/activities/simulation",
    "decision": "http://adlnet.gov/expapi/activities/cmi.interaction",
    "activity": "http://adlnet.gov/expapi/activities/interaction",
    "check": "http://adlnet.gov/expapi/activities/cmi.interaction",
}

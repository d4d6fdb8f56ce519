"""Lessons with activities in a real site's own database, by the actions that trainers use.

Run in the site's environment: `lessons.py PACKAGE…` receives and unpacks each package, publishes a
lesson with it, and enrols a learner of its own. Prints a list as JSON on the last line, in the
order of the packages: the version's token, the learner's session, the lesson's address, and the
registration. `lessons.py --told REGISTRATION` prints what is kept of it; `--trainer` makes a
trainer and prints their session; `--learners N PACKAGE…` adds N learners with tickets for the first
lesson's activity; `--scene PACKAGE` puts it into a scene.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402

from accounts.people import User  # noqa: E402
from accounts.roles import LEARNER, TRAINER  # noqa: E402
from accounts.sessions import SessionStore  # noqa: E402
from courses.content.actions.load_course import load_course  # noqa: E402
from courses.content.models import (  # noqa: E402
    CoursePage,
    CourseVersion,
    LessonPage,
    ScenarioPage,
)
from courses.learning.actions.enrol import enrol  # noqa: E402
from courses.learning.actions.start_attempt import start_attempt  # noqa: E402
from media.actions.receive_package import receive_package  # noqa: E402
from media.actions.try_version import try_version  # noqa: E402
from media.models import Activity, ActivityResult, ActivityState, ActivityVersion  # noqa: E402
from media.tickets import Ticket  # noqa: E402
from statements.models import Statement  # noqa: E402

TINY = Path(__file__).parents[1] / "content/fixtures/tiny"
WORDS = "What it says, in plain words."


def person(role: str) -> User:
    email = f"{uuid.uuid4().hex[:8]}@example.org"
    someone = User.objects.create_user(email, None, display_name=role, is_demo=True)
    someone.groups.set(Group.objects.filter(name=role))
    return someone


def session_of(someone: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(someone.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = someone.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def unpacked(path: str, trainer: User) -> ActivityVersion:
    """Received here, unpacked by the site's worker."""
    activity = Activity(text_alternative=WORDS)
    with Path(path).open("rb") as source:
        version = receive_package(activity, source, Path(path).name, trainer)
    for _turn in range(1200):
        version.refresh_from_db()
        if version.state not in {"waiting", "unpacking"}:
            break
        time.sleep(0.1)
    assert version.state == "ready", version.problems
    try_version(version, trainer)
    return version


def lesson() -> LessonPage:
    """The only lesson, without a note or a second way of reading."""
    ours = LessonPage.objects.filter(slug="one", url_path__contains="/tiny/")
    if not ours.exists():
        assert load_course(TINY) is not None
    return ours.get()


def shown(path: str, trainer: User) -> dict[str, Any]:
    version = unpacked(path, trainer)
    page = lesson()
    for place in reversed(range(len(page.body))):
        if page.body[place].block_type == "activity":
            del page.body[place]
    block = {"activity": version.activity, "title": "", "instructions": "", "counts": "score"}
    page.body.append(("activity", block))
    page.save_revision().publish()
    learner = person(LEARNER)
    parent = CoursePage.objects.ancestor_of(page).get()
    course = CourseVersion.objects.get(course_key=parent.translation_key, is_current=True)
    enrolment = enrol(learner, course)
    return {
        "token": version.token,
        "session": session_of(learner),
        "address": reverse("learning:lesson", args=[enrolment.uuid, page.translation_key]),
        "registration": str(enrolment.uuid),
        "person": str(learner.uuid),
    }


def in_scene(path: str, trainer: User) -> dict[str, Any]:
    """The activity in the first scene of the only scenario, and a learner who has begun it."""
    version = unpacked(path, trainer)
    lesson()
    page = ScenarioPage.objects.get(slug="tiny-door")
    fields = {"activity": version.activity, "title": "", "instructions": "", "counts": "score"}
    page.scenes[0].value["body"].append(("activity", fields))
    page.save_revision().publish()
    learner = person(LEARNER)
    enrolment = enrol(learner, CourseVersion.objects.get(title="Tiny course", is_current=True))
    attempt = start_attempt(learner, enrolment.uuid, str(page.translation_key))
    return {
        "token": version.token,
        "session": session_of(learner),
        "address": attempt.get_absolute_url(),
        "registration": str(attempt.uuid),
        "person": str(learner.uuid),
    }


def playing(version: ActivityVersion) -> dict[str, str]:
    """A learner in front of a version."""
    learner = person(LEARNER)
    ticket = Ticket(uuid.uuid4(), version.pk, learner.pk, "en")
    return {"session": session_of(learner), "ticket": ticket.write(), "csrf": get_random_string(32)}


def told(registration: str) -> dict[str, Any]:
    """What the server has kept of a learner's activity."""
    results = ActivityResult.objects.filter(registration=registration)
    return {
        "states": dict(
            ActivityState.objects.filter(registration=registration).values_list("key", "data")
        ),
        "best": [row.best for row in results],
        "finished": [row.finished_at is not None for row in results],
        "statements": list(
            Statement.objects.filter(registration=registration)
            .order_by("pk")
            .values("verb", "actor", "object", "result", "context")
        ),
    }


def main(*words: str) -> Any:
    if words[0] == "--told":
        return told(words[1])
    trainer = person(TRAINER)
    if words[0] == "--trainer":
        return {"session": session_of(trainer)}
    if words[0] == "--scene":
        return [in_scene(path, trainer) for path in words[1:]]
    if words[0] == "--learners":
        found = shown(words[2], trainer)
        version = ActivityVersion.objects.get(token=found["token"])
        return [{**found, "learners": [playing(version) for _turn in range(int(words[1]))]}]
    return [shown(path, trainer) for path in words]


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:]), default=str))

"""People, completions and the final count in a real site's own database.

Run in the site's environment; each command prints its answer as JSON on the last line.

    people.py seed N [--ready]    N learners, enrolled; with --ready only the scenario is left
    people.py complete N [MARK]   N completions, each told to the certificates as the site does;
                                  how many there are now
    people.py hold N MARK         N learners who got their certificates 300 days ago
    people.py renew MARK          each of them completes the course again; completions there are
    people.py accounts EMAIL      how many accounts have the address
    people.py delete-course       delete the pages of course and scenario; completions there are
    people.py statements N TRIES  N official statements of so many tries, taking turns
    people.py forwarding          how many of them wait, are set aside, were sent
    people.py settle [SECONDS]    wait until nothing is left to do for certificates, then tell
    people.py tell                what there is, and every rule that does not hold
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
import uuid
from collections import Counter, deque
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_q.models import OrmQ  # noqa: E402

from accounts.audit import AuditEntry  # noqa: E402
from accounts.models import User  # noqa: E402
from accounts.sessions import SessionStore  # noqa: E402
from certification import tasks, vault  # noqa: E402
from certification.actions import sweep as sweeping  # noqa: E402
from certification.models import (  # noqa: E402
    Achievement,
    Credential,
    CredentialFile,
    Notice,
    StatusEntry,
)
from certification.verify.answering import answer_code, answer_file  # noqa: E402
from courses.content.models import CoursePage, CourseVersion, ScenarioPage  # noqa: E402
from courses.learning.actions.answer_check import answer_check  # noqa: E402
from courses.learning.actions.enrol import enrol  # noqa: E402
from courses.learning.actions.finish_lesson import finish_lesson  # noqa: E402
from courses.learning.actions.start_attempt import start_attempt  # noqa: E402
from courses.learning.checks import checks_of  # noqa: E402
from courses.learning.models import Answer, Attempt, Completion, Enrolment  # noqa: E402
from courses.learning.outline import outline_of  # noqa: E402
from courses.learning.versions import lesson_of, published_head, scene_of  # noqa: E402
from courses.scenarios import play, score  # noqa: E402
from courses.signals import course_completed  # noqa: E402
from statements.actions.record import record  # noqa: E402
from statements.activities import Activity as Thing  # noqa: E402
from statements.forwarding.waiting import waiting_count  # noqa: E402
from statements.models import SetAside, Statement, Tier  # noqa: E402
from statements.vocabulary import PASSED  # noqa: E402

NAMES = ("Amélie Þórsdóttir-Nguyễn", "أمل حداد", "लक्ष्मी विश्वनाथन", "王小明", "W" * 120)


def course() -> CourseVersion:
    return CourseVersion.objects.get(title="First contact", is_current=True)


def new_person(mark: str, number: int) -> User:
    return User.objects.create_user(
        f"{mark}-{number}@example.org",
        None,
        display_name=f"Learner {number}",
        certificate_name=NAMES[number % len(NAMES)],
    )


def signed_in(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def seed(count: int, ready: bool) -> list[dict[str, Any]]:
    version = course()
    outline = outline_of(version)
    mark, [(scenario_key, scenario_hash)] = uuid.uuid4().hex[:6], outline.scenarios.items()
    made = []
    for number in range(count):
        person = new_person(mark, number)
        enrolment = enrol(person, version)
        place = enrolment.get_absolute_url()
        if ready:
            for lesson in outline.lessons:
                for key, check in checks_of(lesson_of(lesson.hash)).items():
                    first = next(iter(check.options))
                    answer_check(person, enrolment.uuid, lesson.key, key, [first], 0)
                finish_lesson(person, enrolment.uuid, lesson.key)
            place = start_attempt(person, enrolment.uuid, scenario_key).get_absolute_url()
        made.append(
            {
                "email": person.email,
                "session": signed_in(person),
                "course": enrolment.get_absolute_url(),
                "place": place,
                "route": passing_route(scenario_hash) if number == 0 else made[0]["route"],
            }
        )
    return made


def passing_route(version_hash: str) -> dict[str, str]:
    """Which choice to take in which scene, on the shortest way that passes."""
    head = published_head(version_hash).head
    seen, queue = set(), deque([(play.start(head), dict[str, str]())])
    while queue:
        state, route = queue.popleft()
        scene = scene_of(version_hash, state.scene)
        if play.finished(scene):
            if score.result(head, state).passed:
                return route
            continue
        for choice in play.choices_open(scene, state):
            if route.get(scene.id, choice.id) != choice.id:
                continue
            decided = play.decide(scene, state, choice.id, head).state
            known = json.dumps(decided.to_json(), sort_keys=True)
            if known not in seen:
                seen.add(known)
                queue.append((decided, {**route, scene.id: choice.id}))
    raise SystemExit("No way through the scenario passes.")


def completed(person: User, at: datetime) -> Completion:
    version = course()
    enrolment = Enrolment.objects.create(
        person=person, course_key=version.course_key, course_version=version, completed_at=at
    )
    return Completion.objects.create(
        enrolment=enrolment, person=person, course_version=version, completed_at=at, evidence={}
    )


def complete(count: int, mark: str) -> int:
    for number in range(count):
        done = completed(new_person(mark, number), timezone.now())
        course_completed.send(sender=Completion, completion=done)
    return Completion.objects.count()


def hold(count: int, mark: str) -> int:
    Achievement.objects.update_or_create(
        course_key=course().course_key,
        defaults={"validity": "days", "validity_amount": 365, "renewal": "after"},
    )
    for number in range(count):
        done = completed(new_person(mark, number), timezone.now() - timedelta(days=300))
        tasks.issue(done.pk)
    return Completion.objects.count()


def renew(mark: str) -> int:
    for person in User.objects.filter(email__startswith=f"{mark}-").order_by("pk"):
        done = completed(person, timezone.now())
        course_completed.send(sender=Completion, completion=done)
    return Completion.objects.count()


def waiting() -> dict[str, int]:
    issued = Credential.objects.exclude(standing="preparing")
    return {
        "completions": Completion.objects.exclude(credentials__in=issued).count(),
        "notices": Notice.objects.filter(sent_at=None).count(),
        "tasks": OrmQ.objects.count(),
    }


def settle(seconds: float) -> dict[str, Any]:
    deadline = time.monotonic() + seconds
    while any(waiting().values()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return {**tell(), "left": {name: count for name, count in waiting().items() if count}}


def tell() -> dict[str, Any]:
    """Numbers, and under "faults" every rule that is broken."""
    sweeping.ORPHAN_AGE = timedelta(seconds=-5)
    orphans = sweeping.sweep()["orphans"]
    faults: list[str] = []
    credentials = list(Credential.objects.select_related("holder", "completion", "supersedes"))
    each_completion = Counter(credential.completion_id for credential in credentials)
    for completion in Completion.objects.all():
        if each_completion[completion.pk] != 1:
            faults.append(f"completion {completion.pk}: {each_completion[completion.pk]}")
    paths = set()
    for credential in credentials:
        faults += look_at(credential, paths)
    kept = {
        str(path.relative_to(settings.PRIVATE_DIR))
        for path in Path(settings.PRIVATE_DIR).rglob("*")
        if path.is_file()
    }
    if kept != paths:
        faults.append(f"files without rows {kept - paths}, rows without files {paths - kept}")
    if StatusEntry.objects.count() != len(credentials):
        faults.append(f"{StatusEntry.objects.count()} places in status lists")
    told = AuditEntry.objects.filter(verb="issue certificate").count()
    if told != len(credentials):
        faults.append(f"{told} audit entries for {len(credentials)} certificates")
    for attempt in Attempt.objects.all():
        steps = list(Answer.objects.filter(attempt=attempt).values_list("step", flat=True))
        if sorted(steps) != list(range(attempt.step)):
            faults.append(f"attempt {attempt.pk}: step {attempt.step}, answers {sorted(steps)}")
        said = Statement.objects.filter(
            registration=attempt.uuid, verb__endswith="answered"
        ).count()
        if said != attempt.step:
            faults.append(f"attempt {attempt.pk}: {said} statements for {attempt.step} answers")
    return {
        "faults": faults,
        "completions": Completion.objects.count(),
        "credentials": len(credentials),
        "answers": Answer.objects.count(),
        "passed": Attempt.objects.filter(status="passed").count(),
        "orphans": orphans,
    }


def look_at(credential: Credential, paths: set[str]) -> list[str]:
    """What is amiss with one certificate; its files' paths are added to `paths`."""
    if not credential.is_issued:
        return [f"{credential.pk} is not issued ({credential.problem or 'no reason'})"]
    faults = []
    earlier = credential.supersedes
    if credential.issue > 1 or (earlier is not None) != (credential.valid_from is not None):
        faults.append(f"{credential.pk}: issue {credential.issue}, {credential.valid_from}")
    if earlier is not None and earlier.valid_until + timedelta(days=1) != credential.valid_from:
        faults.append(f"{credential.pk}: {earlier.valid_until}, then {credential.valid_from}")
    again = Completion.objects.filter(
        person=credential.holder, completed_at__lt=_completed(credential)
    )
    if again.exists() != (earlier is not None):
        faults.append(f"{credential.pk}: renews {earlier}")
    expected = "valid" if earlier is None else "waiting"
    rows = list(CredentialFile.objects.filter(credential=credential))
    if sorted((row.kind, row.revision) for row in rows) != [
        (kind, 1) for kind in sorted(CredentialFile.Kind.values)
    ]:
        faults.append(f"{credential.pk}: files {[(row.kind, row.revision) for row in rows]}")
    for row in rows:
        paths.add(row.path)
        data = vault.get(row.path, bytes(row.wrapped_key), row.sha256)
        answer = answer_file(data)
        if hashlib.sha256(data).hexdigest() != row.sha256 or answer.state != expected:
            faults.append(f"{row.path}: {answer.state} {answer.causes}")
    if answer_code(credential.code).state != expected:
        faults.append(f"{credential.pk}: the code is not {expected}")
    notices = list(credential.notices.values_list("kind", "sent_at"))
    if [kind for kind, _sent in notices] != ["issued"] or not notices[0][1]:
        faults.append(f"{credential.pk}: notices {notices}")
    return faults


def _completed(credential: Credential) -> datetime:
    assert credential.completion is not None
    return credential.completion.completed_at


def make_statements(count: int, tries: int) -> int:
    registrations = [uuid.uuid4() for _ in range(tries)]
    with transaction.atomic():
        for number in range(count):
            record(
                registrations[number % tries],
                PASSED,
                Thing("scenario", (f"{number:06}",), "At the door"),
                once_by=(registrations[number % tries], number),
                registration=registrations[number % tries],
                result={"completion": True, "success": True, "score": {"scaled": 0.9}},
                tier=Tier.OFFICIAL,
            )
    return count


def forwarding() -> dict[str, int]:
    return {
        "waiting": waiting_count(),
        "aside": SetAside.objects.count(),
        "sent": Statement.objects.exclude(forwarded_at=None).count(),
    }


def main(command: str, *words: str) -> Any:
    match command:
        case "seed":
            return seed(int(words[0]), "--ready" in words)
        case "complete":
            return complete(int(words[0]), words[1] if len(words) > 1 else uuid.uuid4().hex[:6])
        case "hold":
            return hold(int(words[0]), words[1])
        case "renew":
            return renew(words[0])
        case "accounts":
            return User.objects.filter(email__iexact=words[0]).count()
        case "delete-course":
            CoursePage.objects.get(title="First contact").delete()
            ScenarioPage.objects.all().delete()
            return Completion.objects.count()
        case "statements":
            return make_statements(int(words[0]), int(words[1]))
        case "forwarding":
            return forwarding()
        case "settle":
            return settle(float(words[0]) if words else 300)
        case "tell":
            return tell()
    raise SystemExit(__doc__)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))

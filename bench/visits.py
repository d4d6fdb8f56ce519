"""What is measured: the requests of each row of the table, for one learner after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from bench.load import Request
from bench.seed import Learner, World, story_place
from courses.learning.outline import Lesson
from courses.learning.versions import outline_for

# As a browser holds it: the same secret in the cookie and in the form.
TOKEN = "bench" * 6 + "ab"
Build = Callable[[Learner, int], Request]


@dataclass(frozen=True)
class Visit:
    """A row: its name, its request for a learner in a turn, and the bare page to compare with."""

    key: str
    title: str
    build: Build
    against: str = "page"
    # Sent before, and not measured: what the learner has on the screen when they press a button.
    before: Build | None = None


@dataclass(frozen=True)
class Site:
    """How requests must look to be answered: host and, behind a proxy, the proxy's header."""

    host: str
    secure: bool

    def request(
        self, learner: Learner | None, path: str, form: dict[str, str] | None = None
    ) -> Request:
        """What a browser sends; signed in where there is a learner, a POST where a form."""
        headers = {"Host": self.host}
        scheme = "http"
        if self.secure:
            headers["X-Forwarded-Proto"] = scheme = "https"
        cookies = f"{settings.CSRF_COOKIE_NAME}={TOKEN}"
        if learner is not None:
            cookies = f"{settings.SESSION_COOKIE_NAME}={learner.session}; {cookies}"
        if form is None:
            return Request("GET", path, cookies, headers=headers)
        headers["Origin"] = f"{scheme}://{self.host}"
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **form})
        return Request("POST", path, cookies, body, headers)


def visits(site: Site, world: World, codes: Sequence[str]) -> list[Visit]:
    """Every row that is measured; `codes` are certificates that can be checked."""
    lesson = reading_lesson(world)

    def public_course(learner: Learner, turn: int) -> Request:
        return site.request(learner, "/courses/first-contact/")

    def course(learner: Learner, turn: int) -> Request:
        return site.request(learner, reverse("learning:course", args=[learner.enrolment]))

    def read(learner: Learner, turn: int) -> Request:
        path = reverse("learning:lesson", args=[learner.enrolment, lesson.key])
        return site.request(learner, path, {"reading": "full"})

    def home(learner: Learner, turn: int) -> Request:
        return site.request(learner, reverse("learning:home"))

    def answer(learner: Learner, turn: int) -> Request:
        choice = world.poor_walk[turn]
        return _answer(site, learner, learner.attempt, turn, choice)

    def scene(learner: Learner, turn: int) -> Request:
        return site.request(learner, reverse("learning:attempt", args=[learner.attempt]))

    def story_scene(size: int) -> Build:
        def build(learner: Learner, turn: int) -> Request:
            return site.request(learner, reverse("learning:attempt", args=[learner.stories[size]]))

        return build

    def check(learner: Learner, turn: int) -> Request:
        code = codes[(learner.number + turn) % len(codes)]
        return site.request(None, reverse("certification:check", args=[code]))

    def story_answer(size: int) -> Build:
        def build(learner: Learner, turn: int) -> Request:
            step = story_place(size, learner.number) + turn
            return _answer(site, learner, learner.stories[size], step, f"c{step}-0")

        return build

    return [
        Visit("course", "Course page, public", public_course),
        Visit("progress", "Course page with one's progress", course),
        Visit("lesson", "Lesson", read),
        Visit("answer", "Scenario answer", answer, "answer"),
        Visit("scene", "Scene after the answer", scene),
        Visit("home", "My learning", home),
        Visit("verify", "Verification", check),
        *(
            Visit(
                f"answer-{size}",
                f"Answer, story of {size} scenes",
                story_answer(size),
                "answer",
                before=story_scene(size),
            )
            for size in world.stories
        ),
    ]


def _answer(site: Site, learner: Learner, attempt: object, step: int, choice: str) -> Request:
    path = reverse("learning:attempt", args=[attempt])
    request = site.request(learner, path, {"step": str(step), "choice": choice})
    return Request("POST", path, request.cookie, request.body, request.headers, expected=303)


def reading_lesson(world: World) -> Lesson:
    """A lesson with knowledge checks: the commonest kind."""
    return next(each for each in outline_for(world.version).lessons if each.checks)

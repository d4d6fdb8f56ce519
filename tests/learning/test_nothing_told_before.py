"""Before the answer, no response tells a score, a condition, a reason or the better choice.

A whole try is played on two stories that look alike and differ in all that the server keeps to
itself: what is sent must be the same, byte for byte. And no word of it may stand in any response.
"""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.content.models import CourseVersion
from courses.learning.actions.enrol import enrol
from courses.learning.models import Attempt, Enrolment

pytestmark = pytest.mark.django_db

SCENES = ("one", "two", "three")
SECRET = "Kept"


def story(plain: dict[str, Any], better: str, word: str) -> dict[str, Any]:
    """The plain story with `better` ("good" or "poor") earning the points, and secrets by `word`.

    The choices that are taken keep their feedback and effects: these are shown once they are taken.
    """
    data = copy.deepcopy(plain)
    data["pass"] = {
        "overall": 0.5 if word == "a" else 0.75,
        "competencies": {"trust": 0.5},
        "critical_errors": 0,
    }
    for scene in data["scenes"]:
        for choice in scene["choices"]:
            choice["scores"] = {"trust": 2} if choice["id"].endswith(better) else {}
            if not choice["id"].endswith("good"):
                choice["feedback"] = {
                    part: f"{SECRET} {part} {word}"
                    for part in ("happened", "why", "next_time", "source", "principle")
                }
                choice["effects"] = [
                    {"variable": "hidden", "op": "set", "value": word == "a"},
                ]
                choice["critical"] = {"reason": f"{SECRET} reason {word}", "repair": "two"}
            if choice["id"] == "one-closed":
                choice["text"] = f"{SECRET} closed {word}"
                choice["condition"] = {
                    "variable": "calm",
                    "op": ">",
                    "value": 4 if word == "a" else 3,
                }
        if scene["ending"]:
            scene["title"] = f"{SECRET} ending {word}"
            scene["body"] = [{"type": "html", "html": f"<p>{SECRET} text {word}</p>"}]
            scene["summary"] = f"{SECRET} summary {word}"
            for part in ("outcome", "debrief", "lived_through"):
                scene["ending"][part] = f"{SECRET} {part} {word}"
    data["variables"][1]["title"] = f"{SECRET} variable {word}"
    return data


class Reader:
    """A browser that keeps every response it was given."""

    def __init__(self, person: Any) -> None:
        self.client = Client()
        self.client.force_login(person)
        self.seen: list[str] = []

    def get(self, page: str) -> str:
        return self.keep(self.client.get(page))

    def post(self, page: str, fields: dict[str, Any]) -> str:
        return self.keep(self.client.post(page, fields))

    def keep(self, response: Any) -> str:
        head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        body = b"".join(response) if response.streaming else response.content
        text = f"{response.status_code}\n{head}\n{response.cookies.output()}\n{body.decode()}"
        self.seen.append(text)
        return text


def walk(reader: Reader, house: Any, enrolment: Enrolment) -> Attempt:
    """Everything that a learner can be sent on the way to the last decision, then the end."""
    start = reverse("learning:scenario", args=[enrolment.uuid, house.scenario_key])
    around = (
        start,
        enrolment.get_absolute_url(),
        reverse("learning:home"),
        reverse("learning:lesson", args=[enrolment.uuid, house.second_key]),
    )
    reader.get(start)
    reader.post(start, {})
    attempt = Attempt.objects.get(enrolment=enrolment)
    Attempt.objects.filter(pk=attempt.pk).update(seed=7)
    page = attempt.get_absolute_url()
    for step, scene in enumerate(SCENES):
        for address in (page, f"{page}end/", *around):
            reader.get(address)
        for way in ("full", "softer", "summary"):
            reader.post(page, {"reading": way})
        for fields in (
            {},
            {"choice": "", "step": step},
            {"choice": "one-closed", "step": step},
            {"choice": f"{scene}-good", "step": step + 1},
            {"choice": f"{scene}-poor", "step": step - 1},
        ):
            reader.post(page, fields)
        if step < len(SCENES) - 1:
            reader.post(page, {"choice": f"{scene}-good", "step": step})
    return attempt


def told(responses: list[str]) -> list[str]:
    """Without what differs between any two visits: tokens, numbers, versions, sizes."""
    blank = (
        (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID"),
        (r'(name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1"),
        (r"nonce[-=]\"?[\w+/=-]+", "nonce"),
        (r"Set-Cookie: .*", ""),
        (r"[0-9a-f]{64}|(?<=Request-ID: )\w+", "NUMBER"),
    )
    out = []
    for text in responses:
        for pattern, instead in blank:
            text = re.sub(pattern, instead, text)
        out.append(text)
    return out


@pytest.fixture
def play(house, amal, monkeypatch):
    names = house.publish.__globals__
    plain = names["scenario_json"]()

    def whole(better: str, word: str) -> tuple[Reader, Attempt]:
        data = story(plain, better, word)
        monkeypatch.setitem(names, "scenario_json", lambda _word="": data)
        for kept in (Enrolment, CourseVersion):
            kept.objects.all().delete()
        house.numbers = iter([1])
        enrolment = enrol(amal, house.publish())
        reader = Reader(amal)
        return reader, walk(reader, house, enrolment)

    return whole


def test_what_is_sent_does_not_depend_on_what_is_kept(play):
    one, _ = play("good", "a")
    other, _ = play("poor", "b")

    assert len(one.seen) == len(other.seen) > 40
    for mine, theirs in zip(told(one.seen), told(other.seen), strict=True):
        assert mine == theirs


def test_no_response_holds_a_word_of_it_before_the_answer_and_the_debrief_does(play):
    reader, attempt = play("good", "a")

    for text in reader.seen:
        assert SECRET not in text
        for word in ("one-closed", "scores", "critical", "condition", "earned"):
            assert word not in text
    reader.post(attempt.get_absolute_url(), {"choice": "three-good", "step": 2})
    end = reader.get(reverse("learning:end", args=[attempt.uuid]))
    for words in ("why a", "next_time a", "source a", "lived_through a"):
        assert f"{SECRET} {words}" in end
    # What was not offered is not told afterwards either.
    assert f"{SECRET} closed" not in end
    assert f"{SECRET} variable" not in end


def questions(quiz: dict[str, Any], word: str) -> dict[str, Any]:
    """The questions with other right answers and secrets by `word`; “t” is right in neither."""
    data = copy.deepcopy(quiz)
    asking = next(each for each in data["scenes"] if each["id"] == "quiz")
    review = next(each for each in data["scenes"] if each["id"] == "again")
    right = ["a", "m", "t"] if word == "a" else ["m", "a", "t"]
    for item in asking["question"]["items"]:
        item["explanation"] = f"{SECRET} explanation {word}"
        item["source"] = f"{SECRET} source {word}"
        for option in item.get("options", ()):
            if option["id"] != "t":
                option["feedback"] = f"{SECRET} feedback {word}"
        if item["kind"] == "order":
            item["right"] = right
        elif item["kind"] != "short":
            item["right"] = right[:1]
        for prompt, answer in zip(item.get("prompts", ()), right, strict=False):
            prompt["answer"] = answer
        if item["kind"] == "short":
            item["accepted"] = [f"{SECRET} accepted {word}"]
    asking["choices"][0]["feedback"]["why"] = f"{SECRET} why {word}"
    asking["choices"][0]["text"] = f"{SECRET} way on {word}"
    asking["choices"][0]["scores"] = {"trust": 2 if word == "a" else 3}
    review["title"] = f"{SECRET} review {word}"
    review["body"] = [{"type": "html", "html": f"<p>{SECRET} text {word}</p>"}]
    review["choices"][0]["text"] = f"{SECRET} choice {word}"
    return data


ANSWERS = {
    "q-single": "t",
    "q-multiple": "t",
    "q-order-1": "t",
    "q-order-2": "m",
    "q-order-3": "a",
    "q-match-p": "t",
    "q-match-r": "t",
    "q-short": "Vienna",
}
ASKED = {"asked": "quiz", "step": 1}


def walk_questions(reader: Reader, house: Any, enrolment: Enrolment) -> Attempt:
    """Everything that can be sent on the way to the last try, a try that was not it included."""
    start = reverse("learning:scenario", args=[enrolment.uuid, house.scenario_key])
    reader.post(start, {})
    attempt = Attempt.objects.get(enrolment=enrolment)
    Attempt.objects.filter(pk=attempt.pk).update(seed=7)
    page = attempt.get_absolute_url()
    reader.post(page, {"choice": "one-good", "step": 0})
    for step in (1, 2):
        for address in (page, f"{page}end/", start, enrolment.get_absolute_url()):
            reader.get(address)
        for way in ("full", "softer", "summary"):
            reader.post(page, {"reading": way})
            reader.post(page, {"reading": way, **ASKED, **ANSWERS})
        for fields in (
            {},
            {"choice": "quiz-on", "step": step},
            {**ASKED, "step": step},
            {**ASKED, **ANSWERS, "step": step, "q-order-1": "a"},
            {**ASKED, **ANSWERS, "step": step, "q-single": "gone"},
            {**ASKED, **ANSWERS, "step": step, "q-short": "x" * 600},
            {**ASKED, **ANSWERS, "step": step + 1},
            {**ASKED, **ANSWERS, "step": 0},
        ):
            reader.post(page, fields)
        if step == 1:
            reader.post(page, {**ASKED, **ANSWERS, "step": step})
    reader.post(page, {**ASKED, **ANSWERS, "q-single": "a"})
    return attempt


@pytest.fixture
def play_questions(house, amal, monkeypatch):
    names = house.publish.__globals__
    quiz = names["quiz_json"]("single", "multiple", "order", "match", "short")("")

    def whole(word: str) -> tuple[Reader, Attempt]:
        monkeypatch.setitem(names, "scenario_json", lambda _word="": questions(quiz, word))
        for kept in (Enrolment, CourseVersion):
            kept.objects.all().delete()
        house.numbers = iter([1])
        enrolment = enrol(amal, house.publish())
        reader = Reader(amal)
        return reader, walk_questions(reader, house, enrolment)

    return whole


def test_what_is_asked_does_not_depend_on_what_is_right(play_questions):
    one, attempt = play_questions("a")
    assert attempt.answers.count() == 2
    other, _ = play_questions("b")
    assert len(one.seen) == len(other.seen) > 30
    for mine, theirs in zip(told(one.seen), told(other.seen), strict=True):
        assert mine == theirs


def test_no_response_holds_what_is_right_before_the_last_try_and_then_the_reasons_do(
    play_questions,
):
    reader, attempt = play_questions("a")
    for text in reader.seen:
        assert SECRET not in text
        for word in ("accepted", "explanation", "right&quot;", "quiz-on"):
            assert word not in text
    page = attempt.get_absolute_url()
    reader.post(page, {**ASKED, **ANSWERS, "step": 2})
    shown = reader.get(page)
    assert f"{SECRET} explanation a" in shown
    assert f"{SECRET} review a" in shown
    # The accepted forms are told nowhere, and options that were not chosen say nothing.
    assert f"{SECRET} accepted" not in shown
    assert f"{SECRET} feedback" not in shown

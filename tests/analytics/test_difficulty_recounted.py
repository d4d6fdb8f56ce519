"""How difficult questions were: the figures equal a recount of the raw answers."""

from __future__ import annotations

import csv
import io
import random
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import TRAINER
from courses.content.models import ScenarioLibraryPage, ScenarioPage, ScenarioVersion
from courses.learning.analytics.report import report_of
from courses.learning.analytics.sheet import sheet
from courses.learning.asked import STANDING, asked_json, kept_responses, standing_after
from courses.learning.models import Answer, Attempt, Enrolment
from courses.learning.versions import published_head, scene_of
from courses.scenarios import play, questions

pytestmark = pytest.mark.django_db

RIGHT = {"single": "a", "multiple": ["a", "m"], "short": "Palermo Protocol"}
OTHER = {"single": "t", "multiple": ["a"], "short": "Vienna"}


@pytest.fixture
def publish(house, monkeypatch):
    def made(*kinds, **more):
        names = house.publish.__func__.__globals__
        monkeypatch.setitem(names, "scenario_json", names["quiz_json"](*kinds, **more))
        course = house.publish()
        return ScenarioVersion.objects.get(hash=course.scenarios[str(house.scenario_key)])

    return made


def rows_of(attempt, chance, skill, stops):
    """The answers of one try, played by the engine."""
    version_hash = attempt.scenario_version.hash
    head = published_head(version_hash).head
    state, at, noted = play.start(head), attempt.started_at, {}
    step = 0
    while True:
        scene = scene_of(version_hash, state.scene)
        if play.finished(scene):
            attempt.status, attempt.finished_at = "passed", at
            return
        if chance.random() < stops:
            return
        at += timedelta(seconds=chance.choice([5, 40, 200]))
        row = Answer(attempt=attempt, step=step, scene_key=scene.id, answered_at=at)
        row.scene_wording = scene.title
        if scene.kind == "question":
            asked = questions.drawn(scene, attempt.seed)
            responses = {
                each.id: (RIGHT if chance.random() < skill[each.id] else OTHER)[each.id]
                for each in asked
            }
            done = questions.answer(scene, state, responses, head, attempt.seed)
            standing = standing_after(noted.get(STANDING), done.checked)
            kept = kept_responses(asked, responses)
            row.asked = asked_json(state.tries + 1, done.checked, kept, standing)
            row.outcome, row.choice_key = done.outcome, done.choice.id if done.choice else ""
            noted = {STANDING: standing} if done.outcome == "try-again" else {}
            state = done.state
        else:
            row.choice_key = chance.choice(play.choices_open(scene, state)).id
            state = play.decide(scene, state, row.choice_key, head).state
        yield row
        step += 1


def crowd(version, people, tries, seed=0, stops=0.05, first=0):
    chance = random.Random(seed)
    course = version.course_rows.get().course_version
    persons = User.objects.bulk_create(
        User(email=f"quiz{first + number}@example.org") for number in range(people)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(person=each, course_key=course.course_key, course_version=course)
        for each in persons
    )
    skill = {"single": 0.6, "multiple": 0.8, "short": 0.5}
    attempts, answers, running = [], [], set()
    for number in range(tries):
        enrolment = enrolments[number % people]
        attempt = Attempt(
            enrolment=enrolment,
            scenario_key=version.page_key,
            scenario_version=version,
            state={},
            seed=chance.randrange(2**31),
            started_at=timezone.now() - timedelta(days=chance.uniform(1, 20)),
        )
        may_stop = enrolment.pk not in running
        rows = list(rows_of(attempt, chance, skill, stops if may_stop else 0))
        if attempt.status == Attempt.Status.RUNNING:
            running.add(enrolment.pk)
        attempt.step = len(rows)
        attempts.append(attempt)
        answers += rows
    Attempt.objects.bulk_create(attempts, batch_size=2000)
    for each in answers:
        each.attempt_id = each.attempt.pk
    Answer.objects.bulk_create(answers, batch_size=2000)


def recount(version, until):
    """In plain Python, from what was right in each try."""
    answered, first, ever, moves, stood = (Counter() for _ in range(5))
    for attempt in Attempt.objects.filter(scenario_version=version):
        rows = list(attempt.answers.order_by("step"))
        if attempt.started_at > until:
            continue
        if not (attempt.finished_at and attempt.finished_at <= until):
            seen = [each for each in rows if each.answered_at <= until]
            place = {"one-good": "quiz", "one-poor": "quiz", "quiz-on": "three"}
            last = seen[-1] if seen else None
            if last is None:
                stood["one"] += 1
            elif last.outcome:
                led = {"try-again": "quiz", "review": "again", "solved": "three"}
                stood[led[last.outcome]] += 1
            else:
                stood[place.get(last.choice_key, "three")] += 1
            continue
        tries = [each for each in rows if each.asked]
        for each in rows:
            if each.outcome != "try-again":
                moves[each.scene_key, each.choice_key] += 1
        for each in tries[0].asked["questions"]:
            answered[each["id"]] += 1
            first[each["id"]] += each["right"]
            ever[each["id"]] += any(
                again["right"]
                for row in tries
                for again in row.asked["questions"]
                if again["id"] == each["id"]
            )
    return answered, first, ever, moves, stood


@pytest.mark.parametrize(
    ("kinds", "more"),
    [
        (["single"], {}),
        (["single", "multiple", "short"], {}),
        (["single", "multiple", "short"], {"draw": 2, "needed": 1}),
        (["single", "multiple", "short"], {"draw": 1, "tries": 3}),
    ],
)
def test_what_is_shown_equals_a_recount(publish, kinds, more):
    version = publish(*kinds, **more)
    crowd(version, people=220, tries=300)
    Attempt.objects.filter(pk__in=Attempt.objects.order_by("pk")[:20]).update(mode="practice")
    report = report_of(version)
    Attempt.objects.filter(mode="practice").delete()
    answered, first, ever, moves, stood = recount(version, report.until)

    scenes = {each.key: each for each in report.flow.scenes}
    quiz = scenes["quiz"]
    assert len(quiz.questions) == len(kinds)
    for each in quiz.questions:
        assert each.answered == answered[each.key] > 20
        assert each.first == first[each.key] > 5
        never = each.answered - ever[each.key]
        assert each.ever == (ever[each.key] if never > 10 else each.ever)
        assert each.ever in {None, ever[each.key]}
        assert each.first_share == each.first / each.answered
        assert each.ever is None or each.ever_share == each.ever / each.answered
    assert any(each.ever is not None for each in quiz.questions)
    assert [each.count for each in quiz.choices] == [moves["quiz", "quiz-on"], moves["quiz", ""]]
    assert quiz.came == moves["quiz", "quiz-on"] + moves["quiz", ""]
    for scene in report.flow.scenes:
        assert scene.left in {None, stood[scene.key]}


def test_page_and_file_say_it_in_words(publish, house):
    version = publish("single", "short")
    crowd(version, people=60, tries=60, stops=0)
    page = ScenarioLibraryPage.objects.get().add_child(
        instance=ScenarioPage(title="At the door", translation_key=house.scenario_key, live=False)
    )
    trainer = User.objects.create_user("trainer@example.org", "x", is_demo=True)
    trainer.groups.set(Group.objects.filter(name=TRAINER))
    client = Client()
    client.force_login(trainer)
    report = report_of(version)
    (single, _short) = next(each for each in report.flow.scenes if each.questions).questions

    html = client.get(reverse("flows:flow", args=[page.pk])).content.decode()
    share = f"{round(single.first_share * 100)} %"
    assert "Well at the first try" in html
    assert f"<td>{single.first} ({share})</td>" in html
    assert "After the last try, to the review" in html
    lines = list(csv.DictReader(io.StringIO(sheet(report).removeprefix("\ufeff"))))
    line = next(line for line in lines if line["Row"] == "Question")
    assert line["Choice or question"] == "Question single?"
    assert (line["Number"], line["Well at the first try"]) == ("60", str(single.first))
    assert line["Share well at the first try"] == share
    assert line["Well in the end"] == str(single.ever)


def test_few_who_needed_the_review_are_hidden_everywhere(publish):
    version = publish("short")
    crowd(version, people=40, tries=40, stops=0)
    # Only three go to the review; all others answer well.
    reviewed = Answer.objects.filter(outcome="review")
    keep = [each.attempt_id for each in reviewed[:3]]
    gone = Attempt.objects.filter(pk__in=reviewed.exclude(attempt__in=keep).values("attempt"))
    gone.delete()
    report = report_of(version)
    quiz = next(each for each in report.flow.scenes if each.questions)
    assert Answer.objects.filter(outcome="review").count() == 3
    assert quiz.came is not None
    assert [each.count for each in quiz.choices] == [None, None]
    (only,) = quiz.questions
    assert only.answered == quiz.came
    assert only.first is not None
    assert only.ever is only.ever_share is None


def test_ten_thousand_tries_open_within_a_second_by_as_many_queries_as_few(publish):
    version = publish("single", "multiple", "short")
    crowd(version, people=60, tries=60)
    report_of(version)
    with CaptureQueriesContext(connection) as few:
        report_of(version)
    crowd(version, people=2_000, tries=9_940, seed=1, first=60)
    with CaptureQueriesContext(connection) as many:
        report = report_of(version)
    assert len(many) == len(few) <= 10
    assert report.flow.ended > 5_000

    def seconds() -> float:
        began = time.perf_counter()
        report_of(version)
        return time.perf_counter() - began

    assert min(seconds() for _ in range(3)) < 1

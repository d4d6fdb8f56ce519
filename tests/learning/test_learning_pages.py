"""The pages of learning: what they show, whom they refuse, and how they lead on."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from courses.learning.actions.enrol import enrol
from courses.learning.actions.start_attempt import start_attempt
from courses.learning.actions.submit_answer import submit_answer
from courses.learning.actions.withdraw import withdraw
from courses.learning.models import Answer, Attempt, CheckAnswer, Enrolment, LessonProgress

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(amal) -> Client:
    client = Client()
    client.force_login(amal)
    return client


@pytest.fixture
def other_browser(bela) -> Client:
    client = Client()
    client.force_login(bela)
    return client


def main_of(response) -> str:
    html = response.content.decode()
    found = re.search(r"<main.*?</main>", html, re.S)
    assert found
    return found[0]


def lesson_url(enrolment, key) -> str:
    return reverse("learning:lesson", args=[enrolment.uuid, key])


@pytest.fixture
def attempt(house, amal, enrolment) -> Attempt:
    return start_attempt(amal, enrolment.uuid, str(house.scenario_key))


@pytest.fixture
def pages(house, enrolment, attempt) -> list[str]:
    """Every address that belongs to Amal alone."""
    return [
        reverse("learning:course", args=[enrolment.uuid]),
        reverse("learning:leave", args=[enrolment.uuid]),
        reverse("learning:version", args=[enrolment.uuid]),
        lesson_url(enrolment, house.first_key),
        reverse("learning:scenario", args=[enrolment.uuid, house.scenario_key]),
        reverse("learning:attempt", args=[attempt.uuid]),
        reverse("learning:end", args=[attempt.uuid]),
    ]


def test_own_pages_open(browser, pages):
    for page in pages:
        assert browser.get(page).status_code in {200, 302}, page
    assert browser.get(reverse("learning:home")).status_code == 200
    assert browser.get(reverse("learning:what_we_record")).status_code == 200


def test_another_learner_is_refused_everywhere(other_browser, pages):
    for page in pages:
        assert other_browser.get(page).status_code == 403, page
        posted = other_browser.post(page, {"choice": "one-good", "step": 0})
        assert posted.status_code in {403, 405}, page


def test_who_is_not_signed_in_is_asked_to(client, pages, version):
    joining = reverse("learning:enrol", args=[version.course_key])
    for page in [*pages, reverse("learning:home"), joining]:
        response = client.get(page)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_unknown_addresses_are_not_found(browser, enrolment):
    nobody = uuid.uuid4()
    for page in (
        reverse("learning:course", args=[nobody]),
        reverse("learning:attempt", args=[nobody]),
        lesson_url(enrolment, nobody),
        reverse("learning:scenario", args=[enrolment.uuid, nobody]),
        reverse("learning:enrol", args=[nobody]),
    ):
        assert browser.get(page).status_code == 404, page


def test_no_page_puts_scores_conditions_or_feedback_before_the_answer(browser, attempt):
    page = browser.get(reverse("learning:attempt", args=[attempt.uuid])).content.decode()

    for word in ("Happened", "one-closed", "What you cannot see", "critical", "scores"):
        assert word not in page
    assert "How calm he is: 3" in page


def test_joining_leads_to_the_course_and_twice_is_once(browser, amal, version):
    page = reverse("learning:enrol", args=[version.course_key])
    assert 'rel="next"' in main_of(browser.get(page))

    first = browser.post(page)
    second = browser.post(page)

    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    assert Enrolment.objects.filter(person=amal).count() == 1


def test_home_says_what_is_missing_and_where_to_go_on(browser, house, amal, enrolment):
    empty = main_of(browser.get(reverse("learning:home")))
    assert "“Signs”: read it, answer its 2 questions and mark it as finished" in empty
    assert "0 of 2 lessons; scenario: not yet passed" in empty

    house.answer_checks(amal, enrolment)
    page = main_of(browser.get(reverse("learning:home")))
    assert "Continue: Signs" in page
    assert "read it and mark it as finished" in page


def test_lesson_asks_first_with_equal_ways_and_shows_nothing_of_the_text(browser, house, enrolment):
    page = main_of(browser.get(lesson_url(enrolment, house.first_key)))

    assert "Nothing violent is told" in page
    assert "Full reading" not in page
    assert page.count("<form") == 1
    buttons = re.findall(r'<button class="([^"]*)" name="reading" value="(\w+)"', page)
    assert [value for _class, value in buttons] == ["full", "softer", "summary"]
    assert len({classes for classes, _value in buttons}) == 1
    assert "autofocus" not in page


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("full", "Full reading of Signs"),
        ("softer", "Softer reading of Signs"),
        ("summary", "Summary of Signs"),
        ("no-such-way", "Before you begin"),
    ],
)
def test_each_way_answers_at_once_with_its_reading(browser, house, enrolment, way, text):
    response = browser.post(lesson_url(enrolment, house.first_key), {"reading": way})

    assert response.status_code == 200
    assert text in response.content.decode()
    if way != "no-such-way":
        assert "Question one?" in response.content.decode()


def test_a_lesson_without_note_opens_at_once(browser, house, enrolment, version):
    from courses.content.models import LessonVersion

    lesson = LessonVersion.objects.get(lesson_key=house.extra_key)
    assert lesson.note is None
    page = main_of(browser.get(lesson_url(enrolment, house.extra_key)))
    assert "Before you begin" in page  # there are other ways to read it


def check_form(house, **fields):
    return {"check": "c1", "tries": 0, "reading": "softer", "option": "one-b", **fields}


def test_a_check_is_answered_in_place_with_feedback_in_the_same_reading(browser, house, enrolment):
    page = lesson_url(enrolment, house.first_key)
    before = browser.post(page, {"reading": "softer"}).content.decode()
    assert "Feedback" not in before
    assert "Explanation" not in before

    response = browser.post(page, check_form(house))

    assert response.status_code == 200
    html = main_of(response)
    assert "Softer reading of Signs" in html
    assert "Feedback one b." in html
    assert "Feedback one a." not in html
    assert "Explanation one." in html
    row = CheckAnswer.objects.get()
    assert (row.correct, row.tries) == (False, 1)
    assert row.question_wording == "Question one?"
    assert row.chosen == [{"id": "one-b", "text": "Option one b"}]


def test_a_check_sent_twice_is_one_answer_and_may_be_given_anew(browser, house, enrolment):
    page = lesson_url(enrolment, house.first_key)
    browser.post(page, check_form(house))
    browser.post(page, check_form(house))
    assert CheckAnswer.objects.get().tries == 1

    browser.post(page, check_form(house, tries=1, option="one-a"))
    assert (CheckAnswer.objects.get().tries, CheckAnswer.objects.get().correct) == (2, True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"option": []}, "Choose an answer first"),
        ({"option": "nothing"}, "not among those offered"),
        ({"option": ["one-a", "one-b"]}, "takes one answer"),
        ({"check": "c9"}, "not part of this lesson"),
        ({"tries": "x"}, "not part of this lesson"),
        ({"tries": 7}, "not part of this lesson"),
    ],
)
def test_a_check_answer_that_cannot_be_taken_says_why_and_changes_nothing(
    browser, house, enrolment, fields, words
):
    response = browser.post(lesson_url(enrolment, house.first_key), check_form(house, **fields))

    assert response.status_code == 422
    assert words in main_of(response)
    assert "Softer reading of Signs" in main_of(response)
    assert not CheckAnswer.objects.exists()


def test_finishing_waits_for_the_checks_and_then_leads_on(browser, house, amal, enrolment):
    page = lesson_url(enrolment, house.first_key)
    early = browser.post(page, {"finish": "1", "reading": "full"})
    assert early.status_code == 422
    assert "#check-c1" in main_of(early)
    assert not LessonProgress.objects.exists()

    house.answer_checks(amal, enrolment)
    response = browser.post(page, {"finish": "1"})

    assert response.status_code == 302
    assert response["Location"] == lesson_url(enrolment, house.second_key)
    assert browser.post(page, {"finish": "1"}).status_code == 302
    assert LessonProgress.objects.count() == 1


def test_the_way_forward_in_a_lesson_is_marked_once(browser, house, amal, enrolment):
    page = lesson_url(enrolment, house.first_key)
    for _ in range(3):
        html = main_of(browser.post(page, {"reading": "full"}))
        assert html.count('rel="next"') == 1
        shown = re.search(r'rel="next".*?name="check" value="(\w+)"', html, re.S)
        if shown:
            option = "one-a" if shown[1] == "c1" else "two-a"
            browser.post(page, {"check": shown[1], "tries": 0, "option": option, "reading": "full"})
    assert CheckAnswer.objects.count() == 2


def test_a_scenario_starts_with_what_there_is_to_know(browser, house, enrolment):
    page = main_of(
        browser.get(reverse("learning:scenario", args=[enrolment.uuid, house.scenario_key]))
    )

    assert "Nothing violent is told" in page
    assert "This is training" in page
    assert reverse("learning:what_we_record") in page
    assert "Try as often as you like" in page
    assert page.count('rel="next"') == 1


def test_a_decision_leads_with_303_to_its_feedback_above_the_next_scene(browser, house, enrolment):
    start = browser.post(reverse("learning:scenario", args=[enrolment.uuid, house.scenario_key]))
    page = start["Location"]
    response = browser.post(page, {"choice": "one-good", "step": 0})

    assert response.status_code == 303
    assert response["Location"] == page
    html = main_of(browser.get(page))
    assert html.index("Happened one-good.") < html.index("Scene two")
    for words in ("Why one-good.", "Next time one-good.", "Source one-good"):
        assert words in html
    assert "one-poor" not in html


def test_a_heavier_scene_asks_how_to_read_it_and_the_decision_is_the_same(browser, amal, attempt):
    submit_answer(amal, attempt.uuid, 0, "one-good")
    page = attempt.get_absolute_url()
    asked = main_of(browser.get(page))
    assert "Full text of two" not in asked
    assert 'name="choice"' not in asked
    assert "Control" in asked

    choices = {
        tuple(
            re.findall(
                r'name="choice" value="([\w-]+)"', main_of(browser.post(page, {"reading": way}))
            )
        )
        for way in ("full", "softer", "summary")
    }
    assert len(choices) == 1
    assert set(choices.pop()) == {"two-good", "two-poor"}
    assert "Softer text of two" in main_of(browser.post(page, {"reading": "softer"}))


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"choice": "one-poor", "step": 0}, 409, "You already decided here"),
        ({"choice": "two-good", "step": 5}, 409, "belongs to another place"),
        ({"choice": "two-good", "step": "x"}, 409, "belongs to another place"),
        ({"choice": "two-good", "step": "9" * 40}, 409, "belongs to another place"),
        ({"choice": "nothing", "step": 1}, 400, "not among those offered"),
        ({"step": 1}, 422, "Choose what you would do"),
    ],
)
def test_a_refused_answer_says_why_and_shows_where_one_is(
    browser, amal, attempt, fields, status, words
):
    submit_answer(amal, attempt.uuid, 0, "one-good")
    response = browser.post(attempt.get_absolute_url(), fields)

    assert response.status_code == status
    html = main_of(response)
    assert words in html
    assert "Scene two" in html
    assert 'name="step" value="1"' in html
    assert Answer.objects.count() == 1


def test_an_answer_to_a_scene_of_another_try_is_refused(browser, house, amal, bela, attempt):
    theirs = start_attempt(
        bela, enrol(bela, attempt.enrolment.course_version).uuid, str(house.scenario_key)
    )
    submit_answer(bela, theirs.uuid, 0, "one-good")

    assert (
        browser.post(theirs.get_absolute_url(), {"choice": "two-good", "step": 1}).status_code
        == 403
    )
    assert (
        browser.post(attempt.get_absolute_url(), {"choice": "two-good", "step": 0}).status_code
        == 400
    )


def test_a_second_tab_meets_the_same_place(browser, attempt):
    page = attempt.get_absolute_url()
    browser.get(page)  # the second tab, opened at scene one
    browser.post(page, {"choice": "one-good", "step": 0})
    browser.post(page, {"choice": "two-good", "step": 1})

    late = browser.post(page, {"choice": "one-poor", "step": 0})
    assert late.status_code == 409
    assert "Scene three" in main_of(late)
    same = browser.post(page, {"choice": "one-good", "step": 0})
    assert same.status_code == 303


def test_the_end_replays_every_decision_and_leads_on(browser, house, amal, enrolment):
    attempt = house.play(amal, enrolment)
    page = browser.get(attempt.get_absolute_url())
    assert page.status_code == 302
    html = main_of(browser.get(page["Location"]))

    assert html.index("Happened three-good.") < html.index("Scene well")
    for words in (
        "Outcome well",
        "Passed",
        "Debrief well.",
        "Speak with a colleague",
        "Happened one-good.",
        "Next time two-good.",
        "What it was like for the other person",
        "<p>So it was, well.</p>",
    ):
        assert words in html
    assert html.count('rel="next"') == 1


def test_after_two_tries_a_second_look_is_offered_and_nothing_is_locked(
    browser, house, amal, enrolment
):
    start = reverse("learning:scenario", args=[enrolment.uuid, house.scenario_key])
    once = house.play(amal, enrolment, "poor")
    assert "A second look" not in main_of(browser.get(start))
    end = main_of(browser.get(reverse("learning:end", args=[once.uuid])))
    assert "Building trust: you reached 0 %; passing asks for 50 %." in end
    for word in ("wrong", "fail", "incorrect"):
        assert word not in end.lower()

    house.play(amal, enrolment, "poor")
    html = main_of(browser.get(start))
    assert "A second look" in html
    assert lesson_url(enrolment, house.first_key) in html
    assert "Begin another try" in html


def test_an_ended_try_answers_late_posts_with_its_end(browser, house, amal, enrolment):
    attempt = house.play(amal, enrolment)
    late = browser.post(attempt.get_absolute_url(), {"choice": "one-poor", "step": 0})
    assert late.status_code == 409
    assert "Outcome well" in main_of(late)


def test_a_completed_course_offers_review_and_the_certificate(browser, house, amal, enrolment):
    house.complete(amal, enrolment)

    for page in (reverse("learning:home"), enrolment.get_absolute_url()):
        assert "Review" in main_of(browser.get(page))
    # Everything stays open for a second look.
    assert browser.get(lesson_url(enrolment, house.first_key)).status_code == 200
    again = browser.post(reverse("learning:scenario", args=[enrolment.uuid, house.scenario_key]))
    assert browser.get(again["Location"]).status_code == 200
    # Joining again leads to what is there, unless one says so.
    joining = reverse("learning:enrol", args=[house.course_key])
    assert browser.post(joining)["Location"] == enrolment.get_absolute_url()
    assert "Take the course again" in main_of(browser.get(joining))
    assert browser.post(joining, {"again": "1"})["Location"] != enrolment.get_absolute_url()


def test_leaving_and_coming_back(browser, house, amal, enrolment):
    house.answer_checks(amal, enrolment)
    leave = reverse("learning:leave", args=[enrolment.uuid])
    assert "no consequence" in main_of(browser.get(leave))
    assert browser.post(leave).status_code == 302
    assert browser.post(leave).status_code == 302  # twice is once
    assert "Come back to this course" in main_of(browser.get(reverse("learning:home")))
    assert browser.get(lesson_url(enrolment, house.first_key)).status_code == 302

    back = browser.post(reverse("learning:return", args=[enrolment.uuid]))
    assert back["Location"] == enrolment.get_absolute_url()
    assert CheckAnswer.objects.count() == 2
    assert browser.get(lesson_url(enrolment, house.first_key)).status_code == 200


def test_a_left_course_takes_no_decision_until_one_is_back(browser, amal, enrolment, attempt):
    withdraw(amal, enrolment.uuid)
    response = browser.post(attempt.get_absolute_url(), {"choice": "one-good", "step": 0})
    assert response.status_code == 302
    assert not Answer.objects.exists()


def test_what_we_record_tells_every_field(browser):
    html = main_of(browser.get(reverse("learning:what_we_record")))
    for words in ("What your choice said.", "Never a name or an e-mail address.", "You alone."):
        assert words in html


def test_progress_survives_on_another_device(house, amal, attempt):
    """T06: decide, leave, sign in elsewhere: the same place."""
    here, elsewhere = Client(), Client()
    here.force_login(amal)
    page = attempt.get_absolute_url()
    here.post(page, {"choice": "one-good", "step": 0})
    here.post(page, {"choice": "two-good", "step": 1})
    here.post("/exit/")

    elsewhere.force_login(amal)
    html = main_of(elsewhere.get(page))
    assert "Scene three" in html
    start = reverse("learning:scenario", args=[attempt.enrolment.uuid, house.scenario_key])
    assert "Go on where you stopped" in main_of(elsewhere.get(start))

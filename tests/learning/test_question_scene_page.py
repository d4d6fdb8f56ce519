"""The page of a question scene: content, then a form that works without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.learning.models import Answer, Attempt
from courses.learning.versions import heads, scenes

pytestmark = pytest.mark.django_db

KINDS = ("single", "multiple", "order", "match", "short")
RIGHT = {
    "single": {"q-single": "a"},
    "multiple": {"q-multiple": ["a", "m"]},
    "order": {"q-order-1": "m", "q-order-2": "a", "q-order-3": "t"},
    "match": {"q-match-p": "a", "q-match-r": "m"},
    "short": {"q-short": "palermo protocol"},
}
OTHER = {
    "single": {"q-single": "t"},
    "multiple": {"q-multiple": ["a", "t"]},
    "order": {"q-order-1": "t", "q-order-2": "a", "q-order-3": "m"},
    "match": {"q-match-p": "t", "q-match-r": "m"},
    "short": {"q-short": "Vienna <b>"},
}
# A form that is not filled in to the end, what is said of it, and the control it links to.
UNFINISHED = {
    "single": ({}, "Choose an answer", r"q-single-[amt]"),
    "multiple": ({}, "Choose one answer or more", r"q-multiple-[amt]"),
    "order": ({"q-order-1": "t"}, "Choose something for each place", "q-order-2"),
    "match": ({"q-match-p": "t"}, "Choose an answer for each line", "q-match-r"),
    "short": ({"q-short": "  "}, "Write an answer", "q-short"),
}
# How the page holds what OTHER answered.
FILLED = {
    "single": ['value="t" checked'],
    "multiple": ['value="a" checked', 'value="t" checked'],
    "order": ['value="t" selected', 'value="a" selected', 'value="m" selected'],
    "match": ['value="t" selected', 'value="m" selected'],
    "short": ['value="Vienna &lt;b&gt;"'],
}


@pytest.fixture
def browser(amal) -> Client:
    client = Client()
    client.force_login(amal)
    return client


def main_of(response) -> str:
    found = re.search(r"<main.*</main>", response.content.decode(), re.S)
    assert found
    return found[0]


def form(step, fields, **more):
    return {"asked": "quiz", "step": step, **fields, **more}


@pytest.mark.parametrize("kind", KINDS)
def test_a_try_and_another_lead_through_the_page(browser, at_quiz, kind):
    page = at_quiz(kind).get_absolute_url()
    shown = main_of(browser.get(page))
    assert shown.index("Full text of quiz") < shown.index(f"Question {kind}?")
    assert "You have 2 tries." in shown
    assert shown.count('rel="next"') == 1

    taken = browser.post(page, form(1, OTHER[kind]))
    assert (taken.status_code, taken["Location"]) == (303, page)
    again = main_of(browser.get(page))
    assert re.search(r"data-focus>Not quite there yet<", again)
    assert "not yet</span>" in again
    assert "You have one try left." in again
    for held in FILLED[kind]:
        assert held in again
    assert f"Explanation {kind}" not in again
    assert f"Source {kind}" not in again

    assert browser.post(page, form(2, RIGHT[kind])).status_code == 303
    solved = main_of(browser.get(page))
    assert "Answered well" in solved
    for words in (f"Explanation {kind}.", f"Source {kind}", "Why quiz-on.", "Full text of three"):
        assert words in solved
    assert "You chose:" not in solved


@pytest.mark.parametrize("kind", KINDS)
def test_after_the_last_try_the_review_follows_with_the_explanation(browser, at_quiz, kind):
    page = at_quiz(kind).get_absolute_url()
    for step in (1, 2):
        browser.post(page, form(step, OTHER[kind]))
    shown = main_of(browser.get(page))
    assert "A second look at this" in shown
    assert "Nothing is lost" in shown
    assert f"Explanation {kind}." in shown
    assert "Full text of again" in shown
    assert "Why quiz-on" not in shown


@pytest.mark.parametrize("kind", KINDS)
def test_an_unfinished_answer_says_where_and_uses_no_try(browser, at_quiz, kind):
    page = at_quiz(kind).get_absolute_url()
    fields, words, control = UNFINISHED[kind]
    response = browser.post(page, form(1, fields))

    assert response.status_code == 422
    shown = main_of(response)
    summary = re.search(r'<li><a href="#([^"]+)">([^<]+)</a></li>', shown)
    assert summary
    assert re.fullmatch(control, summary[1])
    assert f'id="{summary[1]}"' in shown
    assert summary[2] == f"Question {kind}? {words}"
    assert "No try was used" in shown
    assert "You have 2 tries." in shown
    assert Answer.objects.count() == 1


def test_the_rest_of_the_form_comes_back_filled(browser, at_quiz):
    page = at_quiz("single", "order", "short").get_absolute_url()
    fields = {"q-single": "t", "q-order-1": "m", "q-order-2": "m", "q-order-3": "a", "q-short": "x"}
    response = browser.post(page, form(1, fields))
    assert response.status_code == 422
    shown = main_of(response)
    assert "Use each one once" in shown
    assert shown.count('value="m" selected') == 2
    assert 'value="t" checked' in shown
    assert 'value="x"' in shown
    # The one at fault is marked, and no other.
    assert shown.count("govuk-form-group--error") == 1


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("single", {"q-single": "gone"}, "among the answers that are offered"),
        ("multiple", {"q-multiple": ["a", "gone"]}, "among the answers that are offered"),
        ("order", {**OTHER["order"], "q-order-2": "gone"}, "among the answers that are offered"),
        ("match", {**OTHER["match"], "q-match-p": "gone"}, "among the answers that are offered"),
        ("short", {"q-short": "x" * 501}, "500 characters"),
    ],
)
def test_what_no_form_of_ours_sends_is_said_too(browser, at_quiz, kind, fields, words):
    page = at_quiz(kind).get_absolute_url()
    response = browser.post(page, form(1, fields))
    assert response.status_code == 422
    assert words in main_of(response)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"asked": "quiz", "step": 0, "q-single": "a"}, 409, "You already decided here"),
        ({"asked": "quiz", "step": 7, "q-single": "a"}, 409, "belongs to another place"),
        ({"asked": "quiz", "step": "x", "q-single": "a"}, 409, "belongs to another place"),
        ({"asked": "gone", "step": 1, "q-single": "a"}, 409, "belongs to another place"),
        ({"asked": "one", "step": 1, "q-single": "a"}, 409, "belongs to another place"),
        ({"choice": "quiz-on", "step": 1}, 400, "not among those offered"),
        ({"step": 1}, 422, "No choice reached us"),
    ],
)
def test_an_answer_that_does_not_belong_here_changes_nothing(
    browser, at_quiz, fields, status, words
):
    attempt = at_quiz("single")
    response = browser.post(attempt.get_absolute_url(), fields)
    assert response.status_code == status
    shown = main_of(response)
    assert words in shown
    assert "Question single?" in shown
    assert Answer.objects.count() == 1


def test_a_second_tab_meets_what_was_answered(browser, at_quiz):
    page = at_quiz("single").get_absolute_url()
    browser.post(page, form(1, OTHER["single"]))
    assert browser.post(page, form(1, OTHER["single"])).status_code == 303
    late = browser.post(page, form(1, RIGHT["single"]))
    assert late.status_code == 409
    assert "Your first decision stands" in main_of(late)
    assert Answer.objects.count() == 2


def test_an_ended_try_answers_late_answers_with_its_end(browser, at_quiz):
    attempt = at_quiz("single", quiz={"review": "open"})
    page = attempt.get_absolute_url()
    browser.post(page, form(1, OTHER["single"]))
    last = browser.post(page, form(2, OTHER["single"]))
    assert last["Location"] == f"{page}end/"
    end = main_of(browser.get(last["Location"]))
    assert "A second look at this" in end
    assert browser.post(page, form(2, OTHER["single"])).status_code == 303
    assert browser.post(page, form(3, OTHER["single"])).status_code == 409


def test_nobody_elses_questions_are_answered(bela, at_quiz):
    attempt = at_quiz("single")
    client = Client()
    client.force_login(bela)
    assert client.post(attempt.get_absolute_url(), form(1, RIGHT["single"])).status_code == 403
    assert client.get(attempt.get_absolute_url()).status_code == 403


def test_order_of_options_and_draw_stay_for_the_whole_try(browser, at_quiz):
    attempt = at_quiz(*KINDS, draw=2)
    page = attempt.get_absolute_url()

    def seen():
        return re.findall(
            r"Question \w+\?|(?:The act|The means|The travel)",
            main_of(browser.get(page)).split("wm-scene__decision")[1],
        )

    first = seen()
    assert len({each for each in first if each.startswith("Question")}) == 2
    assert seen() == first
    device = Client()
    device.cookies = browser.cookies
    assert seen() == first
    orders = set()
    for seed in range(12):
        Attempt.objects.filter(pk=attempt.pk).update(seed=seed)
        orders.add(tuple(seen()))
    assert len(orders) > 6


def test_a_heavier_question_scene_asks_first_and_keeps_what_was_filled_in(browser, at_quiz):
    attempt = at_quiz("short", quiz={"intensity": 3})
    page = attempt.get_absolute_url()
    assert "Question short?" not in main_of(browser.get(page))
    softer = main_of(browser.post(page, {"reading": "softer"}))
    assert "Softer text of quiz" in softer
    assert 'form="question-form" name="reading" value="full"' in softer
    assert '<input type="hidden" name="open" value="softer">' in softer

    # Another way of reading keeps what was typed, and answers nothing.
    typed = form(1, {"q-short": "Vien"}, open="softer", reading="summary")
    summary = main_of(browser.post(page, typed))
    assert "Summary of quiz" in summary
    assert 'value="Vien"' in summary
    assert Answer.objects.count() == 1
    # What is to be mended comes back in the way that was read.
    mend = browser.post(page, form(1, {"q-short": ""}, open="softer"))
    assert mend.status_code == 422
    assert "Softer text of quiz" in main_of(mend)
    # After a try the scene is told by its summary, without asking again.
    browser.post(page, form(1, OTHER["short"], open="softer"))
    again = main_of(browser.get(page))
    assert "Summary of quiz" in again
    assert "Full text of quiz" not in again
    assert 'name="asked"' in again


def test_one_goes_on_where_one_stopped_on_any_device(amal, browser, at_quiz):
    page = at_quiz("match").get_absolute_url()
    browser.post(page, form(1, OTHER["match"]))
    elsewhere = Client()
    elsewhere.force_login(amal)
    shown = main_of(elsewhere.get(page))
    assert "You have one try left." in shown
    assert 'value="t" selected' in shown


def test_in_practice_one_goes_back_across_questions(browser, at_quiz):
    attempt = at_quiz("single", mode=Attempt.Mode.PRACTICE)
    page = attempt.get_absolute_url()
    for step in (1, 2):
        browser.post(page, form(step, OTHER["single"]))
    shown = main_of(browser.get(page))
    # The two tries at the questions are one place to go back to.
    assert re.findall(r'name="back" value="(\d)"', shown) == ["0", "1"]
    assert browser.post(page, {"back": "1"}).status_code == 303
    shown = main_of(browser.get(page))
    assert "You have 2 tries." in shown
    assert "checked" not in shown
    browser.post(page, form(1, RIGHT["single"]))
    browser.post(page, {"choice": "three-good", "step": 2})
    end = main_of(browser.get(f"{page}end/"))
    assert re.findall(r'name="back" value="(\d)"', end) == ["0", "1", "2"]


def test_the_debrief_tells_each_try_and_why(browser, at_quiz):
    page = at_quiz("multiple", "short").get_absolute_url()
    browser.post(page, form(1, {**OTHER["multiple"], **RIGHT["short"]}))
    browser.post(page, form(2, {**RIGHT["multiple"], **RIGHT["short"]}))
    browser.post(page, {"choice": "three-good", "step": 3})
    end = main_of(browser.get(f"{page}end/"))
    replay = end[end.index("Your decisions again") :]
    assert replay.index("Try 1") < replay.index("The travel") < replay.index("Try 2")
    assert replay.count("Explanation multiple.") == 1
    assert replay.index("Explanation multiple.") > replay.index("Try 2")
    assert "Why quiz-on." in replay
    # What stood beside later decisions is known again.
    assert "Choice three-poor" in replay


def queries_of(call) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert call().status_code in {200, 303}
    return [each["sql"] for each in captured.captured_queries]


def test_a_try_takes_ten_queries_at_most(browser, at_quiz):
    attempt = at_quiz(*KINDS, draw=4)
    page = attempt.get_absolute_url()
    fields = {key: value for each in OTHER.values() for key, value in each.items()}
    scenes.clear()
    heads.clear()
    cold = queries_of(lambda: browser.post(page, form(1, fields)))
    shown = queries_of(lambda: browser.get(page))
    scenes.clear()
    heads.clear()
    last = queries_of(lambda: browser.post(page, form(2, fields)))
    late = queries_of(lambda: browser.post(page, form(2, fields)))
    assert len(cold) <= 10, cold
    assert len(last) <= 10, last
    assert len(late) <= 7, late
    assert len(shown) <= 5, shown


def test_the_end_takes_the_same_queries_for_many_tries(browser, at_quiz):
    page = at_quiz("short", tries=5).get_absolute_url()
    for step in range(1, 6):
        browser.post(page, form(step, OTHER["short"]))
    browser.post(page, {"choice": "again-on", "step": 6})
    browser.post(page, {"choice": "three-good", "step": 7})
    end = reverse("learning:end", args=[page.split("/")[-2]])
    browser.get(end)
    assert len(queries_of(lambda: browser.get(end))) <= 9
    assert main_of(browser.get(end)).count("Try ") >= 5

"""T13, T14, T23: the note with three equal ways, and feedback without shame."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import RequestFactory

NOTE = {"text": "This lesson speaks about fear.", "has_softer": True, "where": "", "how_long": ""}


def note(**changes: object) -> BeautifulSoup:
    request = RequestFactory().get("/learning/a/")
    context = {"note": {**NOTE, **changes}}
    html = render_to_string("components/content_note.html", context, request)
    return BeautifulSoup(html, "lxml")


def test_three_ways_of_one_weight_in_one_form() -> None:
    page = note()
    buttons = page.select("form[method=post] button")
    assert [button["value"] for button in buttons] == ["full", "softer", "summary"]
    assert {button["name"] for button in buttons} == {"reading"}
    assert len({tuple(button["class"]) for button in buttons}) == 1
    assert not page.select("[autofocus]")
    assert page.form["action"] == "/learning/a/"


def test_no_softer_way_where_there_is_none() -> None:
    values = [button["value"] for button in note(has_softer=False).select("button")]
    assert values == ["full", "summary"]


def test_no_sign_of_danger() -> None:
    text = str(note()).lower()
    for word in ("warning", "trigger", "error", "red", "danger", "<img", "<svg"):
        assert word not in text.replace("prepared", "").replace("altered", "")


def test_feedback_says_what_why_and_what_helps() -> None:
    context = {
        "feedback": {
            "happened": "He nods.",
            "why": "He knows.",
            "next_time": "Wait.",
            "source": "S",
        }
    }
    html = render_to_string("components/feedback.html", context)
    page = BeautifulSoup(html, "lxml")
    assert [term.text for term in page.select("dt")] == [
        "What happened",
        "Why",
        "What helps next time",
    ]
    assert not page.select("[data-focus]")
    page = BeautifulSoup(
        render_to_string("components/feedback.html", {**context, "focus": True}), "lxml"
    )
    assert page.select_one("[data-focus]")["tabindex"] == "-1"

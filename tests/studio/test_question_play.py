"""Question scenes in the studio: answered on the draft, drawn on the map, told in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.content.course_files.errors import CourseFileError
from courses.content.course_files.scenario import scenario_fields
from courses.content.models import ScenarioPage
from courses.content.refusals import PublishRefused
from courses.content.studio.draft import Draft
from courses.content.studio.play import Trail
from tests.content.test_question_scenes import case
from tests.studio.test_studio_map import SVG, drawn

RIGHT = {
    "What comes first?": "What is done",
    "What belongs to it?": ["What is done", "How it is done"],
    "In which order?": ["How it is done", "A border", "What is done"],
    "What is what?": {
        "Recruiting": "What is done",
        "Receiving": "What is done",
        "Deceiving": "How it is done",
    },
    "Which protocol?": "palermo protocol",
}
OTHER = {
    "What comes first?": "A border",
    "What belongs to it?": ["What is done"],
    "In which order?": ["A border", "How it is done", "What is done"],
    "What is what?": dict.fromkeys(["Recruiting", "Receiving", "Deceiving"], "A border"),
    "Which protocol?": "Vienna",
}


@pytest.fixture
def asking(add: Callable[[dict[str, Any]], ScenarioPage]) -> ScenarioPage:
    return add(case())


def url(name: str, page: Any) -> str:
    return reverse(f"studio:{name}", args=[page.pk])


def post(page: ScenarioPage, given: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends of these answers."""
    sent: dict[str, Any] = {}
    for item in Draft(page).data["scenes"][0]["question"]["items"]:
        name = f"q-{item['id']}"
        ids = {each["text"]: each["id"] for each in item["options"]}
        answer = given.get(item["text"], "")
        if isinstance(answer, dict):
            for prompt in item["prompts"]:
                sent[f"{name}-{prompt['id']}"] = ids[answer[prompt["text"]]]
        elif item["kind"] == "order":
            for place, text in enumerate(answer, 1):
                sent[f"{name}-{place}"] = ids[text]
        elif isinstance(answer, list):
            sent[name] = [ids[text] for text in answer]
        else:
            sent[name] = ids.get(answer, answer)
    return sent


def signed(response: Any) -> str:
    found = re.search(r'name="play" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]


def begin(client: Client, page: ScenarioPage) -> Any:
    return client.post(url("play", page), {"scene": Draft(page).data["start"]})


def answer(client: Client, page: ScenarioPage, before: Any, given: dict[str, Any]) -> Any:
    data = {"play": signed(before), "answer": "1", **post(page, given)}
    return client.post(url("play", page), data)


def test_all_five_kinds_are_answered_well(asking: ScenarioPage, trainer: Client) -> None:
    first = begin(trainer, asking)
    shown = first.content.decode()
    assert "2 tries left" in shown
    assert shown.count("<fieldset") == 4
    done = answer(trainer, asking, first, RIGHT).content.decode()
    assert done.count("<strong>answered well</strong>") == 5
    assert "Act, means, purpose." in done
    assert "2 of 2 points" in done
    assert "<dt>Sure</dt><dd>yes</dd>" in done
    assert "Save this way as a walk" in done


def test_two_tries_and_then_the_review(asking: ScenarioPage, trainer: Client) -> None:
    first = begin(trainer, asking)
    again = answer(trainer, asking, first, {**RIGHT, **OTHER})
    shown = again.content.decode()
    assert "Not yet: another try" in shown
    assert "1 try left" in shown
    assert "No border is needed." in shown
    before_form = shown[: shown.index("studio-ask")]
    assert "Act, means, purpose." not in before_form
    assert 'value="Vienna"' in shown
    review = answer(trainer, asking, again, OTHER)
    assert "The last try: on to the review" in review.content.decode()
    assert "<h2>Read it again</h2>" in review.content.decode()
    assert "0 of 2 points" in review.content.decode()
    back = trainer.post(url("play", asking), {"play": signed(review), "back": "1"})
    assert "1 try left" in back.content.decode()


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("What comes first?", "Choose an answer"),
        ("What belongs to it?", "Choose one answer or more"),
        ("Which protocol?", "Write an answer"),
    ],
)
def test_what_is_not_answered_comes_back_filled_and_uses_no_try(
    asking: ScenarioPage, trainer: Client, left_out: str, sentence: str
) -> None:
    given = {key: value for key, value in OTHER.items() if key != left_out}
    refused = answer(trainer, asking, begin(trainer, asking), given)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert sentence in shown
    assert "2 tries left" in shown
    if left_out != "Which protocol?":
        assert 'value="Vienna"' in shown
    assert answer(trainer, asking, refused, RIGHT).content.decode().count("answered well") >= 5


def test_an_order_with_one_step_twice_is_said_there(asking: ScenarioPage, trainer: Client) -> None:
    given = {**RIGHT, "In which order?": ["A border", "A border", "What is done"]}
    refused = answer(trainer, asking, begin(trainer, asking), given)
    assert refused.status_code == 422
    assert "one of them stands in two places" in refused.content.decode()


def test_an_answer_where_nothing_is_asked_begins_anew(
    asking: ScenarioPage, trainer: Client
) -> None:
    end = answer(trainer, asking, begin(trainer, asking), RIGHT)
    assert answer(trainer, asking, end, RIGHT).status_code == 302


def test_a_trainer_goes_on_without_answering(asking: ScenarioPage, trainer: Client) -> None:
    way = Draft(asking).data["scenes"][0]["choices"][0]["id"]
    first = begin(trainer, asking)
    for choice, heading in ((way, "Done"), ("review", "Read it again")):
        data = {"play": signed(first), "choice": choice}
        shown = trainer.post(url("play", asking), data).content.decode()
        assert f"<h2>{heading}</h2>" in shown


def test_questions_are_drawn_anew_for_each_play(
    add: Callable[[dict[str, Any]], ScenarioPage], trainer: Client
) -> None:
    page = add(case(draw=1))
    seen = set()
    for _play in range(25):
        shown = begin(trainer, page).content.decode()
        form = shown[shown.index("studio-ask") : shown.index("<details>")]
        seen |= {text for text in RIGHT if text in form}
        assert sum(text in form for text in RIGHT) == 1
    assert len(seen) > 1


def test_map_outline_and_script_tell_the_questions(asking: ScenarioPage, trainer: Client) -> None:
    ways = list(drawn(trainer, asking).findall(f"{SVG}a"))
    review = next(each for each in ways if "review" in each.get("class", "").split())
    assert review.get("aria-label") == "After 2 tries: the review, “Read it again”."
    box = next(each for each in ways if "question" in each.get("class", "").split())
    assert "5 questions, 2 tries" in box.get("aria-label", "")
    for name in ("map", "script"):
        page = trainer.get(url(name, asking)).content.decode()
        for text in RIGHT:
            assert text in page
        assert "Recruiting → What is done" in page
        assert "A border (belongs to none)" in page
        assert 'class="studio-right">Palermo Protocol' in page
        assert re.search(
            r"After the last try:</?[^>]*>? <a href=\"#scene-|After the last try: <a", page
        )


def saved(client: Client, page: ScenarioPage, name: str, choices: tuple[str, ...]) -> Any:
    trail = Trail(page.pk, Draft(page).data["start"], {}, choices)
    data = {"play": trail.signed(), "name": name}
    return client.post(url("keep_walk", page), data)


def test_walks_pass_by_the_answer_and_by_the_review(asking: ScenarioPage, trainer: Client) -> None:
    data = Draft(asking).data
    way, on = (data["scenes"][place]["choices"][0]["id"] for place in (0, 1))
    assert saved(trainer, asking, "Knows it", (way,)).status_code == 302
    assert saved(trainer, asking, "Learns it", ("again", "review", on)).status_code == 302
    page = ScenarioPage.objects.get(pk=asking.pk).get_latest_revision_as_object()
    assert [[each["text"] for each in walk["steps"]] for walk in page.walks] == [
        ["Answered well"],
        ["Review: Read it again", "Go on"],
    ]
    assert [walk["passed"] for walk in page.walks] == [True, False]
    page.save_revision().publish()
    assert ScenarioPage.objects.get(pk=asking.pk).live


def test_a_walk_by_the_review_breaks_where_the_question_is_gone(
    add: Callable[[dict[str, Any]], ScenarioPage],
) -> None:
    walks = [
        {"name": "Learns it", "choices": ["review", "on"], "ending": "end", "passed": False},
    ]
    page = add({**case(), "walks": walks})
    assert [each["choice"] == "review" for each in page.walks[0]["steps"]] == [True, False]
    raw = list(page.scenes.raw_data)
    raw[0] = {**raw[1], "id": raw[0]["id"]}
    raw[0]["value"] = {**raw[1]["value"], "name": "Three parts"}
    raw[0]["value"]["choices"] = [
        {
            **raw[1]["value"]["choices"][0],
            "id": "00000000-0000-4000-8000-000000000001",
            "value": {**raw[1]["value"]["choices"][0]["value"], "target": "Read it again"},
        }
    ]
    page.scenes = raw
    page.competencies, page.pass_percent = [], 0
    with pytest.raises(PublishRefused, match="Learns it"):
        page.save_revision().publish()


def test_a_file_whose_walk_goes_to_a_review_that_is_none_is_not_read() -> None:
    walks = [{"name": "Odd", "choices": ["known", "review"], "ending": "end", "passed": True}]
    with pytest.raises(CourseFileError, match="Odd"):
        scenario_fields({**case(), "walks": walks}, "asking")


def test_a_half_written_question_is_shown_in_the_studio(
    asking: ScenarioPage, trainer: Client
) -> None:
    raw = list(asking.scenes.raw_data)
    raw[0]["value"]["questions"] = [
        {"type": kind, "id": kind, "value": {"text": "", "explanation": "", "source": ""}}
        for kind in ("single", "multiple", "order", "match", "short")
    ]
    asking.scenes = raw
    asking.save_revision()
    page = trainer.get(url("map", asking))
    assert page.status_code == 200
    assert "#block-match-section" in page.content.decode()
    for name in ("script", "play"):
        assert trainer.get(url(name, asking)).status_code == 200


def test_a_fault_in_a_question_is_said_once_and_marked_on_its_scene(
    asking: ScenarioPage, trainer: Client
) -> None:
    raw = list(asking.scenes.raw_data)
    raw[0]["value"]["questions"][0]["value"]["options"][0]["value"]["right"] = False
    asking.scenes = raw
    asking.save_revision()
    draft = Draft.latest(asking)
    (found,) = draft.errors
    assert found.scene == draft.data["start"]
    assert found.address.endswith(f"#block-{raw[0]['value']['questions'][0]['id']}-section")

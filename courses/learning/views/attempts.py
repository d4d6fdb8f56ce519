"""One scene, one decision; and the end with its debrief.

An answer is sent by POST and answered with 303 to this same address, which then shows what the
decision led to above the new scene. Back, a second tab and a double click all meet the same
page: it is made from the attempt as it stands.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from courses.content.rendering import FULL, READINGS, SUMMARY
from courses.content.vocabulary import Theme
from courses.learning.access import attempt_for, learner_page, person_of
from courses.learning.actions.answer_question import QuestionRefused, answer_question
from courses.learning.actions.go_back import BackRefused, go_back
from courses.learning.actions.submit_answer import AnswerRefused, Submitted, submit_answer
from courses.learning.debrief import Replayed, replayed_answer
from courses.learning.exercises import scene_exercises
from courses.learning.models import Answer, Attempt
from courses.learning.readings import (
    asked_way,
    asks_first,
    first_way,
    scene_text,
    scene_ways,
)
from courses.learning.versions import published_head, scene_of
from courses.learning.views.endings import ending_context
from courses.learning.views.questions import ASKED, question_context, reading_of
from courses.scenarios import play
from courses.scenarios.graph import FLAG, ScenarioHead, Scene
from courses.scenarios.questions import TRY_AGAIN

# Nothing was chosen: said like a refusal, though no answer was sent.
NOTHING = "nothing"
# A question whose answer is to be mended.
MEND = "mend"
STATUSES = {"decided": 409, "stale": 409, "choice": 400, NOTHING: 422, MEND: 422}


@learner_page("GET", "POST")
def scene_page(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """The scene at hand. The learner whose attempt it is may.

    in:  POST `choice`, `step`: a decision; leads on (303), or says why it was not taken, with
         the scene at hand (400, 409, 422). POST `asked`, `step` and the fields of its questions:
         a try at these, likewise. POST `reading`: the scene in that way, at once, with what was
         filled in. POST `back`: in practice, to before that decision (303).
    """
    if request.method == "POST" and "back" in request.POST:
        return back(request, attempt)
    if request.method == "POST" and is_answer(request):
        return take(request, attempt)
    found = attempt_for(request, attempt)
    if found.enrolment.withdrawn_at is not None:
        return redirect("learning:course", found.enrolment.uuid)
    way = asked_way(request)
    if not found.is_running:
        return redirect("learning:end", found.uuid)
    if request.method == "POST" and way is None:
        return scene_at_hand(request, found, refused=NOTHING)
    return scene_at_hand(request, found, way=way)


@learner_page()
def end_page(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """The ending, the debrief and the way on. The learner whose attempt it is may."""
    found = attempt_for(request, attempt)
    if found.is_running:
        return redirect(found)
    return render(request, "learning/end.html", ending_context(found))


def is_answer(request: HttpRequest) -> bool:
    return "choice" in request.POST or (ASKED in request.POST and "reading" not in request.POST)


def take(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand the answer on. The attempt is read once, and locked, where all is well."""
    try:
        done = handed_on(request, uuid)
    except Attempt.DoesNotExist:
        raise Http404 from None
    except PermissionDenied:
        left = attempt_for(request, uuid).enrolment
        if left.withdrawn_at is None:
            raise
        return redirect("learning:course", left.uuid)
    except QuestionRefused as refused:
        found = attempt_for(request, uuid)
        if not found.is_running or found.state["scene"] != request.POST[ASKED]:
            return refusal(request, found, "stale")
        return scene_at_hand(request, found, refused=MEND, mend=refused)
    except AnswerRefused as refused:
        return refusal(request, attempt_for(request, uuid), refused.reason)
    place = "learning:attempt" if done.attempt.is_running else "learning:end"
    # 303, so that no browser sends the answer again to the page that it is led to.
    return HttpResponse(status=303, headers={"Location": reverse(place, args=[uuid])})


def handed_on(request: HttpRequest, uuid: UUID) -> Submitted:
    """Raises what the two actions raise."""
    person, step = person_of(request), request.POST.get("step", "")
    if not step.isdecimal() or len(step) > 9:
        raise AnswerRefused("stale")
    if "choice" in request.POST:
        return submit_answer(person, uuid, int(step), request.POST["choice"])
    read = reading_of(request.POST)
    return answer_question(person, uuid, int(step), request.POST[ASKED], read)


def back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Practice only: to before a decision."""
    step = request.POST.get("back", "")
    try:
        if not step.isdecimal() or len(step) > 9:
            raise BackRefused
        go_back(person_of(request), uuid, int(step))
    except Attempt.DoesNotExist:
        raise Http404 from None
    except BackRefused:
        return refusal(request, attempt_for(request, uuid), "stale")
    return HttpResponse(status=303, headers={"Location": reverse("learning:attempt", args=[uuid])})


def refusal(request: HttpRequest, attempt: Attempt, reason: str) -> HttpResponse:
    """Why the answer was not taken, with the place where the attempt stands."""
    if attempt.is_running:
        return scene_at_hand(request, attempt, refused=reason)
    context = {**ending_context(attempt), "refused": reason}
    return render(request, "learning/end.html", context, status=STATUSES[reason])


def scene_at_hand(
    request: HttpRequest,
    attempt: Attempt,
    *,
    way: str | None = None,
    refused: str = "",
    mend: QuestionRefused | None = None,
) -> HttpResponse:
    """The scene that the attempt stands at. Without a way, a heavier scene asks for one first."""
    version_hash = attempt.scenario_version.hash
    published = published_head(version_hash)
    state = play.State.from_json(attempt.state)
    scene = scene_of(version_hash, state.scene)
    ways = scene_ways(scene)
    way = way or open_way(request)
    waits = way is None and asks_first(scene) and not refused and not state.tries
    way = way if way in ways else first_way(scene)
    say_last = request.method != "POST" or bool(refused)
    last = last_answer(attempt) if say_last or state.tries else None
    exercises = (
        scene_exercises(request, person_of(request), attempt, scene)
        if way == FULL and not waits
        else []
    )
    context: dict[str, Any] = {
        "attempt": attempt,
        "exercises": exercises,
        "title": published.title,
        "language": published.language,
        "scene": scene,
        "step": attempt.step,
        "ways": ways,
        "other_ways": [each for each in ways if each != way],
        "waits": waits,
        "themes": theme_words(scene) if waits else [],
        "text": "" if waits else scene_text(version_hash, scene, way),
        "choices": play.shuffled(play.choices_open(scene, state), attempt.seed, scene.id),
        "shown": shown_values(published.head, state),
        "last": said_to(attempt, last) if last and say_last else None,
        "refused": refused,
        "way_back": way_back(attempt) if attempt.is_practice else [],
        "has_summary": SUMMARY in ways,
        "way": way,
        **({} if waits else question_context(request, attempt, scene, state, last, mend)),
    }
    return render(request, "learning/scene.html", context, status=STATUSES.get(refused, 200))


def open_way(request: HttpRequest) -> str | None:
    """The way in which the form of a question scene was read, so that it comes back in the same."""
    way = request.POST.get("open") if ASKED in request.POST else None
    return way if way in READINGS else None


def way_back(attempt: Attempt) -> list[tuple[int, str, str]]:
    """The decisions that one can go back to: place, scene and choice. Of the tries at the
    questions of a scene, the first."""
    rows = Answer.objects.filter(attempt=attempt).order_by("step")
    places, again = [], False
    for step, scene, choice, outcome in rows.values_list(
        "step", "scene_wording", "choice_wording", "outcome"
    ):
        if not again:
            places.append((step, scene, "" if outcome else choice))
        again = outcome == TRY_AGAIN
    return places


def last_answer(attempt: Attempt) -> Answer | None:
    """The answer before this scene, or the last try at it; None at the start."""
    if not attempt.step:
        return None
    return Answer.objects.filter(attempt=attempt, step=attempt.step - 1).first()


def said_to(attempt: Attempt, last: Answer) -> Replayed | None:
    """What the last answer led to; None where there is nothing to say."""
    scene = scene_of(attempt.scenario_version.hash, last.scene_key)
    said = replayed_answer(last, scene, explained=False)
    return said if said.feedback or said.tries else None


def shown_values(head: ScenarioHead, state: play.State) -> list[tuple[str, int, bool]]:
    """What the story shows of its state: title, value, and whether it is yes or no."""
    return [
        (each.title, state.variables.get(each.id, each.initial), each.kind == FLAG)
        for each in head.variables
        if each.shown
    ]


def theme_words(scene: Scene) -> list[str]:
    labels = dict(Theme.choices)
    return [str(labels[each]) for each in scene.themes if each in labels]

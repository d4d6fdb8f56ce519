"""My learning, and what is recorded about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.learning.access import learner_page, person_of
from courses.learning.models import Enrolment
from courses.learning.progress import figures, missing, next_step
from courses.learning.recorded import NEVER, recorded
from courses.learning.standing import standings_of
from courses.learning.versions import outline_for
from courses.learning.words import figures_in_words, missing_in_words, place_of


@learner_page()
def home(request: HttpRequest) -> HttpResponse:
    """The person's own enrolments: under way, completed, left. Everyone signed in may."""
    enrolments = list(
        Enrolment.objects.filter(person=person_of(request))
        .with_version("completion__uuid")
        .order_by("-started_at", "-pk")
    )
    under_way = []
    open_ones = [each for each in enrolments if each.is_open]
    standings = standings_of(open_ones)
    for each in open_ones:
        outline = outline_for(each.course_version)
        done = standings[each.pk].done
        step = next_step(outline, done)
        numbers = figures(outline, done)
        under_way.append(
            {
                "enrolment": each,
                "words": figures_in_words(numbers),
                "done": numbers.lessons_done + numbers.scenarios_passed,
                "total": numbers.lessons + numbers.scenarios,
                "next": place_of(each, outline, step) if step else None,
                "missing": missing_in_words(each, outline, missing(outline, done)),
            }
        )
    context = {
        "under_way": under_way,
        "completed": [each for each in enrolments if each.completed_at],
        "left": [each for each in enrolments if each.withdrawn_at],
    }
    return render(request, "learning/home.html", context)


@learner_page()
def what_we_record(request: HttpRequest) -> HttpResponse:
    """What is recorded, who sees it and for how long (T29). Everyone signed in may."""
    context = {"records": recorded(), "never": NEVER}
    return render(request, "learning/what_we_record.html", context)

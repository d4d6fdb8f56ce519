"""What the page around an activity sends: where the learner is, and what was done."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.people import User
from media.actions.keep_state import StateRefused, keep_state
from media.actions.report import report
from media.models import ActivityResult, ActivityVersion
from media.pace import Pace
from media.reported import Reported, StatementRefused, read_statement
from media.tickets import Ticket, TicketRefused

# More than any activity reports of somebody who really plays.
A_MINUTE = 240
A_DAY = 10_000
minute, day = Pace(60), Pace(24 * 60 * 60)
WORDS = {
    "ticket": gettext_lazy(
        "This page is too old, or somebody else has signed in since. Open the lesson again; the "
        "activity goes on where it was kept last."
    ),
    "many": gettext_lazy(
        "The activity sends more than anybody can do in it, so this was not kept. Go on in a while."
    ),
    "gone": gettext_lazy("The activity was deleted, so nothing more of it is kept."),
    "large": gettext_lazy("What the activity wants kept is larger than 256 KB, so it was not."),
}
NOT_KEPT = gettext_lazy("What the activity sent is nothing that can be kept.")


def _ticket(request: HttpRequest) -> Ticket | None:
    """The ticket, where it is that of whoever asks."""
    try:
        ticket = Ticket.read(request.POST.get("ticket", ""))
    except TicketRefused:
        return None
    return ticket if request.user.is_authenticated and request.user.pk == ticket.person else None


def _too_many(ticket: Ticket) -> bool:
    key = (ticket.registration, ticket.version)
    # Both count, whichever is over.
    return any([minute.over(key, A_MINUTE), day.over(key, A_DAY)])


def _refused(reason: str, status: int) -> HttpResponse:
    sentence = WORDS.get(reason, NOT_KEPT)
    response = JsonResponse({"refused": reason, "words": sentence}, status=status)
    if status == 429:
        response["Retry-After"] = "60"
    return response


@never_cache
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """The learner whose ticket it is. 204 once it is kept."""
    ticket = _ticket(request)
    if ticket is None:
        return _refused("ticket", 403)
    if _too_many(ticket):
        return _refused("many", 429)
    try:
        keep_state(ticket, request.POST.get("key", ""), request.POST.get("data", ""))
    except StateRefused as refused:
        return _refused(refused.reason, 413)
    except ActivityVersion.DoesNotExist:
        return _refused("gone", 410)
    return HttpResponse(status=204)


@never_cache
@require_POST
def take_report(request: HttpRequest) -> HttpResponse:
    """The learner whose ticket it is. Gives whether it is finished, and a line to show."""
    ticket = _ticket(request)
    if ticket is None or not isinstance(request.user, User):
        return _refused("ticket", 403)
    if _too_many(ticket):
        return _refused("many", 429)
    reported: Reported | None = None
    event: UUID | None = None
    if "statement" in request.POST:
        try:
            reported = read_statement(request.POST["statement"])
            event = UUID(request.POST.get("event", ""))
        except StatementRefused as refused:
            return _refused(refused.reason, 422)
        except ValueError:
            return _refused("event", 422)
    try:
        result = report(ticket, request.user, reported, event)
    except ActivityVersion.DoesNotExist:
        return _refused("gone", 410)
    done = is_done(result, ticket.counts)
    return JsonResponse({"finished": done, "words": words(result, ticket.counts)})


def is_done(result: ActivityResult | None, counts: str) -> bool:
    """Whether the learner is shown it as done, by what the trainer chose."""
    if result is None:
        return False
    return counts == "viewed" or result.finished_at is not None


def words(result: ActivityResult | None, counts: str) -> str:
    """How far somebody has come with an activity, in one line."""
    if result is None or not is_done(result, counts):
        return ""
    if result.finished_at is None:
        return _("You have opened this activity.")
    if counts != "score" or result.best is None:
        return _("You have finished this activity.")
    share = round(100 * result.best)
    return _("You have finished this activity. Your best: %(share)d %%.") % {"share": share}

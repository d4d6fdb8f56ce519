"""Refusals that reach a view of the editor become messages, never an error page.

The editor's own form asks the gate before it publishes. Bulk actions, workflow approvals and
deletions have no form to show a refusal in: what they did is rolled back, and this says why.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.content.refusals import PublishRefused

Respond = Callable[[HttpRequest], HttpResponse]


class PublishRefusedMiddleware:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if isinstance(error, PublishRefused):
            return self._refused(request, error)
        if isinstance(error, ProtectedError):
            messages.error(
                request,
                _(
                    "This is part of a published course version, which learners and certificates "
                    "rely on. It stays. You can unpublish the course instead."
                ),
            )
            return redirect("wagtailadmin_home")
        return None

    def _refused(self, request: HttpRequest, refused: PublishRefused) -> HttpResponse:
        sentences = [str(sentence) for sentence in refused.sentences]
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"error": " ".join(sentences)}, status=409)
        messages.error(
            request,
            _("“%(title)s” was not published. Your text is kept. %(sentences)s")
            % {"title": refused.page.title, "sentences": " ".join(sentences)},
        )
        if refused.page.pk:
            return redirect("wagtailadmin_pages:edit", refused.page.pk)
        return redirect("wagtailadmin_explore_root")

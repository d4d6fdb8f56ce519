"""What learning adds to Wagtail: a lesson's own address leads learners to their version of it,
and trainers see the flow through their scenarios."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from accounts.permissions import may
from courses.content.models import CoursePage, LessonPage, ScenarioPage
from courses.learning.models import Enrolment
from courses.learning.rules import SEE_FLOW, scenarios_to_see
from courses.learning.versions import outline_for
from courses.learning.views import flows


@hooks.register("before_serve_page")
def lead_to_own_lesson(
    page: Any, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponse | None:
    """Learners of the course go to their lesson; all others are led on by the page itself."""
    if not isinstance(page, LessonPage) or not request.user.is_authenticated:
        return None
    courses = CoursePage.objects.ancestor_of(page).values_list("translation_key", flat=True)
    enrolment = (
        Enrolment.objects.filter(person=request.user, course_key__in=courses, withdrawn_at=None)
        .with_version()
        # The open one first, else the one completed last.
        .order_by(F("completed_at").asc(nulls_first=True), "-pk")
        .first()
    )
    if enrolment is None:
        return None
    if outline_for(enrolment.course_version).lesson(str(page.translation_key)) is None:
        return redirect(enrolment)
    return redirect("learning:lesson", enrolment.uuid, page.translation_key)


class FlowsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(scenarios_to_see(request.user).exists())


@hooks.register("register_admin_urls")
def flow_addresses() -> list[Any]:
    addresses = (
        [
            path("", flows.index, name="index"),
            path("<int:pk>/", flows.flow, name="flow"),
            path("<int:pk>/<slug:version>/", flows.flow, name="version"),
            path("<int:pk>/<slug:version>/csv/", flows.download, name="csv"),
        ],
        "flows",
    )
    return [path("flows/", include(addresses))]


@hooks.register("register_reports_menu_item")
def flows_in_menu() -> MenuItem:
    return FlowsMenuItem(
        _("Flow of choices"), reverse("flows:index"), name="flows", icon_name="site", order=300
    )


@hooks.register("register_page_header_buttons")
def flow_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    if page.specific_class is ScenarioPage and may(user, SEE_FLOW, page.specific):
        yield Button(_("Flow of choices"), reverse("flows:flow", args=[page.pk]), icon_name="view")

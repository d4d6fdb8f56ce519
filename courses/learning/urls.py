"""Addresses of learning. None says how a text was read, and none takes a query string."""

from __future__ import annotations

from django.urls import URLPattern, path

from courses.learning.views import attempts, courses, enrolments, home, lessons, scenarios

app_name = "learning"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("what-we-record/", home.what_we_record, name="what_we_record"),
    path("enrol/<uuid:course_key>/", enrolments.enrol_page, name="enrol"),
    path("attempts/<uuid:attempt>/", attempts.scene_page, name="attempt"),
    path("attempts/<uuid:attempt>/end/", attempts.end_page, name="end"),
    path("<uuid:enrolment>/", courses.course_page, name="course"),
    path("<uuid:enrolment>/leave/", enrolments.leave_page, name="leave"),
    path("<uuid:enrolment>/return/", enrolments.return_page, name="return"),
    path("<uuid:enrolment>/version/", enrolments.version_page, name="version"),
    path("<uuid:enrolment>/lessons/<uuid:lesson_key>/", lessons.lesson_page, name="lesson"),
    path(
        "<uuid:enrolment>/scenarios/<uuid:scenario_key>/", scenarios.scenario_page, name="scenario"
    ),
]

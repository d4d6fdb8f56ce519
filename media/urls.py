"""Addresses of activities."""

from django.urls import path

from media.views import playing, reporting

app_name = "activities"
urlpatterns = [
    path("play/<str:token>/", playing.play, name="play"),
    path("keep/", reporting.keep, name="keep"),
    path("report/", reporting.take_report, name="report"),
    path("files/<str:token>/<path:path>", playing.activity_file, name="file"),
]

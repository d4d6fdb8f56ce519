"""Addresses of activities."""

from django.urls import path

from media.views import playing

app_name = "activities"
urlpatterns = [
    path("play/<str:token>/", playing.play, name="play"),
    path("files/<str:token>/<path:path>", playing.activity_file, name="file"),
]

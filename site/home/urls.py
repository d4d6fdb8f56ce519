"""Addresses of this app."""

from django.urls import path

from home.views import leave, pages, pause

app_name = "home"
urlpatterns = [
    path("exit/", leave.leave, name="exit"),
    path("exit/return/", leave.come_back, name="come_back"),
    path("break/", pause.take_break, name="break"),
    path("break/stop/", pause.stop_for_today, name="stop"),
    path("stay-safe/", pages.stay_safe, name="stay_safe"),
    path("support/", pages.support, name="support"),
    path("display/", pages.display, name="display"),
]

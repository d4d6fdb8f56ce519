"""In front of Wagtail's own addresses: its sign-in leads to the one with the second factor."""

from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
]

"""Addresses under `/agencies/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from certification.agencies import views

urlpatterns: list[URLPattern] = [
    path("", views.agencies, name="agencies"),
    path("invitations/<int:invitation>/", views.answer, name="answer_invitation"),
    path("<uuid:agency>/", views.agency, name="agency"),
    path("<uuid:agency>/keys/new/", views.make_key, name="make_key"),
    path("<uuid:agency>/keys/<str:prefix>/revoke/", views.revoke_key, name="revoke_key"),
    path("<uuid:agency>/calls/", views.calls, name="agency_calls"),
    path("<uuid:agency>/people/invite/", views.invite, name="invite"),
    path("<uuid:agency>/people/<int:membership>/remove/", views.remove, name="remove_person"),
    path(
        "<uuid:agency>/invitations/<int:invitation>/withdraw/",
        views.withdraw,
        name="withdraw_invitation",
    ),
]

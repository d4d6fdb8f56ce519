"""Addresses under `/api/v1/`. Programs of agencies know them: none may ever change."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from certification.api import docs, views

urlpatterns: list[URLPattern] = [
    path("", RedirectView.as_view(pattern_name="certification:api_docs"), name="api"),
    path("docs/", docs.docs, name="api_docs"),
    path("openapi.json", views.openapi, name="api_openapi"),
    path("problems/<str:name>", docs.problem, name="api_problem"),
    path("issuer", views.issuer, name="api_issuer"),
    path("credentials/<str:code>", views.credential, name="api_credential"),
    path("credentials/<str:code>/name", views.name, name="api_name"),
    path("checks", views.checks, name="api_checks"),
    path("agencies/<uuid:agency>/usage", views.usage, name="api_usage"),
    path("<path:rest>", views.nowhere),
]

"""Addresses below `/verify/offline/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from certification.offline import views

urlpatterns: list[URLPattern] = [
    path("", views.page, name="offline"),
    path("data.json", views.data, name="offline_data"),
    path("worker.js", views.worker, name="offline_worker"),
    path("manifest.webmanifest", views.manifest, name="offline_manifest"),
]

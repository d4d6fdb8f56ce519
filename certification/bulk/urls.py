"""Addresses under `/verify/many/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from certification.bulk import receipt_views, views

urlpatterns: list[URLPattern] = [
    path("", views.many, name="many"),
    path("download/", receipt_views.download, name="many_download"),
    path("receipt/", receipt_views.receipt, name="receipt"),
]

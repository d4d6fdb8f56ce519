"""What a learner sees of their record, under /accounts/your-data/."""

from __future__ import annotations

from django.urls import path

from statements import views

app_name = "statements"
urlpatterns = [
    path("record/", views.sharing, name="sharing"),
    path("record/statements.json", views.download, name="download"),
]

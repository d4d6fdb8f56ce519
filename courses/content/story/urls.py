"""Addresses below /admin/stories/."""

from django.urls import path

from courses.content.story import views

app_name = "story"
urlpatterns = [
    path("import/<int:pk>/", views.bring_in, name="import"),
    path("<int:pk>/twee/", views.take_out, name="export"),
]

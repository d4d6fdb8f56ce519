"""Addresses that content answers before Wagtail does."""

from django.urls import path

from courses.content.views import course_page

app_name = "content"
urlpatterns = [path("<slug:slug>/", course_page, name="course")]

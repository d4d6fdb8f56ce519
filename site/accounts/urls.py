"""Addresses of this app; sign-up, sign-in and second factor are allauth's, under /accounts/ too."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("your-data/", views.your_data, name="your_data"),
    path("your-data/download/", views.download, name="download"),
    path("your-data/delete/", views.erase, name="erase"),
    path("deleted/", views.erased, name="erased"),
]

"""Addresses of this app."""

app_name = "learning"
urlpatterns: list = []

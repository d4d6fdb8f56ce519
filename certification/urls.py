"""Addresses of this app."""

app_name = "certification"
urlpatterns: list = []

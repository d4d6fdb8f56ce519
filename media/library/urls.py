"""Addresses of the library of activities, below /admin/activities/."""

from django.urls import path

from media.library import activity, curating, listing, progress, receiving, trying

app_name = "activity_library"
urlpatterns = [
    path("", listing.index, name="index"),
    path("new/", receiving.add, name="add"),
    path("libraries/", curating.libraries, name="libraries"),
    path("libraries/<int:pk>/", curating.curate, name="curate"),
    path("versions/<int:pk>/", progress.version, name="version"),
    path("versions/<int:pk>/cancel/", progress.cancel, name="cancel"),
    path("versions/<int:pk>/package/", activity.download, name="download"),
    path("versions/<int:pk>/played/", trying.played, name="played"),
    path("<int:pk>/", activity.activity, name="activity"),
    path("<int:pk>/new/", receiving.replace, name="replace"),
    path("<int:pk>/try/", trying.try_it, name="try"),
    path("<int:pk>/delete/", activity.delete, name="delete"),
]

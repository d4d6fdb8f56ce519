"""The studio's addresses, all below /admin/scenarios/."""

from django.urls import path

from courses.content.studio import play_views, script_views, views

app_name = "studio"
urlpatterns = [
    path("<int:pk>/", views.studio, name="map"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/play/", play_views.play, name="play"),
    path("<int:pk>/play/keep/", play_views.keep, name="keep_walk"),
    path("<int:pk>/walks/remove/", play_views.remove, name="remove_walk"),
    path("<int:pk>/script/", script_views.printable, name="script"),
]

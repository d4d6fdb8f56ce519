"""Every address of the site, on one screen."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import health, uploads

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/your-data/", include("statements.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", include("accounts.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("uploads/<path:path>", uploads.upload),
    path("activities/", include("media.urls")),
    path("learning/", include("courses.learning.urls")),
    path("courses/", include("courses.content.urls")),
    path("", include("certification.urls")),
    path("", include("home.urls")),
    # Wagtail's own sign-in for private pages knows no second factor.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include(wagtail_urls)),
]

handler500 = "config.failing.broken"

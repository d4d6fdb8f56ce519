"""In front of Wagtail's own addresses: whatever signs in or out is allauth's.

Wagtail's sign-in and password pages know no second factor.
"""

from allauth.account import views as allauth_views
from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from accounts.editor.account import OwnAccountView

urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("logout/", allauth_views.logout),
    re_path(r"^password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("account/", require_admin_access(OwnAccountView.as_view())),
]

"""Who may sign in: by e-mail and password, and a demonstration account only where allowed."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class PeopleBackend(AuthenticationBackend):
    """The only backend. Django asks `user_can_authenticate` at sign-in and at every request,
    so an account that must no longer enter is out at once, whatever session it holds.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        if user is not None and user.is_demo and not settings.DEMO_ACCOUNTS_ALLOWED:
            return False
        return bool(super().user_can_authenticate(user))

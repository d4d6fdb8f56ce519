"""What every template may know of the person: T44, no names on a shared computer's screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.sessions import SHARED_COMPUTER


def person(request: HttpRequest) -> dict[str, Any]:
    """`shared_computer`, and `shown_name`: empty where it must not stand on the screen.

    Both are worked out only where a template asks for them.
    """

    def shared() -> bool:
        session = getattr(request, "session", None)
        return bool(session is not None and session.get(SHARED_COMPUTER))

    def name() -> str:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated or shared():
            return ""
        return str(user.display_name)

    return {"shared_computer": SimpleLazyObject(shared), "shown_name": SimpleLazyObject(name)}

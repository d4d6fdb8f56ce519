"""Sessions in the database that know whose they are, so that one person's can all be ended.

The session engine of Django's documentation ("Extending database-backed session engines"),
with the account's number as a column beside the data.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import InterfaceError, OperationalError, models

# T44: on a shared computer the session ends after this time without a request.
SHARED_COMPUTER = "shared_computer"
SHARED_COMPUTER_IDLE_SECONDS = 20 * 60


class PersonSession(AbstractBaseSession):
    account = models.BigIntegerField(null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[PersonSession]:
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> PersonSession:
        session = super().create_model_instance(data)
        assert isinstance(session, PersonSession)  # noqa: S101
        key = data.get(SESSION_KEY)
        session.account = int(key) if key else None
        return session

    def save(self, must_create: bool = False) -> None:
        """As Django's, which takes a database that is gone for a session that was deleted."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError | InterfaceError):
                raise error.__context__ from None
            raise


def end_sessions(person: models.Model, except_key: str | None = None) -> int:
    """Sign `person` out everywhere, save in the session `except_key`; says how many ended."""
    sessions = PersonSession.objects.filter(account=person.pk).exclude(session_key=except_key)
    return sessions.delete()[0]

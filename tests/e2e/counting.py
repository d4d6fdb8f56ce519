"""The site of the browser tests: `make run`'s settings, and each answer says what it cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from config.settings.development import *  # noqa: F403
from config.settings.development import MIDDLEWARE as THEIRS

MIDDLEWARE = ["tests.e2e.counting.QueriesMiddleware", *THEIRS]


class QueriesMiddleware:
    """Tells in a header how many queries the server made for an answer."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        from django.db import connection

        made = 0

        def count(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
            nonlocal made
            # SQLite's driver is told of transactions by words, PostgreSQL's is not.
            made += not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))
            return execute(sql, *given)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response["X-Queries"] = str(made)
        return response

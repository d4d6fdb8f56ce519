"""Logs without personal data: plain lines on standard error, each with its request's id."""

from __future__ import annotations

import contextvars
import logging
import re
from typing import Any

from django.http import HttpRequest

current_request: contextvars.ContextVar[str] = contextvars.ContextVar("request", default="-")

# The last guard, not the first: an exception's text may quote what somebody typed.
PERSONAL = (
    (re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"), "[address]"),
    (re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{1,4}(?![\w:])"), "[address]"),
    (re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:)+:(?:[0-9a-fA-F:]*)(?![\w:])"), "[address]"),
    # PostgreSQL's "DETAIL: Key (certificate_name)=(…) already exists" and "Failing row contains".
    (re.compile(r"(Key \([^)]*\)=)\(.*\)"), r"\1([value])"),
    (re.compile(r"(Failing row contains )\(.*\)"), r"\1([values])"),
)


def without_personal_data(text: str) -> str:
    for pattern, stand_in in PERSONAL:
        text = pattern.sub(stand_in, text)
    return text


def pattern_of(request: HttpRequest) -> str:
    """The address pattern that a request met, such as /learning/<uuid:enrolment>/."""
    match = request.resolver_match
    return f"/{match.route}" if match else "(no view)"


class PlainFormatter(logging.Formatter):
    """`time level logger [request] message`, tracebacks included, cleaned as a whole."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s")
        self.default_msec_format = "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        line = logging.makeLogRecord(record.__dict__)
        # Django attaches the request and quotes its path, which may hold a certificate's code
        # or an attempt: the pattern and the request's id are all that a line may tell.
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            line.args = tuple(
                pattern_of(request) if argument == request.path else argument
                for argument in record.args
            )
        line.request = getattr(request, "log_key", None) or current_request.get()
        return without_personal_data(super().format(line))


def log_settings(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, nothing by mail."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": "config.logs.PlainFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would mail whole requests, and log bodies of mails.
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "django-q": {"handlers": ["stderr"], "level": level, "propagate": False},
            # Who wrote which page is in the editor's own history.
            "wagtail": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "pyhanko": {"level": "WARNING"},
        },
    }

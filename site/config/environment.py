"""Everything that the environment may set: name, type, default and meaning, in one table.

A value that cannot be used stops the start with one sentence per mistake. The operators'
page on settings is printed from this table (`manage.py environment`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured


def text(value: str) -> str:
    return value.strip()


def flag(value: str) -> bool:
    word = value.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError("write yes or no")


def number(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise ValueError("write a whole number") from None


def count(value: str) -> int:
    result = number(value)
    if result < 0:
        raise ValueError("write 0 or more")
    return result


def at_least_one(value: str) -> int:
    result = number(value)
    if result < 1:
        raise ValueError("write 1 or more")
    return result


def words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def port(value: str) -> int:
    result = number(value)
    if not 0 < result < 65536:
        raise ValueError("write a port between 1 and 65535")
    return result


def address(value: str) -> str:
    """A web address with scheme and host, without a slash at the end."""
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("write a full address such as https://training.example.org")
    return value.strip().rstrip("/")


def web_address(value: str) -> str:
    """As `address`, or empty."""
    return address(value) if value.strip() else ""


def redis(value: str) -> str:
    if value.strip() and urlsplit(value.strip()).scheme not in {"redis", "rediss"}:
        raise ValueError("write redis://host:6379/0")
    return value.strip()


def mail_server(value: str) -> str:
    parts = urlsplit(value.strip())
    if value.strip() and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        raise ValueError("write smtp://user:password@host:587")
    return value.strip()


def log_level(value: str) -> str:
    word = value.strip().upper()
    if word not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("write DEBUG, INFO, WARNING or ERROR")
    return word


def time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("write a time zone name such as Europe/London")
    return value


@dataclass(frozen=True)
class Variable:
    name: str
    read: Callable[[str], Any]
    default: str
    meaning: str
    secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable("SECRET_KEY", text, "", "Signs sessions and links; 50 random characters.", True),
    Variable("SECRET_KEY_FALLBACKS", words, "", "Keys replaced, with commas.", True),
    Variable("WAYMARK_VAR", text, "", "Folder for database, uploads, keys and mail (var/)."),
    Variable("DATABASE_URL", text, "", "postgres://user:password@host/name or sqlite:///path."),
    Variable("REDIS_URL", redis, "", "redis://host:6379/0 for cache and task queue.", True),
    Variable("HOST", text, "127.0.0.1", "Address that the web server listens on."),
    Variable("PORT", port, "8000", "Port that the web server listens on."),
    Variable(
        "PUBLIC_URL", web_address, "", "The site's address as people type it; https in production."
    ),
    Variable("ALLOWED_HOSTS", words, "", "Host names beside PUBLIC_URL's, with commas."),
    Variable(
        "ACTIVITIES_URL", web_address, "", "A second host name for H5P activities, if there is one."
    ),
    Variable("TRUSTED_PROXIES", count, "0", "How many proxies in front set X-Forwarded-For."),
    Variable(
        "EMAIL_URL", mail_server, "", "smtp:// or smtps://user:password@host:port for mail.", True
    ),
    Variable("EMAIL_FROM", text, "", "Sender of the site's mail."),
    Variable("EXIT_ADDRESS", address, "https://www.bbc.co.uk/weather", "Where exit leads."),
    Variable("NEUTRAL_TITLES", flag, "no", "Tab titles and mail subjects say 'Training' only."),
    Variable("SITE_NAME", text, "Waymark", "Name of the site as pages and mails show it."),
    Variable("TIME_ZONE", time_zone, "UTC", "Zone for times on pages."),
    Variable("WEB_WORKERS", at_least_one, "2", "Web processes."),
    Variable("WEB_THREADS", at_least_one, "4", "Threads in each web process."),
    Variable("TASK_WORKERS", at_least_one, "1", "Task worker processes."),
    Variable("TASK_RETRY", at_least_one, "300", "Seconds until a lost task is taken again."),
    Variable("MASTER_KEY", text, "", "Wraps the certificates' keys; base64 of 32 bytes.", True),
    Variable("TIMESTAMP_URL", web_address, "", "Time-stamp authority (RFC 3161) for PDFs."),
    Variable("S3_URL", text, "", "s3://key:secret@host/bucket for all stored files.", True),
    Variable("OIDC_URL", web_address, "", "OpenID Connect: address of the provider."),
    Variable("OIDC_NAME", text, "Your organisation", "OpenID Connect: name on the sign-in button."),
    Variable("OIDC_CLIENT_ID", text, "", "OpenID Connect: client id."),
    Variable("OIDC_CLIENT_SECRET", text, "", "OpenID Connect: client secret.", True),
    Variable(
        "LRS_URL", web_address, "", "Learning record store (xAPI) that statements are passed on to."
    ),
    Variable("LRS_KEY", text, "", "Learning record store: key, or user name."),
    Variable("LRS_SECRET", text, "", "Learning record store: secret, or password.", True),
    Variable("DEMO_PASSWORD", text, "waymark-demo", "Password of the demo accounts (development)."),
    Variable("LOG_LEVEL", log_level, "INFO", "DEBUG, INFO, WARNING or ERROR."),
)


class Environment:
    """The values of `VARIABLES`, read once. Secrets may also come as NAME_FILE=path."""

    def __init__(self, source: Mapping[str, str] | None = None) -> None:
        source = os.environ if source is None else source
        self._values: dict[str, Any] = {}
        problems = []
        for variable in VARIABLES:
            try:
                self._values[variable.name] = variable.read(self._raw(source, variable))
            except (ValueError, OSError) as error:
                problems.append(f"{variable.name}: {error}.")
        if problems:
            raise ImproperlyConfigured("Settings that cannot be used: " + " ".join(problems))

    @staticmethod
    def _raw(source: Mapping[str, str], variable: Variable) -> str:
        path = source.get(f"{variable.name}_FILE", "")
        if path:
            with open(path, encoding="utf-8") as file:
                return file.read().strip()
        return source.get(variable.name) or variable.default

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

"""A server: everything that differs from one machine to the next comes from the environment."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import ACTIVITIES_URL, LRS_URL, PUBLIC_URL, SITE_NAME, env

DEBUG = False
DEMO_ACCOUNTS_ALLOWED = False

SECRET_KEY = env.SECRET_KEY
_public = urlsplit(PUBLIC_URL)
_mail = urlsplit(env.EMAIL_URL)
try:
    _master = base64.b64decode(env.MASTER_KEY, validate=True)
except (binascii.Error, ValueError):
    _master = b""
_problems = [
    sentence
    for refused, sentence in (
        (len(SECRET_KEY) < 50, "SECRET_KEY: set at least 50 random characters."),
        (
            _public.scheme != "https" or not _public.hostname,
            "PUBLIC_URL: set the site's https address.",
        ),
        (
            bool(LRS_URL) and urlsplit(LRS_URL).scheme != "https",
            "LRS_URL: set the https address of the learning record store.",
        ),
        (len(_master) != 32, "MASTER_KEY: set 32 random bytes in base64."),
        (
            not _mail.hostname,
            "EMAIL_URL: set how mail leaves, smtp://user:password@host:587.",
        ),
    )
    if refused
]
if _problems:
    raise ImproperlyConfigured(" ".join(_problems))

ALLOWED_HOSTS = [_public.hostname, *env.ALLOWED_HOSTS]
if ACTIVITIES_URL:
    ALLOWED_HOSTS.append(urlsplit(ACTIVITIES_URL).hostname)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

SECURE_SSL_REDIRECT = True
# security.W019 asks for X_FRAME_OPTIONS=DENY; Wagtail shows previews in a frame of its own site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if env.TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _mail.hostname
EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = not EMAIL_USE_SSL and bool(EMAIL_HOST_USER)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.EMAIL_FROM or f"{SITE_NAME} <training@{_public.hostname}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

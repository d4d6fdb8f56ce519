"""Tests: fast hashing, files in a temporary folder, no built static files needed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from config.database import database
from config.settings.base import *  # noqa: F403
from config.settings.base import Q_CLUSTER, STORAGES

# Named, the folder and with it the database can be used again: pytest --reuse-db.
VAR_DIR = Path(os.environ.get("WAYMARK_TEST_VAR") or tempfile.mkdtemp(prefix="waymark-test-"))
VAR_DIR.mkdir(parents=True, exist_ok=True)
KEYS_DIR = VAR_DIR / "keys"
PRIVATE_DIR = VAR_DIR / "private"
MAIL_DIR = VAR_DIR / "mail"
ACTIVITIES_DIR = VAR_DIR / "activities"
MEDIA_ROOT = VAR_DIR / "uploads"

SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["*"]
PUBLIC_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
LRS_URL = LRS_KEY = LRS_SECRET = ""
DEMO_ACCOUNTS_ALLOWED = True
KILL_POINTS_ALLOWED = True
DATABASES = {"default": database(os.environ.get("TEST_DATABASE_URL", ""), VAR_DIR)}
if not os.environ.get("TEST_DATABASE_URL"):
    # A file, because tests with threads need one that several connections share.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_DIR, "base_url": None},
    },
    "activities": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ACTIVITIES_DIR, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
Q_CLUSTER = {**Q_CLUSTER, "sync": False}

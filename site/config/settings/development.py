"""One machine, `make run`: files under var/, mail as files, demo accounts."""

from __future__ import annotations

from config.development_secret import development_secret
from config.settings.base import *  # noqa: F403
from config.settings.base import HOST, MAIL_DIR, PORT, PUBLIC_URL, VAR_DIR, env

DEBUG = False
SECRET_KEY = env.SECRET_KEY or development_secret(VAR_DIR)
ALLOWED_HOSTS = ["*"]
PUBLIC_URL = PUBLIC_URL or f"http://{'127.0.0.1' if HOST in {'0.0.0.0', '::'} else HOST}:{PORT}"  # noqa: S104
DEMO_ACCOUNTS_ALLOWED = True
KILL_POINTS_ALLOWED = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = MAIL_DIR
DEFAULT_FROM_EMAIL = env.EMAIL_FROM or f"{env.SITE_NAME} <training@localhost>"

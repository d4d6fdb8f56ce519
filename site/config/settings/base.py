"""Settings that every way of running shares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.content_policy import editor_policy, learner_policy
from config.database import database
from config.environment import Environment
from config.logs import log_settings
from config.object_storage import object_storage
from config.settings.sign_in import *  # noqa: F403

env = Environment()

BASE_DIR = Path(__file__).resolve().parents[3]
SITE_DIR = BASE_DIR / "site"
VAR_DIR = Path(env.WAYMARK_VAR).resolve() if env.WAYMARK_VAR else BASE_DIR / "var"
KEYS_DIR = VAR_DIR / "keys"
PRIVATE_DIR = VAR_DIR / "private"
ACTIVITIES_DIR = VAR_DIR / "activities"
MAIL_DIR = VAR_DIR / "mail"

# Searched in this order for the typefaces of certificates.
CERTIFICATE_FONT_DIRS = [BASE_DIR / "fonts", BASE_DIR / "node_modules" / "@expo-google-fonts"]

SITE_NAME: str = env.SITE_NAME
HOST: str = env.HOST
PORT: int = env.PORT
PUBLIC_URL: str = env.PUBLIC_URL
ACTIVITIES_URL: str = env.ACTIVITIES_URL
EXIT_ADDRESS: str = env.EXIT_ADDRESS
NEUTRAL_TITLES: bool = env.NEUTRAL_TITLES
DEMO_PASSWORD: str = env.DEMO_PASSWORD
MASTER_KEY: str = env.MASTER_KEY
TIMESTAMP_URL: str = env.TIMESTAMP_URL
LRS_URL: str = env.LRS_URL
LRS_KEY: str = env.LRS_KEY
LRS_SECRET: str = env.LRS_SECRET
# Keys that SECRET_KEY replaced: they still read, and sign nothing.
SECRET_KEY_FALLBACKS: list[str] = env.SECRET_KEY_FALLBACKS
# Named points at which a test kills the worker; production settings never set this.
KILL_POINTS_ALLOWED = False

INSTALLED_APPS = [
    "config",
    "accounts",
    "statements",
    "home",
    "media",
    "courses.content",
    "courses.learning",
    "certification",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.EditorsPeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "django_q",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
INSTALLED_APPS.remove("django.contrib.admin")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.CompressionMiddleware",
    "config.middleware.RequestLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.HeadersMiddleware",
    "config.middleware.ActivitiesHostMiddleware",
    "home.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SharedComputerMiddleware",
    "home.middleware.VeilMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "courses.content.middleware.PublishRefusedMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.person",
                "home.face.face",
            ],
        },
    }
]

DATABASES = {"default": database(env.DATABASE_URL, VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Heartbeat and rate limits need a cache that all processes share.
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.REDIS_URL}
        if env.REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            # By default 300: somebody who guesses could crowd the counts of tries out.
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    ),
    # Wagtail's renditions are looked up often and may differ between processes for a while.
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

Q_CLUSTER: dict[str, Any] = {
    "name": "waymark",
    "workers": env.TASK_WORKERS,
    "timeout": max(10, env.TASK_RETRY // 2),
    "retry": env.TASK_RETRY,
    "max_attempts": 20,
    "ack_failures": False,
    # What waits in a worker that is killed is taken again only after `retry`.
    "queue_limit": 2 * env.TASK_WORKERS,
    "bulk": 1,
    "poll": 0.5,
    "save_limit": 1000,
    "catch_up": False,
    "label": "Tasks",
    **({"redis": env.REDIS_URL} if env.REDIS_URL else {"orm": "default"}),
}

AUTH_USER_MODEL = "accounts.User"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [SITE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.TIME_ZONE

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Only what the front-end build made: its sources are not served.
STATICFILES_DIRS = [SITE_DIR / "static" / "build"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_DIR, "base_url": None},
    },
    "activities": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ACTIVITIES_DIR, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if env.S3_URL:
    STORAGES.update(object_storage(env.S3_URL))
MEDIA_URL = "/uploads/"
MEDIA_ROOT = VAR_DIR / "uploads"

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = PUBLIC_URL or f"http://127.0.0.1:{PORT}"
WAGTAILIMAGES_IMAGE_MODEL = "media.CourseImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.CourseDocument"
# What today's browsers play by themselves.
WAGTAILMEDIA = {
    "MEDIA_MODEL": "media.Recording",
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg", "wav"],
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
}
# Nothing that could run script in our pages' name: no HTML, no SVG.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx"]
# Documents are handed out by the page that asks who may, wherever they lie.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_FINISH_WORKFLOW_ACTION = "courses.content.actions.publish_reviewed.publish_reviewed"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []

# Not "no-referrer": with it browsers post forms with "Origin: null", which CSRF refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# A scenario is one form in the editor: some 85 fields and 10 kB a scene.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60_000

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": learner_policy(env.OIDC_URL, env.ACTIVITIES_URL)
}
EDITOR_CONTENT_SECURITY_POLICY: dict[str, Any] = editor_policy(env.ACTIVITIES_URL)

LOGGING = log_settings(env.LOG_LEVEL)

"""`/healthz`: the process answers. `/readyz`: it can do its work, and if not, why."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

SPACE_NEEDED = 100 * 1024 * 1024


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Anyone may ask."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Anyone may ask; the answer names the part that is missing, never a secret."""
    answers = {name: check() for name, check in CHECKS.items()}
    well = all(answer == "ok" for answer in answers.values())
    return JsonResponse(answers, status=200 if well else 503)


def database() -> str:
    try:
        connection.ensure_connection()
    except DatabaseError:
        return "cannot be reached"
    return "ok"


def migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "cannot be read"
    return "ok" if not pending else f"{len(pending)} not applied; run manage.py prepare"


def worker() -> str:
    from django_q.status import Stat

    try:
        clusters = Stat.get_all()
    except DatabaseError:
        return "cannot be asked"
    return "ok" if clusters else "no task worker has reported; run manage.py qcluster"


def signing_key() -> str:
    present = import_string("certification.signers.keys_present")
    try:
        return "ok" if present() else "missing; run manage.py keys make"
    except DatabaseError:
        return "cannot be asked"


def disk() -> str:
    try:
        free = shutil.disk_usage(settings.VAR_DIR).free
    except OSError:
        return "cannot be read"
    return "ok" if free >= SPACE_NEEDED else "less than 100 MB free"


def storage() -> str:
    """Files on disk are there if the disk is."""
    ask = getattr(storages["private"], "ask", None)
    try:
        if ask is not None:
            ask()
    except OSError:
        return "cannot be reached; run manage.py storage try"
    return "ok"


def shared_cache() -> str:
    try:
        cache.set("readyz", "ok", 60)
        return "ok" if cache.get("readyz") == "ok" else "does not keep values"
    except (DatabaseError, OSError):
        return "cannot be reached"


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "cache": shared_cache,
    "worker": worker,
    "signing_key": signing_key,
    "disk": disk,
    "storage": storage,
}

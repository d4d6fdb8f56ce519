"""Bring database, static files, keys and, in development, the demo up to date; safe to repeat."""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from home.actions.name_site import name_site

DEMO_SUPPORT = str(settings.BASE_DIR / "courses" / "demo" / "support.yaml")


class Command(BaseCommand):
    help = "Brings the database and all that the site needs to run up to date."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for title, work in self._steps():
                self.stdout.write(f"  {title} …", ending="")
                self.stdout.flush()
                said = work()
                self.stdout.write(f" {said or 'done'}")
                self.stdout.flush()
        except OperationalError as error:
            raise CommandError(_sentence(error)) from error
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise CommandError("The disk is full: free some space and start again.") from error
            raise

    def _steps(self) -> Iterator[tuple[str, Callable[[], str | None]]]:
        yield "Database", migrate
        yield "Name and address", keep_name
        yield "Pages' static files", collect_static
        if not settings.DEMO_ACCOUNTS_ALLOWED:
            return
        for title, name, *arguments in (
            ("Signing keys for development", "keys", "make"),
            ("Demo accounts", "demo_accounts"),
            ("Demo course", "load_demo"),
            ("Demo certificates", "demo_certificates"),
            ("Demo support contacts", "load_support", DEMO_SUPPORT, "--demonstration"),
        ):
            if name in get_commands():
                yield title, partial(quietly, name, *arguments)


def migrate() -> str:
    """Apply what is not yet applied, and make the cache table."""
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return f"{pending} changes applied" if pending else "up to date"


def keep_name() -> str:
    return "changed" if name_site() else "up to date"


def collect_static() -> str:
    """Collect static files, unless none has changed since the last time."""
    stamp = settings.STATIC_ROOT / ".collected"
    state = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            status = storage.path(path), storage.size(path), storage.get_modified_time(path)
            state.update(repr(status).encode())
    try:
        if stamp.read_text(encoding="ascii") == state.hexdigest():
            return "up to date"
    except FileNotFoundError:
        pass
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state.hexdigest(), encoding="ascii")
    return "done"


def quietly(name: str, *arguments: str) -> None:
    call_command(name, *arguments, verbosity=0, stdout=io.StringIO())


def _sentence(error: DatabaseError) -> str:
    if "full" in str(error):
        return "The disk is full: free some space and start again."
    where = settings.DATABASES["default"]
    place = f"{where.get('HOST') or 'this machine'}:{where.get('PORT') or 'standard port'}"
    if connection.vendor == "sqlite":
        return f"The database file {where['NAME']} cannot be used: {error}."
    cause = str(error).strip().splitlines()[0]
    return f"The database {where['NAME']} at {place} does not answer: {cause}"

"""Web server and task worker together, as `make run` starts them."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from config.answering import answers, netloc
from config.supervisor import Part, Supervisor


class Command(BaseCommand):
    help = "Runs the web server and the task worker, and stops them together."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="run `prepare` first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["prepare"]:
            try:
                call_command("prepare")
            except KeyboardInterrupt:
                self.stderr.write("\nStopped. The next start continues where this one ended.")
                sys.exit(130)
        accounts = self._demo_accounts()
        connections.close_all()
        python = [sys.executable]
        supervisor = Supervisor(
            [
                Part("web server", [*python, "-m", "gunicorn", "-c", "python:config.web_server"]),
                Part("task worker", [*python, str(settings.BASE_DIR / "manage.py"), "qcluster"]),
            ],
            {**os.environ, "PYTHONPATH": os.pathsep.join(_import_roots())},
        )
        status = supervisor.run(_answers, lambda: self._say_ready(accounts))
        if status:
            sys.exit(status)
        self.stdout.write("Stopped.")

    def _say_ready(self, accounts: list[tuple[str, str]]) -> None:
        self.stdout.write(f"\nReady: http://{netloc(settings.HOST, settings.PORT)}/")
        if accounts:
            self.stdout.write(f"\nDemo accounts, all with the password {settings.DEMO_PASSWORD}:")
            for email, who in accounts:
                self.stdout.write(f"  {email:<22}{who}")
            self.stdout.write(f"Mail that the site sends is kept in {settings.MAIL_DIR}.")
        self.stdout.write("Stop with Ctrl+C.")
        self.stdout.flush()

    @staticmethod
    def _demo_accounts() -> list[tuple[str, str]]:
        """E-mail and groups of each demo account; none where demo accounts are not allowed."""
        if not settings.DEMO_ACCOUNTS_ALLOWED:
            return []
        people = get_user_model()._default_manager.filter(is_demo=True).order_by("pk")
        return [
            (person.email, ", ".join(person.groups.values_list("name", flat=True)))
            for person in people.prefetch_related("groups")
        ]


def _answers() -> bool:
    return answers(settings.HOST, settings.PORT, settings.PUBLIC_URL)


def _import_roots() -> list[str]:
    more = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    return [str(settings.SITE_DIR), str(settings.BASE_DIR), *more]

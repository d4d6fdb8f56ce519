"""Let groups follow memberships that began or ended by date; run daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions.keep_roles_in_step import keep_everyones_roles_in_step


class Command(BaseCommand):
    help = "Gives and takes roles whose memberships began or ended by date."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"People whose roles changed: {keep_everyones_roles_in_step()}")

"""The table of everything that the environment may set, as docs/operators/settings.md shows it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config.environment import VARIABLES


class Command(BaseCommand):
    help = "Prints every setting that the environment may give, with its default."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(table())


def table() -> str:
    """The settings as a Markdown table; a secret's default is never shown, it has none."""
    rows = ["| Name | Default | Meaning |", "| --- | --- | --- |"]
    for variable in VARIABLES:
        name = f"`{variable.name}`" + (" (secret)" if variable.secret else "")
        default = f"`{variable.default}`" if variable.default else ""
        rows.append(f"| {name} | {default} | {variable.meaning} |")
    return "\n".join(rows)

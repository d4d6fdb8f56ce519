"""Load support contacts from a file that people can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.actions.load_support import load_support


class Command(BaseCommand):
    help = (
        "Adds the support contacts of a YAML file; those that are there already stay as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="Pages say that nobody has checked these contacts for this site.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = load_support(options["path"], demonstration=options["demonstration"])
        except OSError as error:
            raise CommandError(f"{options['path']} cannot be read: {error.strerror}.") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"{added} support contacts added.")

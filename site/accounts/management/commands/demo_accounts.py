"""Make the demonstration accounts and print them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from accounts import demo
from accounts.actions.make_demo_accounts import make_demo_accounts


class Command(BaseCommand):
    help = "Makes the demonstration accounts (development only); safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            make_demo_accounts()
        except PermissionDenied as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Demonstration accounts, password {settings.DEMO_PASSWORD}:")
        for person in demo.PEOPLE:
            self.stdout.write(f"  {person.email:<20} {', '.join(person.roles)}")

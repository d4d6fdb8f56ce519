"""Erase one person, as an operator who was asked to."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from accounts.actions.erase_person import erase_person
from accounts.people import User


class Command(BaseCommand):
    help = "Erases one person for good. What was signed or completed stays, without the name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="e-mail address or account id (uuid)")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        person = self._find(options["person"])
        if not options["yes"]:
            answer = input(f"Erase account {person.uuid} for good? Type yes: ")
            if answer.strip().lower() != "yes":
                raise CommandError("Nothing was erased.")
        key = person.uuid
        erase_person(person, actor=None)
        self.stdout.write(f"Erased: {key}")

    @staticmethod
    def _find(text: str) -> User:
        try:
            return User.objects.get(Q(email__iexact=text) if "@" in text else Q(uuid=text))
        except (User.DoesNotExist, ValidationError):
            raise CommandError("There is no such account.") from None

"""`manage.py keys`: make what is missing, list what there is, move to another address."""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from certification.actions.make_keys import make_keys
from certification.actions.move_issuer import move_issuer
from certification.keyring import folder
from certification.models import Issuer, SigningKey
from certification.signers.certificates import ends_at, fingerprint


class Command(BaseCommand):
    help = "Makes and lists the keys that sign certificates."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("make", help="make what is missing; safe to repeat")
        verbs.add_parser("list", help="list the keys")
        move = verbs.add_parser("move", help="give the issuer another public address")
        move.add_argument("address", help="for instance https://training.example.org")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["verb"])(options)

    def make(self, options: dict[str, Any]) -> None:
        made = make_keys()
        if getattr(settings, "DEMO_ACCOUNTS_ALLOWED", False):
            # On one's own machine the port may change from one start to the next.
            move_issuer(settings.PUBLIC_URL)
        self.stdout.write(f"Made: {', '.join(made)}." if made else "Nothing was missing.")

    def list(self, options: dict[str, Any]) -> None:
        for issuer in Issuer.objects.filter(is_current=True):
            self.stdout.write(f"{issuer.name}  {issuer.did}  {issuer.base_url}")
        for key in SigningKey.objects.all():
            here = "key file here" if folder().has(key.key_id) else "NO KEY FILE"
            self.stdout.write(f"{key.key_id}  {key.use}  {key.state}  {here}")
            if key.chain_pem:
                certificate = key.certificates()[0]
                self.stdout.write(f"    until {ends_at(certificate):%Y-%m-%d}")
                self.stdout.write(f"    root SHA-256 {fingerprint(key.certificates()[-1])}")

    def move(self, options: dict[str, Any]) -> None:
        try:
            issuer = move_issuer(options["address"])
        except (ValueError, Issuer.DoesNotExist) as error:
            raise CommandError(f"The issuer was not moved: {error}.") from error
        self.stdout.write(
            f"The issuer is now {issuer.did}. Keep the old host serving its "
            "/.well-known/did.json, or verifiers elsewhere will refuse older certificates."
        )

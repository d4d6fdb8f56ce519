"""`manage.py keys`: make, list, rotate, retire, compromise; move to another address."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from certification.actions.compromise_key import compromise_key
from certification.actions.make_keys import make_keys
from certification.actions.move_issuer import move_issuer
from certification.actions.retire_key import KeyRefused, find_key, retire_key
from certification.actions.rotate_key import rotate_key
from certification.actions.start_reissue import signed_with, start_reissue
from certification.keyring import folder
from certification.models import Issuer, SigningKey
from certification.signers.base import KeyMissing, Use
from certification.signers.certificates import ends_at, fingerprint


class Command(BaseCommand):
    help = "Makes, lists, rotates, retires and gives up the keys that sign certificates."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("make", help="make what is missing; safe to repeat")
        verbs.add_parser("list", help="list the keys")
        rotate = verbs.add_parser("rotate", help="a new key signs, the old one only verifies")
        rotate.add_argument("use", nargs="?", choices=[use.value for use in Use])
        retire = verbs.add_parser("retire", help="have one of several keys sign no more")
        retire.add_argument("key")
        compromise = verbs.add_parser("compromise", help="trust a key no more: it was stolen")
        compromise.add_argument("key")
        compromise.add_argument("--reason", required=True, help="what happened; for the audit log")
        compromise.add_argument(
            "--reissue", action="store_true", help="have what it signed issued anew at once"
        )
        move = verbs.add_parser("move", help="give the issuer another public address")
        move.add_argument("address", help="for instance https://training.example.org")
        for each in (rotate, retire, compromise, move):
            each.add_argument("--yes", action="store_true", help="ask nothing, for scripts")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["verb"])(options)
        except (KeyRefused, KeyMissing) as error:
            raise CommandError(str(error)) from error
        except Issuer.DoesNotExist as error:
            raise CommandError("There is no issuer yet: run manage.py keys make.") from error

    def make(self, options: dict[str, Any]) -> None:
        made = make_keys()
        if getattr(settings, "DEMO_ACCOUNTS_ALLOWED", False):
            # On one's own machine the port may change from one start to the next.
            move_issuer(settings.PUBLIC_URL)
        self.stdout.write(f"Made: {', '.join(made)}." if made else "Nothing was missing.")

    def list(self, options: dict[str, Any]) -> None:
        for issuer in Issuer.objects.filter(is_current=True):
            self.stdout.write(f"{issuer.name}  {issuer.did}  {issuer.base_url}")
            for each in issuer.former:
                self.stdout.write(f"    before {each['until'][:10]}: {each['did']}")
        for key in SigningKey.objects.all():
            here = "key file here" if folder().has(key.key_id) else "NO KEY FILE"
            if key.state == SigningKey.State.COMPROMISED:
                here = "put away"
            since = f"{key.created_at:%Y-%m-%d}"
            until = f" to {key.changed_at:%Y-%m-%d}" if key.changed_at else ""
            self.stdout.write(f"{key.key_id}  {key.use}  {key.state}  {since}{until}  {here}")
            if key.chain_pem:
                certificate = key.certificates()[0]
                self.stdout.write(f"    until {ends_at(certificate):%Y-%m-%d}")
                self.stdout.write(f"    root SHA-256 {fingerprint(key.certificates()[-1])}")

    def rotate(self, options: dict[str, Any]) -> None:
        uses = [Use(options["use"])] if options["use"] else list(Use)
        named = ", ".join(use.value for use in uses)
        self._agree(options, f"Make a new key for {named} and retire the one that signs now?")
        for use in uses:
            self.stdout.write(f"{rotate_key(use).key_id} signs from now on.")
        self.stdout.write("What was signed before goes on being verified. Take a backup now.")

    def retire(self, options: dict[str, Any]) -> None:
        find_key(options["key"])
        self._agree(options, f"Retire {options['key']}? It cannot be taken back.")
        retire_key(options["key"])
        self.stdout.write(f"{options['key']} signs no more, and goes on being verified.")

    def compromise(self, options: dict[str, Any]) -> None:
        key = find_key(options["key"])
        signed = signed_with(key).count()
        self._agree(
            options,
            f"Trust {key.key_id} no more? It signed {signed} certificate(s). "
            "It cannot be taken back.",
        )
        new = compromise_key(key.key_id, options["reason"])
        self.stdout.write(f"{key.key_id} is trusted no more, here and in what is published.")
        if new is not None:
            self.stdout.write(f"{new.key_id} signs from now on.")
        run = start_reissue(key, options["reason"]) if options["reissue"] and signed else None
        if run is not None:
            self.stdout.write(f"{run.total} certificate(s) are being issued anew by the worker.")
        self.stdout.write("Next:")
        steps = [
            f"Delete the file {key.key_id}.compromised.pem once you no longer need it.",
            "Find out how it was lost, and whether other keys, the root and the master key were "
            "lost with it.",
            "Take a backup; one from before would trust the key again until keys make has run.",
        ]
        if signed and run is None:
            steps.insert(
                0,
                f"Issue its {signed} certificate(s) anew, in the editor under Certificates. "
                "Until then the page for checking names the key beside each.",
            )
        for number, step in enumerate(steps, 1):
            self.stdout.write(f"  {number}. {step}")

    def move(self, options: dict[str, Any]) -> None:
        self._agree(options, f"Issue from {options['address']} from now on?")
        try:
            issuer = move_issuer(options["address"])
        except ValueError as error:
            raise CommandError(f"The issuer was not moved: {error}.") from error
        self.stdout.write(
            f"The issuer is now {issuer.did}. Keep the old host serving its "
            "/.well-known/did.json, or verifiers elsewhere will refuse older certificates."
        )

    def _agree(self, options: dict[str, Any], question: str) -> None:
        """Ask on a terminal. Raises CommandError for no, and where nobody can be asked."""
        if options["yes"]:
            return
        if not sys.stdin.isatty():
            raise CommandError(f"{question} Say --yes to go on: there is no terminal to ask on.")
        if input(f"{question} [y/N] ").strip().lower() not in {"y", "yes"}:
            raise CommandError("Nothing was changed.")

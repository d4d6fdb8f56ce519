"""`manage.py register`: the whole register as signed files for a successor, and their check."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management.base import BaseCommand, CommandError

from accounts.audit import record
from certification.keyring import key_lookup
from certification.models import Issuer
from certification.register.checking import check_register
from certification.register.writing import write_register
from certification.signers.base import KeyMissing


class Command(BaseCommand):
    help = "Writes the register of certificates as signed files, without names, and checks them."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, words in (
            ("export", "write the register into an empty folder"),
            ("check", "check a folder against this site's keys"),
        ):
            verbs.add_parser(verb, help=words).add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            issuer = Issuer.current()
        except Issuer.DoesNotExist as error:
            raise CommandError("There is no issuer yet: run manage.py keys make.") from error
        if options["verb"] == "export":
            self.export(options["folder"], issuer)
        else:
            self.look(options["folder"], issuer)

    def export(self, folder: Path, issuer: Issuer) -> None:
        try:
            count = write_register(folder)
        except (OSError, KeyMissing) as error:
            raise CommandError(f"The register was not written: {error}") from error
        record(None, "export register", issuer, certificates=count)
        self.stdout.write(f"{count} certificates are in {folder}. Its README says what to do.")

    def look(self, folder: Path, issuer: Issuer) -> None:
        lookup = key_lookup(issuer)

        def key_for(kid: str) -> Ed25519PublicKey | None:
            found = lookup(kid)
            trusted = found is not None and found.trusted
            return found.key if trusted and isinstance(found.key, Ed25519PublicKey) else None  # type: ignore[union-attr]

        found = check_register(folder, key_for)
        if found.problems:
            raise CommandError("\n".join(found.problems))
        self.stdout.write(f"As it was signed with {found.key}: {found.certificates} certificates.")

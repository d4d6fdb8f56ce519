"""`manage.py register`: signed files for a successor and their check; after a backup came back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management.base import BaseCommand, CommandError

from accounts.audit import record
from certification.actions.come_back_from_backup import come_back_from_backup
from certification.keyring import key_lookup
from certification.models import Issuer
from certification.register.checking import check_register
from certification.register.published_lists import ListRefused, read_lists
from certification.register.writing import write_register
from certification.signers.base import KeyMissing


class Command(BaseCommand):
    help = (
        "Writes the register of certificates as signed files, without names, and checks them; "
        "makes a register that was restored from a backup safe to issue from again."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, words in (
            ("export", "write the register into an empty folder"),
            ("check", "check a folder against this site's keys"),
        ):
            verbs.add_parser(verb, help=words).add_argument("folder", type=Path)
        restored = verbs.add_parser("restored", help="run it once after restoring a backup")
        restored.add_argument(
            "lists",
            type=Path,
            nargs="*",
            help="lists published since the backup: /credentials/status/1, or data.json of "
            "/verify/offline/, as somebody kept them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            issuer = Issuer.current()
        except Issuer.DoesNotExist as error:
            raise CommandError("There is no issuer yet: run manage.py keys make.") from error
        if options["verb"] == "export":
            self.export(options["folder"], issuer)
        elif options["verb"] == "restored":
            self.restored(options["lists"], issuer)
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

    def restored(self, paths: list[Path], issuer: Issuer) -> None:
        try:
            lists = [each for path in paths for each in read_lists(path, issuer)]
        except (OSError, ListRefused) as error:
            raise CommandError(f"Nothing was changed: {error}") from error
        done = come_back_from_backup(lists)
        self.stdout.write(
            f"New certificates take places in list {done.new_list}; no place that was in use "
            "is given out again."
        )
        if done.renamed:
            self.stdout.write(f"{done.renamed} in preparation have another code now.")
        if done.unknown:
            self.stdout.write(
                f"{done.unknown} certificates that the backup does not know stay withdrawn."
            )
        if done.suspended:
            self.stdout.write(
                f"{len(done.suspended)} were withdrawn after the backup and are suspended now. "
                "Decide on each in the editor, under Certificates:"
            )
            for each in done.suspended:
                self.stdout.write(f"  {each.shown_code}")
        if not lists:
            self.stdout.write(
                "No published list was given: what was revoked or suspended after the backup "
                "counts again. If you have such a list, run this again with it."
            )

"""Print the operators' page on settings, made from the table in `config.environment`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.environment import VARIABLES

HEAD = """# Settings

<!-- Made by `python manage.py environment --write`; change site/config/environment.py instead. -->

Everything that differs from one place to another comes from the environment. A value that
cannot be used stops the start with one sentence that names it. A secret may also come from a
file: set `NAME_FILE` to its path in place of `NAME`.

In production these must be set: `SECRET_KEY`, `PUBLIC_URL`, `MASTER_KEY`, `EMAIL_URL`.

| Name | Default | Meaning |
|---|---|---|
"""
TAIL = """
## One variable for each step up

- **PostgreSQL**: `DATABASE_URL=postgres://user:password@host:5432/waymark`.
- **Redis** for cache and tasks: `REDIS_URL=redis://host:6379/0`.
- **S3-compatible storage** for uploads and certificates: `S3_URL=s3://key:secret@host/bucket`.
  Add `?region=eu-central-1` where the store wants one, `?tls=no` for a store on the same
  machine; a key or secret with `/`, `+` or `@` in it is written in percent signs (`%2F`). H5P
  packages lie there too. Pages still load uploads from our own address. See
  [files in an S3-compatible store](index.md#files-in-an-s3-compatible-store).
- **SMTP**: `EMAIL_URL=smtp://user:password@host:587`.
- **An identity provider** (OpenID Connect): `OIDC_URL` is the address under which
  `/.well-known/openid-configuration` answers. Register
  `PUBLIC_URL/accounts/oidc/organisation/login/callback/` there. Addresses that the provider has
  confirmed are taken as the person's own. The editor asks for its second factor all the same.

## Behind a proxy

Set `TRUSTED_PROXIES` to the number of your own proxies that add to `X-Forwarded-For`. Limits
on sign-up and sign-in count by the address that the outermost of them saw. The proxies must
set `X-Forwarded-Proto`, and overwrite what a client sent there.

## Changing SECRET_KEY

Put the old key into `SECRET_KEY_FALLBACKS` and the new one into `SECRET_KEY`: people stay
signed in, and second factors can still be read.
"""


def page() -> str:
    """The page as Markdown."""
    rows = []
    for variable in VARIABLES:
        default = f"`{variable.default}`" if variable.default else ""
        secret = " Secret." if variable.secret else ""
        rows.append(f"| `{variable.name}` | {default} | {variable.meaning}{secret} |\n")
    return HEAD + "".join(rows) + TAIL


class Command(BaseCommand):
    help = "Prints the operators' page on settings."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="into docs/operators/settings.md")
        parser.add_argument("--check", action="store_true", help="say whether the page is current")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "operators" / "settings.md"
        if options["write"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(), encoding="utf-8")
        elif options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != page():
                raise CommandError(f"{path} is not current; run manage.py environment --write.")
        else:
            self.stdout.write(page())

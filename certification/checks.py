"""System checks: can this site issue certificates?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError
from django.utils import timezone


def certificates_can_be_issued(
    app_configs: Any = None, databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """Keys, their certificates and fonts. Asks the database only where checks may."""
    from certification import keyring, press, vault
    from certification.models import SigningKey
    from certification.signers.certificates import ends_at

    if not databases:
        return []
    found: list[CheckMessage] = []
    try:
        rows = list(SigningKey.objects.filter(state=SigningKey.State.ACTIVE))
    except DatabaseError:
        return []
    for use in SigningKey.Use.values:
        if not any(row.use == use and keyring.folder().has(row.key_id) for row in rows):
            found.append(
                Error(
                    f"There is no signing key for “{use}”.",
                    hint="Run manage.py keys make.",
                    id="certification.E001",
                )
            )
    if not vault.master_key_present():
        found.append(
            Error(
                "There is no master key for stored certificates.",
                hint="Set MASTER_KEY or run manage.py keys make.",
                id="certification.E002",
            )
        )
    soon = timezone.now() + timedelta(days=90)
    for row in rows:
        if row.use == SigningKey.Use.PDF and ends_at(row.certificates()[0]) < soon:
            found.append(
                Warning(
                    f"The certificate of the key {row.key_id} ends within 90 days.",
                    hint="Make a new PDF key and retire this one.",
                    id="certification.W001",
                )
            )
    missing = press.fonts().missing()
    if missing:
        found.append(
            Warning(
                f"Fonts for certificates are missing: {', '.join(missing)}.",
                hint="Run npm ci, or set CERTIFICATE_FONT_DIRS to the folders that hold them.",
                id="certification.W002",
            )
        )
    return found

"""System checks: can this site issue certificates?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError
from django.db.models import Q
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
    for row in rows:
        if keyring.folder().put_away_before(row.key_id):
            found.append(
                Error(
                    f"The key {row.key_id} was put away as compromised and still counts as active.",
                    hint="Run manage.py keys make: it takes it over from the keys folder.",
                    id="certification.E003",
                )
            )
    soon = timezone.now() + timedelta(days=90)
    for row in rows:
        if row.use == SigningKey.Use.PDF and ends_at(row.certificates()[0]) < soon:
            found.append(
                Warning(
                    f"The certificate of the key {row.key_id} ends within 90 days.",
                    hint="Run manage.py keys rotate pdf.",
                    id="certification.W001",
                )
            )
    readable = keyring.folder().open_to_others()
    if readable:
        found.append(
            Warning(
                f"Others on this machine can read: {', '.join(readable)}.",
                hint=f"Run chmod 600 on these files in {settings.KEYS_DIR}.",
                id="certification.W003",
            )
        )
    if _waits_for_issue_anew():
        found.append(
            Warning(
                "Certificates signed with a compromised key were not issued anew.",
                hint="Start it in the editor, under Certificates.",
                id="certification.W004",
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


def _waits_for_issue_anew() -> bool:
    """Whether somebody holds a paper that a compromised key signed and nothing took its place."""
    from certification.models import Credential, SigningKey

    stolen = SigningKey.objects.filter(state=SigningKey.State.COMPROMISED)
    signed = Q(credential_key__in=stolen) | Q(pdf_key__in=stolen) | Q(jwt_key__in=stolen)
    return (
        Credential.objects.filter(
            signed, standing=Credential.Standing.ISSUED, holder__isnull=False, superseded_by=None
        ).exists()
        if stolen.exists()
        else False
    )

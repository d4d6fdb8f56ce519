"""The one word for how a certificate stands."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Values are the names of the badges that show the word by shape and colour."""

    VALID = "valid", _("Valid")
    WAITING = "waiting", _("Not valid yet")
    EXPIRED = "expired", _("Expired")
    SUPERSEDED = "superseded", _("Superseded")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    # Only as an answer about a day in the past.
    NOT_ISSUED = "not-issued", _("Not issued yet")
    # Only for files and codes that are no certificate of ours.
    ALTERED = "altered", _("Altered")
    UNKNOWN = "unknown", _("Unknown")

"""The public halves of our keys, for as long as anything signed with them is around."""

from __future__ import annotations

from typing import ClassVar

from cryptography.hazmat.primitives import serialization
from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.signers.base import PublicKey


class SigningKey(models.Model):
    """One key: its use, its public half, and whether it signs, only verifies, or neither."""

    class Use(models.TextChoices):
        PDF = "pdf", _("Signs PDFs")
        CREDENTIAL = "credential", _("Proves credentials")
        JWT = "jwt", _("Signs tokens")

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        RETIRED = "retired", _("Retired: old signatures stay good")
        COMPROMISED = "compromised", _("Compromised: nothing signed with it is trusted")

    key_id = models.CharField(_("name"), max_length=60, unique=True)
    use = models.CharField(_("use"), max_length=20, choices=Use.choices)
    public_pem = models.TextField(_("public key"))
    # For PDFs: the certificate of this key, then those above it, the root last.
    chain_pem = models.TextField(_("certificates"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.ACTIVE)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("retired or compromised"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering: ClassVar[list[str]] = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.key_id

    @property
    def trusted(self) -> bool:
        return self.state != self.State.COMPROMISED

    def public_key(self) -> PublicKey:
        return serialization.load_pem_public_key(self.public_pem.encode())  # type: ignore[return-value]

    def certificates(self) -> list[bytes]:
        """The PEM certificates of the chain, the key's own first."""
        mark = "-----END CERTIFICATE-----"
        return [
            f"{part.strip()}\n{mark}\n".encode()
            for part in self.chain_pem.split(mark)
            if part.strip()
        ]


class RevocationList(models.Model):
    """One signed list of the certificates of compromised PDF keys. Earlier ones stay."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    document = models.BinaryField()
    made_at = models.DateTimeField(_("signed"))
    next_at = models.DateTimeField(_("next due"))

    class Meta:
        verbose_name = _("list of revoked keys")
        verbose_name_plural = _("lists of revoked keys")
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return str(self.number)

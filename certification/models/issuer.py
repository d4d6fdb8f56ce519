"""Who issues. A row of its own: the name in certificates never comes from a request."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Issuer(models.Model):
    """The one current issuer: its name, address, DID, and the DIDs that it had before."""

    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("postal address"), max_length=300, blank=True)
    base_url = models.URLField(_("public address of the site"))
    did = models.CharField(_("decentralised identifier"), max_length=300)
    # [{"did", "base_url", "until"}]: what old certificates name after a move to another host.
    former = models.JSONField(_("earlier addresses"), default=list, blank=True)
    time_zone = models.CharField(_("time zone of dates"), max_length=60, default="UTC")
    is_current = models.BooleanField(_("issues now"), default=True)

    class Meta:
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="certification_one_issuer"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Issuer:
        """The issuer. Raises Issuer.DoesNotExist before `manage.py keys make` has run."""
        return cls.objects.get(is_current=True)

    def dids(self) -> list[str]:
        """All DIDs that this issuer has signed under, the present one first."""
        former: list[dict[str, Any]] = self.former
        return [self.did, *(each["did"] for each in former)]

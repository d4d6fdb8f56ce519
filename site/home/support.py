"""Where people find help: lines and services, each with its source and when it was checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin

# Those of the contacts that come with the site; another code is shown as it is.
COUNTRIES: dict[str, Any] = {
    "AU": _("Australia"),
    "CA": _("Canada"),
    "EU": _("European Union"),
    "GB": _("United Kingdom"),
    "IE": _("Ireland"),
    "IN": _("India"),
    "US": _("United States"),
}


class SupportEntry(TranslatableMixin, models.Model):
    """One contact. None without a word on confidentiality: who is told that somebody called."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", _("In danger now")
        TRAFFICKING = "trafficking", _("Trafficking and exploitation")
        CRISIS = "crisis", _("To talk to somebody, now")
        WELLBEING = "wellbeing", _("For people who do this work")

    class Role(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        POLICE = "police", _("Police")
        HEALTH = "health", _("Health workers")
        EDUCATION = "education", _("Teachers and school staff")

    class Mark(models.TextChoices):
        SOURCE = "S", _("read in the named source")
        KNOWN = "K", _("well known, no source read")

    key = models.SlugField(_("key"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, such as GB. Empty: any.")
    )
    role = models.CharField(_("for"), max_length=20, choices=Role.choices, default=Role.PUBLIC)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    phone_e164 = models.CharField(
        _("number to dial"),
        max_length=20,
        blank=True,
        help_text=_("Such as +448000121700. Empty for short numbers such as 999."),
    )
    phone_display = models.CharField(_("number as shown"), max_length=40, blank=True)
    text_number = models.CharField(_("number for text messages"), max_length=20, blank=True)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=120, blank=True)
    confidentiality = models.TextField(
        _("confidentiality"),
        help_text=_("Truthfully: what stays between them, and when somebody else is told."),
    )
    source = models.CharField(_("source"), max_length=300)
    mark = models.CharField(
        _("how it is known"), max_length=1, choices=Mark.choices, default=Mark.SOURCE
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=120, blank=True)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("key"),
        FieldRowPanel([FieldPanel("country"), FieldPanel("role"), FieldPanel("kind")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone_e164"), FieldPanel("phone_display")]),
                FieldPanel("text_number"),
                FieldRowPanel([FieldPanel("hours"), FieldPanel("languages"), FieldPanel("cost")]),
            ],
            heading=_("How to reach them"),
        ),
        FieldPanel("confidentiality"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("source"), FieldPanel("mark")]),
                FieldRowPanel([FieldPanel("checked_on"), FieldPanel("checked_by")]),
                FieldPanel("is_demonstration"),
            ],
            heading=_("Where this comes from"),
        ),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("support contact")
        verbose_name_plural = _("support contacts")
        ordering: ClassVar[list[str]] = ["country", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "locale"], name="home_support_key_once"),
            models.CheckConstraint(
                condition=~models.Q(confidentiality=""), name="home_support_says_who_is_told"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def country_name(self) -> str:
        return str(COUNTRIES.get(self.country, self.country) or _("Anywhere"))

    @property
    def purpose(self) -> str:
        """What it is for and, where it is for some only, for whom: "In danger now · Police"."""
        whom = "" if self.role == self.Role.PUBLIC else str(self.get_role_display())
        return " · ".join(part for part in (str(self.get_kind_display()), whom) if part)

    @property
    def dial(self) -> str:
        """What a tel: link dials: the full number, else the short one as it is shown."""
        return self.phone_e164 or "".join(
            char for char in self.phone_display if char in "0123456789"
        )

    @property
    def reachable(self) -> bool:
        return bool(self.dial or self.text_number)

    @classmethod
    def for_language(cls) -> list[SupportEntry]:
        """The contacts in the language of the page, else those in the site's own."""
        code = translation.get_language() or ""
        rows = list(cls.objects.select_related("locale"))
        spoken = [row for row in rows if row.locale.language_code == code]
        return spoken or [row for row in rows if row.locale.is_default]


def by_country(entries: Iterable[SupportEntry]) -> list[tuple[str, list[SupportEntry]]]:
    """The entries under the name of their country; in each, kinds in the order of `Kind`."""
    kinds = list(SupportEntry.Kind)
    groups: dict[str, list[SupportEntry]] = {}
    for entry in sorted(
        entries, key=lambda entry: (kinds.index(entry.Kind(entry.kind)), entry.name)
    ):
        groups.setdefault(entry.country_name, []).append(entry)
    return sorted(groups.items())

"""Where people find help: lines and services, each with its source and when it was checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin


class SupportEntry(TranslatableMixin, models.Model):
    """One contact. None without a word on confidentiality: who is told that somebody called."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", _("In danger now")
        TRAFFICKING = "trafficking", _("Trafficking and exploitation")
        CRISIS = "crisis", _("To talk to somebody, now")
        STAFF = "staff", _("For people who do this work")

    class Role(models.TextChoices):
        ANYONE = "anyone", pgettext_lazy("who a contact is for", "Anyone")
        POLICE = "police", _("Police")
        HEALTH = "health", _("Health workers")
        EDUCATION = "education", _("Teachers and school staff")

    key = models.SlugField(_("key"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, such as GB. Empty: any.")
    )
    role = models.CharField(_("for"), max_length=20, choices=Role.choices, default=Role.ANYONE)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    phone_e164 = models.CharField(
        _("number to dial"), max_length=20, blank=True, help_text=_("Such as +448000121700.")
    )
    phone_display = models.CharField(_("number as shown"), max_length=40, blank=True)
    text_number = models.CharField(
        _("by text"), max_length=80, blank=True, help_text=_("Such as: text HELLO to 85258.")
    )
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=120, blank=True)
    confidentiality = models.TextField(
        _("confidentiality"),
        help_text=_("Truthfully: what stays between them, and when somebody else is told."),
    )
    source = models.CharField(_("source"), max_length=300)
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
                FieldPanel("source"),
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
            models.CheckConstraint(
                condition=~models.Q(phone_e164="") | ~models.Q(text_number=""),
                name="home_support_can_be_reached",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Country and, where it is for some only, for whom: "GB · Police"."""
        whom = "" if self.role == self.Role.ANYONE else str(self.get_role_display())
        return " · ".join(part for part in (self.country, whom) if part)

    @classmethod
    def for_language(cls) -> list[SupportEntry]:
        """The contacts in the language of the page, else those in the site's own."""
        code = translation.get_language() or ""
        rows = list(cls.objects.select_related("locale"))
        spoken = [row for row in rows if row.locale.language_code == code]
        return spoken or [row for row in rows if row.locale.is_default]


def by_kind(entries: Iterable[SupportEntry]) -> list[tuple[str, list[SupportEntry]]]:
    """The entries under the title of their kind, kinds in the order of `Kind`."""
    groups: dict[str, list[SupportEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.kind, []).append(entry)
    return [(str(label), groups[kind]) for kind, label in SupportEntry.Kind.choices if kind in groups]

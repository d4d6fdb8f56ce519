"""Closed lists that notes and pages choose from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

NOTE_WORDS = 60
INTENSITY_NEEDS_NOTE = 3
INTENSITY_NEEDS_WELLBEING = 2


class Theme(models.TextChoices):
    """What a part touches on (T12). Codes are stored for good: rename the words, not the codes."""

    CONTROL = "control", _("Control and threats")
    VIOLENCE = "violence", _("Violence")
    SEXUAL = "sexual-exploitation", _("Sexual exploitation")
    LABOUR = "labour-exploitation", _("Exploitation at work")
    CHILDREN = "children", _("Harm to children")
    CRIMINAL = "forced-criminality", _("Being made to commit crimes")
    DEBT = "debt", _("Debt and poverty")
    DISCRIMINATION = "discrimination", _("Racism and discrimination")
    MIGRATION = "migration", _("Migration and borders")
    FAMILY = "family", _("Family and separation")
    DISTRESS = "distress", _("Fear and distress")
    SELF_HARM = "self-harm", _("Self-harm and suicide")
    DEATH = "death", _("Death and loss")
    SUBSTANCES = "substances", _("Alcohol and drugs")
    INSTITUTIONS = "institutions", _("Harm by authorities")
    WELLBEING = "wellbeing", _("Strain on those who help")


class Form(models.TextChoices):
    TEXT = "text", _("Text")
    IMAGE = "image", _("Image")
    AUDIO = "audio", _("Sound")
    VIDEO = "video", _("Video")


class Intensity(models.IntegerChoices):
    MILD = 1, _("1: named, not described")
    MODERATE = 2, _("2: described in general")
    STRONG = 3, _("3: told as it happened to someone")
    INTENSE = 4, _("4: told closely and at length")

"""An H5P activity within a lesson. It is an exercise: what it reports decides nothing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.content.blocks import examples
from courses.content.blocks.base import FrozenPreview
from media.chooser import ActivityChooserBlock


class H5PBlock(FrozenPreview, blocks.StructBlock):
    activity = ActivityChooserBlock(label=_("Activity"))
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=160,
        required=False,
        help_text=_("Left empty, the activity's own title is shown."),
    )
    instructions = blocks.CharBlock(
        label=_("What to do"),
        max_length=300,
        required=False,
        help_text=_("One sentence, such as: Choose what you would say first."),
    )
    counts = blocks.ChoiceBlock(
        choices=[
            ("viewed", _("when it was opened")),
            ("finished", _("when it was finished")),
            ("score", _("with its best score")),
        ],
        default="finished",
        label=_("Shown to the learner as done"),
        help_text=_(
            "For the learner's own eyes. An activity reports from the learner's browser, where "
            "anybody can change what it says, so no certificate rests on it. For a result that "
            "counts, use a scenario or a question of this lesson."
        ),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        activity = value.get("activity")
        if activity is None or self.is_deferred_validation:
            return value
        version = activity.newest
        if version is None:
            problem = _("“%(title)s” is not unpacked yet, or its package was refused.")
        elif version.played_at is None:
            problem = _(
                "Nobody has tried “%(title)s” yet. Play it once in the library of activities: a "
                "package can be sound and still not play."
            )
        else:
            return value
        raise StructBlockValidationError(
            {"activity": ValidationError(problem, params={"title": activity.title})}
        )

    def freeze(self, value: Any) -> dict[str, Any]:
        activity = value["activity"]
        version = activity.newest if activity is not None else None
        if activity is None or version is None:
            return {**_EMPTY, "title": value["title"] or "", "counts": value["counts"]}
        return {
            "id": version.pk,
            "token": version.token,
            "title": value["title"] or activity.title,
            "instructions": value["instructions"] or "",
            "text_alternative": activity.text_alternative,
            "counts": value["counts"],
            "credits": version.credits
            | ({"note": activity.credit_note} if activity.credit_note else {}),
        }

    class Meta:
        icon = "media"
        label = _("H5P activity")
        description = _("An exercise made with H5P, played in a place where it can do no harm.")
        preview_value = examples.ACTIVITY


_EMPTY: dict[str, Any] = {
    "id": None,
    "token": "",
    "instructions": "",
    "text_alternative": "",
    "credits": {},
}

"""What a trainer fills in for the certificates of a course."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.images.permissions import permission_policy
from wagtail.images.widgets import AdminImageChooser

from certification.achievements.boards import BOARDS, BoardField, unticked
from certification.models import Achievement
from media.models import CourseImage

MOST_SIGNATORIES = 4
LONGEST_NOTE = 300
ROLLING = {"days", "months", "years"}


def board_field_name(board: str, field: BoardField) -> str:
    return f"{board}-{field.name}"


class AchievementForm(forms.ModelForm):  # type: ignore[type-arg]
    """One achievement. The fields of all boards are there; those of the chosen one count."""

    class Meta:
        model = Achievement
        fields = (
            "kind",
            "validity",
            "validity_amount",
            "validity_date",
            "renewal",
            "board",
            "layout",
            "heading",
            "lead",
            "completed",
            "note",
        )
        widgets = {  # noqa: RUF012 - Django reads it as it is
            "validity_date": AdminDateInput,
            "layout": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, defaults: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in defaults.items():
            self.fields[name].widget.attrs["placeholder"] = words
        # Longer texts would be cut where texts of the paper are cleaned.
        self.fields["note"].max_length = LONGEST_NOTE  # type: ignore[attr-defined]
        self.fields["note"].widget.attrs["maxlength"] = LONGEST_NOTE
        kept = self.instance.board_fields if self.instance.board else {}
        for board in BOARDS.values():
            for field in board.fields:
                name = board_field_name(board.name, field)
                value = kept.get(field.name) if self.instance.board == board.name else None
                if field.choices:
                    self.fields[name] = forms.MultipleChoiceField(
                        label=field.label,
                        help_text=field.help,
                        required=False,
                        choices=field.choices,
                        widget=forms.CheckboxSelectMultiple,
                        initial=value or [],
                    )
                else:
                    self.fields[name] = forms.CharField(
                        label=field.label,
                        help_text=field.help,
                        required=False,
                        max_length=160,
                        initial=value or "",
                    )

    def board_groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Each board's key and name with its fields."""
        names = dict(Achievement.Board.choices)
        return [
            (key, str(names[key]), [self[board_field_name(key, field)] for field in board.fields])
            for key, board in BOARDS.items()
        ]

    def clean_note(self) -> str:
        note = str(self.cleaned_data["note"])
        if len(note) > LONGEST_NOTE:
            raise forms.ValidationError(_("Please keep the note under 300 characters."))
        return note

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self._clean_validity(values)
        self.instance.board_fields = self._clean_board(values)
        return values

    def _clean_validity(self, values: dict[str, Any]) -> None:
        validity = values.get("validity")
        if validity in ROLLING:
            if not values.get("validity_amount") and "validity_amount" not in self.errors:
                self.add_error("validity_amount", _("Say how many, at least 1."))
        else:
            values["validity_amount"] = None
        if validity != "fixed":
            values["validity_date"] = None
            return
        day = values.get("validity_date")
        if day is None and "validity_date" not in self.errors:
            self.add_error("validity_date", _("Say which day is the last."))
        elif day is not None and day < timezone.localdate():
            self.add_error(
                "validity_date",
                _("This day has passed: nobody could earn such a certificate. Choose a later one."),
            )

    def _clean_board(self, values: dict[str, Any]) -> dict[str, Any]:
        board = BOARDS.get(values.get("board") or "")
        given: dict[str, Any] = {}
        for field in board.fields if board else ():
            name = board_field_name(board.name, field) if board else ""
            value = values.get(name) or ([] if field.choices else "")
            if field.choices:
                lacking = [str(label) for _key, label in unticked(field, ",".join(value))]
                if lacking:
                    missing = "; ".join(lacking)
                    self.add_error(name, field.choices_missing % {"missing": missing})
            elif not str(value).strip() and name not in self.errors:
                self.add_error(name, _("The board wants this on the certificate."))
            given[field.name] = value
        return given


class SignatoryForm(forms.Form):
    """One who stands for the course. A row without a name is no row."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.CharField(label=_("Role"), max_length=160, required=False)
    image = forms.ModelChoiceField(
        CourseImage.objects.none(),
        label=_("Picture of the signature"),
        help_text=_("Dark ink on white or on nothing, about three times as wide as high."),
        required=False,
        widget=AdminImageChooser,
    )
    position = forms.IntegerField(
        label=_("Place in the row"), min_value=1, max_value=MOST_SIGNATORIES, required=False
    )

    def __init__(self, *args: Any, images: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["image"].queryset = images  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("name") and (values.get("role") or values.get("image")):
            self.add_error("name", _("Write the name, or empty the rest of this row."))
        return values


SignatoryFormSet = forms.formset_factory(
    SignatoryForm, extra=MOST_SIGNATORIES, max_num=MOST_SIGNATORIES, validate_max=True
)


def images_for(person: Any, achievement: Achievement) -> Any:
    """The pictures that a person may choose, and those that are chosen already."""
    may = permission_policy.instances_user_has_any_permission_for(person, ["choose"])
    chosen = achievement.signatories.values("image") if achievement.pk else []
    return CourseImage.objects.filter(Q(pk__in=may.values("pk")) | Q(pk__in=chosen))


def people(formset: Any) -> list[dict[str, Any]]:
    """The rows with a name, by place; those without a place after the others."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("name")]
    last = MOST_SIGNATORIES + 1
    return sorted(rows, key=lambda row: row.get("position") or last)

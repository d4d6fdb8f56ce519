"""Forms of the library of activities."""

from __future__ import annotations

from typing import IO, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from media.h5p.limits import LIMITS
from media.library.uploading import too_large
from media.models import Activity


class PackageForm(forms.Form):
    """A package and nothing else: the next version of an activity, or libraries."""

    package = forms.FileField(
        label=_("Package"),
        widget=forms.FileInput(attrs={"accept": ".h5p,.zip,application/zip"}),
        error_messages={
            "required": _("Choose the package: a file whose name ends in “.h5p”."),
            "empty": _("The file is empty. Export the activity again."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        package = self.fields["package"]
        package.help_text = _(
            "A file whose name ends in “.h5p”, of up to %(size)s, with up to %(files)s files and "
            "%(unpacked)s when unpacked."
        ) % {
            "size": filesizeformat(LIMITS.package),
            "files": f"{LIMITS.files:,}",
            "unpacked": filesizeformat(LIMITS.unpacked),
        }
        package.widget.attrs["data-most"] = LIMITS.package

    def clean_package(self) -> Any:
        upload = self.cleaned_data["package"]
        if upload.size > LIMITS.package:
            raise ValidationError(too_large(upload.size), code="package-large")
        return upload

    @property
    def source(self) -> IO[bytes] | None:
        """The file that was sent, whatever else is wrong with the form."""
        upload = getattr(self, "cleaned_data", {}).get("package")
        return upload.file if isinstance(upload, UploadedFile) else None


class UploadForm(PackageForm):
    """A new activity."""

    title = forms.CharField(
        label=_("Title"),
        max_length=255,
        required=False,
        help_text=_("Left empty, the title in the package is taken."),
    )
    text_alternative = forms.CharField(
        label=_("Text alternative"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=Activity._meta.get_field("text_alternative").help_text,
        error_messages={
            "required": _(
                "Write the text alternative: what a learner who cannot use the activity reads "
                "instead."
            )
        },
    )
    field_order = ("package", "title", "text_alternative")


class ActivityForm(forms.ModelForm[Activity]):
    """The words around an activity."""

    class Meta:
        model = Activity
        fields = ("title", "text_alternative", "credit_note")
        widgets: ClassVar[dict[str, Any]] = {
            "title": forms.TextInput,
            "text_alternative": forms.Textarea(attrs={"rows": 6}),
            "credit_note": forms.Textarea(attrs={"rows": 3}),
        }

"""Choosing the file, and holding on to it while its report is read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST = 5 * 1024 * 1024
SALT = "content.story"
A_DAY = 24 * 60 * 60


class StoryForm(forms.Form):
    story = forms.FileField(
        label=_("Story from Twine"),
        help_text=_(
            "A page that Twine published (.html), or a Twee file (.twee, .tw), of at most 5 MB."
        ),
        error_messages={
            "required": _("Choose the file of the story."),
            "empty": _("The file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".html,.htm,.twee,.tw,.txt"}),
    )

    def clean_story(self) -> UploadedFile[Any]:
        story: UploadedFile[Any] = self.cleaned_data["story"]
        if (story.size or 0) > LARGEST:
            raise forms.ValidationError(
                _(
                    "This file is larger than 5 MB. Pictures and sounds are not imported: publish "
                    "the story without them and upload that file."
                )
            )
        return story


def sealed(story: str, library: Any, person: Any) -> str:
    """The story for the page that shows its report; only we can have written it."""
    data = {"story": story, "library": library.pk, "person": person.pk}
    return signing.dumps(data, salt=SALT, compress=True)


def unsealed(text: str, library: Any, person: Any) -> str | None:
    """None where it was changed, is older than a day, or was for someone or somewhere else."""
    try:
        data = signing.loads(text, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return None
    if (data["library"], data["person"]) != (library.pk, person.pk):
        return None
    story: str = data["story"]
    return story

"""Images, recordings and documents that trainers upload."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtailmedia.models import AbstractMedia

from media.image_words import harmful_words
from media.limits import DOCUMENT_BYTES, IMAGE_BYTES, RECORDING_BYTES, is_new, within
from media.published import refuse_replacing
from media.webvtt import validate_webvtt


class CourseImage(AbstractImage):
    """An image with its licence and the statement that it shows nobody's harm (T21)."""

    licence = models.CharField(_("licence"), max_length=100, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    image_statement = models.BooleanField(
        _("image statement"),
        default=False,
        help_text=_(
            "I have checked: no chains, ropes, bars, bruises, cowering or sexualised bodies, "
            "and no real person who has not agreed."
        ),
    )

    admin_form_fields = (
        *Image.admin_form_fields,
        "author",
        "licence",
        "image_statement",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def clean(self) -> None:
        super().clean()
        within(self.file, IMAGE_BYTES)
        refuse_replacing(self)
        words = harmful_words(self.title, self.description)
        if self.image_statement and words:
            raise ValidationError(
                {
                    "image_statement": ValidationError(
                        _(
                            "The words of this image speak of: %(words)s. Choose another image, "
                            "or describe what it really shows."
                        ),
                        code="image-harmful",
                        params={"words": ", ".join(words)},
                    )
                }
            )


class CourseImageRendition(AbstractRendition):
    image = models.ForeignKey(CourseImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="media_rendition_once"
            )
        ]


class Recording(AbstractMedia):
    """A video or sound recording. Captions and a transcript come with it."""

    captions = models.FileField(
        _("captions (WebVTT)"),
        upload_to="media/captions",
        blank=True,
        validators=[FileExtensionValidator(["vtt"])],
        help_text=_("What is said, with its times. Most video tools can export it."),
    )
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_("Everything that is said, and what one sees where it matters."),
    )
    has_speech = models.BooleanField(_("someone speaks in it"), default=True)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "has_speech",
        "captions",
        "transcript",
        "thumbnail",
        "duration",
        "width",
        "height",
        "tags",
    )

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def clean(self, *args: Any, **kwargs: Any) -> None:
        super().clean(*args, **kwargs)
        within(self.file, RECORDING_BYTES)
        refuse_replacing(self)
        if is_new(self.captions):
            try:
                validate_webvtt(self.captions)
            except ValidationError as error:
                raise ValidationError({"captions": error}) from error

    def missing_alternatives(self) -> str:
        """The sentence that says what a lesson still needs of this recording, or nothing.

        WCAG 2.2, 1.2.1 to 1.2.3: a transcript for sound, captions where someone speaks.
        """
        if not self.transcript.strip():
            return _now("“%(title)s” has no transcript yet. Open the recording and add one.") % {
                "title": self.title
            }
        if self.type == "video" and self.has_speech and not self.captions:
            return _now("“%(title)s” has no captions yet. Open the recording and add them.") % {
                "title": self.title
            }
        return ""


class CourseDocument(AbstractDocument):
    licence = models.CharField(_("licence"), max_length=100, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        super().clean()
        within(self.file, DOCUMENT_BYTES)
        refuse_replacing(self)

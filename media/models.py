"""Images, recordings and documents that trainers upload."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtailmedia.models import AbstractMedia


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
        _("captions (WebVTT)"), upload_to="media/captions", blank=True
    )
    transcript = models.TextField(_("transcript"), blank=True)

    admin_form_fields = (
        "title",
        "file",
        "collection",
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


class CourseDocument(AbstractDocument):
    licence = models.CharField(_("licence"), max_length=100, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

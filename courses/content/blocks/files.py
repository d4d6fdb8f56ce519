"""Blocks that show an uploaded file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from courses.content.blocks import examples
from courses.content.blocks.base import FrozenPreview

IMAGE_SIZES = ("max-480x480|format-webp", "max-960x960|format-webp")


class ImageBlock(FrozenPreview, blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What the image says"),
        max_length=250,
        help_text=_("For those who cannot see it: what matters here, in one sentence."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        image = value.get("image")
        if image and not image.image_statement and not self.is_deferred_validation:
            raise StructBlockValidationError(
                {
                    "image": ValidationError(
                        _(
                            "“%(title)s” has no image statement yet. Open the image and confirm "
                            "what it does not show."
                        ),
                        params={"title": image.title},
                    )
                }
            )
        return value

    def freeze(self, value: Any) -> dict[str, Any]:
        image = value["image"]
        if image is None:
            return {"id": None, "alt": value["alt"], "caption": value["caption"], "sizes": []}
        sizes = []
        for spec in IMAGE_SIZES:
            rendition = image.get_rendition(spec)
            sizes.append(
                {"src": rendition.url, "width": rendition.width, "height": rendition.height}
            )
        credit = ", ".join(part for part in (image.author, image.licence) if part)
        return {
            "id": image.pk,
            "alt": value["alt"],
            "caption": value["caption"] or "",
            "credit": credit,
            "sizes": sizes,
        }

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture with words for those who cannot see it.")
        preview_value = examples.IMAGE


def freeze_recording(recording: Any, caption: str) -> dict[str, Any]:
    """A recording as its template needs it; it starts only when the learner presses play."""
    if recording is None:
        return {"id": None, "title": "", "caption": caption, "src": "", "transcript": ""}
    return {
        "id": recording.pk,
        "title": recording.title,
        "caption": caption,
        "src": recording.url,
        "mime": recording.sources[0]["type"],
        "captions": recording.captions.url if recording.captions else "",
        "transcript": recording.transcript,
        "poster": recording.thumbnail.url if recording.thumbnail else "",
        "seconds": round(recording.duration or 0),
    }


class RecordingBlock(FrozenPreview, blocks.StructBlock):
    """Video or sound. Both need a transcript; a video with speech needs captions."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        recording = value.get("recording")
        if recording and not self.is_deferred_validation:
            missing = recording.missing_alternatives()
            if missing:
                raise StructBlockValidationError({"recording": ValidationError(missing)})
        return value

    def freeze(self, value: Any) -> dict[str, Any]:
        return freeze_recording(value["recording"], value["caption"] or "")


class VideoBlock(RecordingBlock):
    recording = VideoChooserBlock(label=_("Video"))
    caption = blocks.CharBlock(label=_("What it shows"), max_length=250, required=False)

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video with captions and a transcript. It never starts by itself.")
        preview_value = examples.VIDEO


class AudioBlock(RecordingBlock):
    recording = AudioChooserBlock(label=_("Sound recording"))
    caption = blocks.CharBlock(label=_("What one hears"), max_length=250, required=False)

    class Meta:
        icon = "media"
        label = _("Sound recording")
        description = _("Sound with a transcript. It never starts by itself.")
        preview_value = examples.AUDIO


class DownloadBlock(FrozenPreview, blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("What it is"), max_length=160)

    def freeze(self, value: Any) -> dict[str, Any]:
        document = value["document"]
        if document is None:
            return {"id": None, "title": value["title"], "url": "", "kind": "", "bytes": 0}
        return {
            "id": document.pk,
            "title": value["title"],
            "url": document.url,
            "kind": document.file_extension.upper(),
            "bytes": document.get_file_size() or 0,
        }

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A document to keep, such as a card for the pocket.")
        preview_value = examples.DOWNLOAD

"""Pictures of signatures as they are printed: small, on white, kept by the hash of their bytes."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from PIL import Image, UnidentifiedImageError

from certification.facts import Facts
from certification.models import KeptImage

# At 30 points high on paper this is 300 dots an inch and more.
LARGEST = (720, 240)


class PictureRefused(Exception):
    """A file that is no picture we can print."""


def printable(data: bytes) -> bytes:
    """The picture on white as JPEG, without what cameras write into files."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise PictureRefused from error
    white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    white.alpha_composite(picture)
    flat = white.convert("RGB")
    flat.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    output = io.BytesIO()
    flat.save(output, "JPEG", quality=90)
    return output.getvalue()


def read_image(image: Any) -> bytes:
    """The printable bytes of an image of the library. Raises PictureRefused."""
    try:
        with image.open_file() as file:
            return printable(file.read())
    except OSError as error:
        raise PictureRefused from error


def keep(data: bytes) -> KeptImage:
    """Keep printable bytes, once."""
    kept, _made = KeptImage.objects.get_or_create(
        sha256=hashlib.sha256(data).hexdigest(), defaults={"data": data}
    )
    return kept


def pictures_of(facts: Facts) -> dict[str, bytes]:
    """The kept pictures of a certificate's signatories, by hash."""
    wanted = {each.image for each in facts.signatories if each.image}
    if not wanted:
        return {}
    return {
        sha256: bytes(data)
        for sha256, data in KeptImage.objects.filter(sha256__in=wanted).values_list(
            "sha256", "data"
        )
    }

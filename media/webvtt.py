"""Captions in WebVTT: is this a caption file that a browser can show?"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 1024 * 1024
CUE = re.compile(r"^(?:\d+:)?[0-5]\d:[0-5]\d\.\d{3} +--> +(?:\d+:)?[0-5]\d:[0-5]\d\.\d{3}", re.M)


def validate_webvtt(upload: Any) -> None:
    """Raises ValidationError with a sentence. Source: W3C WebVTT, section 4 (file structure)."""
    if upload.size > MOST_BYTES:
        raise ValidationError(_("Captions can have up to 1 MB."), code="captions-large")
    upload.open()
    data: bytes = upload.read(MOST_BYTES + 1)
    upload.seek(0)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(
            _("Captions should be text in UTF-8. Save the file as WebVTT (.vtt)."),
            code="captions-encoding",
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        raise ValidationError(
            _("This is no WebVTT file: its first line should begin with WEBVTT."),
            code="captions-format",
        )
    if not CUE.search(text):
        raise ValidationError(
            _("There is no caption in this file yet: no line like 00:01.000 --> 00:04.000."),
            code="captions-empty",
        )

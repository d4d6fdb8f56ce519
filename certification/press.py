"""What makes PDFs in this process: fonts and the sealer, both made once. For the task worker."""

from __future__ import annotations

import threading
from pathlib import Path

from django.conf import settings

from certification import keyring
from certification.pdf.fonts import Fonts
from certification.pdf.signing import PdfSealer
from certification.signers.base import Certified

_lock = threading.Lock()
_sealers: dict[tuple[str, str], PdfSealer] = {}
_fonts: dict[tuple[Path, ...], Fonts] = {}


def fonts() -> Fonts:
    """The fonts of certificates, registered once a process."""
    folders = tuple(Path(path) for path in settings.CERTIFICATE_FONT_DIRS)
    with _lock:
        return _fonts.setdefault(folders, Fonts(folders))


def sealer(current: keyring.Active) -> PdfSealer:
    """What signs PDFs with a key."""
    place = (str(settings.KEYS_DIR), current.row.key_id)
    with _lock:
        if place not in _sealers:
            certificate, *above = current.row.certificates()
            _sealers[place] = PdfSealer(Certified(current.signer, certificate, tuple(above)))
        return _sealers[place]

"""`/verify/offline/`: a page for anyone, that goes on working where there is no network."""

from __future__ import annotations

import hashlib
import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.models import Issuer
from certification.offline.pinned import LONGEST_AGE, pinned
from certification.signers.base import KeyMissing

logger = logging.getLogger(__name__)
_FONTS = "face/fonts/"
# Everything that the page loads, so that the worker can keep it.
PARTS = (
    "face/waymark.css",
    "face/waymark.js",
    "face/offline.js",
    "face/offline-proofs.js",
    "face/icon.svg",
    "face/icon-192.png",
    "face/icon-512.png",
    f"{_FONTS}atkinson-hyperlegible-next-latin-wght-normal.woff2",
    f"{_FONTS}atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
    f"{_FONTS}literata-latin-600-normal.woff2",
    f"{_FONTS}literata-latin-ext-600-normal.woff2",
)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Anyone. The camera may be used here and on no other page."""
    issuer = Issuer.objects.filter(is_current=True).first()
    context = {"issuer": issuer, "longest_age": LONGEST_AGE.days}
    response = render(request, "certification/offline/page.html", context)
    response.features_allowed = ("camera",)  # type: ignore[attr-defined]
    return response


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Anyone: keys and status lists, for the page and for whoever checks without us."""
    issuer = Issuer.objects.filter(is_current=True).first()
    if issuer is None:
        raise Http404
    try:
        document = pinned(issuer)
    except KeyMissing:
        logger.error("The status lists cannot be signed: a key is missing.")
        return JsonResponse({"error": "unavailable"}, status=503)
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page. It stands here because it may serve this address only."""
    parts = [static(name) for name in PARTS]
    # A change of words reaches kept pages too.
    words = render_to_string("certification/offline/words.html")
    script = _built()
    version = hashlib.sha256("\n".join([*parts, words, script]).encode()).hexdigest()[:16]
    known = {
        "version": f"{version}-{get_language()}",
        "page": reverse("certification:offline"),
        "parts": parts,
    }
    response = HttpResponse(
        f"self.waymarkParts = {json.dumps(known)};\n{script}",
        content_type="text/javascript; charset=utf-8",
    )
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _built() -> str:
    name = "face/offline-worker.js"
    found = finders.find(name)
    if isinstance(found, str):
        return Path(found).read_text(encoding="utf-8")
    with staticfiles_storage.open(name) as file:
        return bytes(file.read()).decode()


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Anyone: what a device needs to know to install the page (W3C Web Application Manifest)."""
    icons: list[dict[str, Any]] = [
        {
            "src": static(f"face/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    address = reverse("certification:offline")
    return JsonResponse(
        {
            "id": address,
            "name": _("Check a certificate: %(site)s") % {"site": settings.SITE_NAME},
            "short_name": _("Check"),
            "description": _("Checks certificates, with and without network."),
            "start_url": address,
            "scope": address,
            "display": "standalone",
            "lang": get_language(),
            "background_color": "#fbf8f2",
            "theme_color": "#1e5a57",
            "icons": [
                *icons,
                {"src": static("face/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            ],
        },
        content_type="application/manifest+json",
    )

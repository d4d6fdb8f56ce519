"""What machines and holders fetch: files of certificates, status lists, keys."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certification import published, revocations, vault
from certification.codes import read_code
from certification.models import CredentialFile, Issuer, RevocationList, StatusList
from certification.open_badges import baking, jwt
from certification.open_badges.did import did_for
from certification.pdf.marks import MEDIA_TYPE
from certification.signers.base import KeyMissing
from certification.status_lists import signed_list
from certification.verify.answering import find
from courses.content.models import CourseVersion

logger = logging.getLogger(__name__)
HOUR = "public, max-age=3600"
_TYPES = {
    CredentialFile.Kind.PDF: "application/pdf",
    CredentialFile.Kind.JSON: MEDIA_TYPE,
    CredentialFile.Kind.JWT: jwt.MEDIA_TYPE,
    CredentialFile.Kind.PNG: baking.MEDIA_TYPE,
}


def _open(response: HttpResponse, keep: str) -> HttpResponse:
    """For every site's scripts: verifiers in browsers fetch this from elsewhere."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = keep
    return response


def _json(data: Any, kind: str = "application/json", keep: str = HOUR) -> HttpResponse:
    return _open(HttpResponse(json.dumps(data, ensure_ascii=False), content_type=kind), keep)


@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The holder, or whoever has the code; with a licence number on it the holder alone."""
    return _file(request, code, CredentialFile.Kind.PDF)


@require_safe
def credential_json(request: HttpRequest, code: str) -> HttpResponse:
    """The holder, or whoever has the code. It is the credential's own address."""
    return _file(request, code, CredentialFile.Kind.JSON)


@require_safe
def token(request: HttpRequest, code: str) -> HttpResponse:
    """The holder, or whoever has the code."""
    return _file(request, code, CredentialFile.Kind.JWT)


@require_safe
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """The holder, or whoever has the code."""
    return _file(request, code, CredentialFile.Kind.PNG)


def _file(request: HttpRequest, code: str, kind: CredentialFile.Kind) -> HttpResponse:
    credential = find(read_code(code))
    if credential is None:
        raise Http404
    row = credential.files.filter(kind=kind).order_by("revision").last()
    if row is None:
        raise Http404
    if not row.path:
        return render(request, "certification/gone.html", {"credential": credential}, status=410)
    private = kind == CredentialFile.Kind.PDF and bool(credential.licence)
    holder = credential.holder_id is not None and credential.holder_id == request.user.pk
    if private and not holder:
        return render(request, "certification/private.html", {"credential": credential}, status=403)
    try:
        data = vault.get(row.path, bytes(row.wrapped_key), row.sha256)
    except (OSError, KeyMissing, vault.Damaged):
        logger.error("The stored %s of certificate %s cannot be read.", kind, credential.pk)
        return render(request, "certification/unavailable.html", status=503)
    response = HttpResponse(data, content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="certificate-{credential.code}.{kind}"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return _open(response, "private, no-store")


@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """Anyone: which certificates of a list are revoked, by index only."""
    try:
        document = signed_list(number)
    except StatusList.DoesNotExist:
        raise Http404 from None
    return _open(HttpResponse(document, content_type=MEDIA_TYPE), "public, max-age=300")


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """Anyone: the keys that credentials are proven with, retired ones too.

    A host that the issuer had before and that still leads here gets its own document.
    """
    issuer = Issuer.objects.filter(is_current=True).first()
    if issuer is None:
        raise Http404
    asked = did_for(f"https://{request.get_host()}")
    name = asked if asked in issuer.dids() else issuer.did
    response = _json(published.did_document(name), "application/did+json")
    response["Vary"] = "Host"
    return response


@require_safe
def jwks_document(request: HttpRequest) -> HttpResponse:
    """Anyone: the same keys, and those for tokens, as JSON Web Keys."""
    issuer = Issuer.objects.filter(is_current=True).first()
    return _json(published.key_set(issuer.dids() if issuer else []), "application/jwk-set+json")


@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """Anyone: the certificates behind the signatures in our PDFs, the root last."""
    pem = published.chain()
    if not pem:
        raise Http404
    response = HttpResponse(pem, content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="waymark-certificates.pem"'
    return _open(response, HOUR)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Anyone: every public key that ever signed here, with its state and since when."""
    return _json(published.key_history())


@require_safe
def revoked(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Anyone: the list of revoked keys, the newest or one from before."""
    if number is not None:
        found = RevocationList.objects.filter(number=number).first()
    else:
        try:
            found = revocations.current()
        except KeyMissing:
            found = None
    if found is None:
        raise Http404
    return _open(HttpResponse(bytes(found.document), content_type=revocations.MEDIA_TYPE), HOUR)


@require_safe
def achievement(request: HttpRequest, course_hash: str) -> HttpResponse:
    """Anyone: what a credential's achievement address leads to, for one version of a course."""
    version = CourseVersion.objects.filter(hash=course_hash).first()
    if version is None:
        raise Http404
    return _json(published.achievement(version, request.build_absolute_uri()))

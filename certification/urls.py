"""Addresses of certificates. They are on paper: none of them may ever change."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from certification.views import checking, files, holding, licence

app_name = "certification"
urlpatterns: list[URLPattern | URLResolver] = [
    path("verify/", checking.ask, name="ask"),
    path("verify/many/", include("certification.bulk.urls")),
    path("verify/offline/", include("certification.offline.urls")),
    path("verify/<str:code>/", checking.check, name="check"),
    path("credentials/", holding.mine, name="mine"),
    path("credentials/for/<uuid:completion>/", holding.for_completion, name="for_completion"),
    path("credentials/for/<str:code>/ask/", holding.request_page, name="request"),
    path("credentials/licence/<uuid:completion>/", licence.licence, name="licence"),
    path("credentials/status/<int:number>", files.status_list, name="status"),
    path("credentials/chain.pem", files.chain, name="chain"),
    path("credentials/keys.json", files.keys, name="keys"),
    path("credentials/revoked.crl", files.revoked, name="revoked"),
    path("credentials/revoked/<int:number>.crl", files.revoked, name="revoked_before"),
    path("credentials/achievements/<str:course_hash>", files.achievement, name="achievement"),
    path("credentials/<str:code>.json", files.credential_json, name="json"),
    path("credentials/<str:code>.pdf", files.pdf, name="pdf"),
    path("credentials/<str:code>.jwt", files.token, name="jwt"),
    path("credentials/<str:code>.png", files.picture, name="png"),
    path("agencies/", include("certification.agencies.urls")),
    path("api/v1/", include("certification.api.urls")),
    path(".well-known/did.json", files.did, name="did"),
    path(".well-known/jwks.json", files.jwks_document, name="jwks"),
]

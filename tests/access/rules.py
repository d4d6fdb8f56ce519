"""Who may, for every address of the site. A new address is refused until it stands here.

An own line for each address of ours; for Wagtail's own, a line for each of its rooms.
"""

from __future__ import annotations

SIGNED_IN = (
    "learner, another learner, trainer, trainer elsewhere, reviewer, administrator, "
    "manager, verifier, another manager"
)
EDITORS = "trainer, trainer elsewhere, reviewer, administrator"
GROUPS = {
    "everyone": f"stranger, {SIGNED_IN}",
    "signed in": SIGNED_IN,
    "editors": EDITORS,
    "trainers": "trainer, administrator",
    "agency": "manager, verifier, administrator",
    "agency managers": "manager, administrator",
    # Programs, by their key: no session opens it.
    "key": "",
    # Leads to the page for signing in, whoever asks.
    "door": "",
}


def named(words: str) -> set[str]:
    """The kinds of people that a rule names."""
    return {kind.strip() for kind in GROUPS.get(words, words).split(",") if kind.strip()}


RULES = {
    "healthz": "everyone",
    "readyz": "everyone",
    "^((?:[\\w\\-]+/)*)$": "everyone",
    "courses/<slug:slug>/": "everyone",
    "uploads/<path:path>": "everyone",
    "documents/^(\\d+)/(.*)$": "everyone",
    # Home
    "exit/": "everyone",
    "exit/return/": "everyone",
    "break/": "everyone",
    "break/stop/": "everyone",
    "stay-safe/": "everyone",
    "support/": "everyone",
    "display/": "everyone",
    # People
    "accounts/profile/": "signed in",
    "accounts/your-data/": "signed in",
    "accounts/your-data/download/": "signed in",
    "accounts/your-data/delete/": "signed in",
    "accounts/your-data/record/": "signed in",
    "accounts/your-data/record/statements.json": "signed in",
    "accounts/deleted/": "everyone",
    "accounts/signup/": "everyone",
    "accounts/inactive/": "everyone",
    "accounts/confirm-email/": "signed in",
    "accounts/password/reset/": "everyone",
    "accounts/password/reset/done/": "everyone",
    "accounts/password/reset/complete/": "everyone",
    "accounts/login/": "everyone",
    "accounts/logout/": "everyone",
    "accounts/reauthenticate/": "signed in",
    "accounts/email/": "signed in",
    "accounts/password/change/": "signed in",
    "accounts/password/set/": "signed in",
    "accounts/2fa/": "signed in",
    "accounts/2fa/reauthenticate/": "signed in",
    "accounts/2fa/totp/activate/": "signed in",
    # Of these people, Vera alone has set up a second step.
    "accounts/2fa/totp/deactivate/": "verifier",
    "accounts/2fa/recovery-codes/": "verifier",
    "accounts/2fa/recovery-codes/generate/": "signed in",
    "accounts/2fa/recovery-codes/download/": "verifier",
    "accounts/3rdparty/": "signed in",
    # Learning
    "learning/": "signed in",
    "learning/what-we-record/": "signed in",
    "learning/enrol/<uuid:course_key>/": "signed in",
    "learning/attempts/<uuid:attempt>/": "learner",
    "learning/attempts/<uuid:attempt>/end/": "learner",
    "learning/<uuid:enrolment>/": "learner",
    "learning/<uuid:enrolment>/leave/": "learner",
    "learning/<uuid:enrolment>/return/": "learner",
    "learning/<uuid:enrolment>/version/": "learner",
    "learning/<uuid:enrolment>/lessons/<uuid:lesson_key>/": "learner",
    "learning/<uuid:enrolment>/scenarios/<uuid:scenario_key>/": "learner",
    # Activities: what plays knows nobody; what it reports is the learner's whose ticket it is.
    "activities/play/<str:token>/": "everyone",
    "activities/files/<str:token>/<path:path>": "everyone",
    "activities/keep/": "learner",
    "activities/report/": "learner",
    # Certificates
    "verify/": "everyone",
    "verify/many/": "everyone",
    "verify/many/download/": "everyone",
    "verify/many/receipt/": "everyone",
    "verify/offline/": "everyone",
    "verify/offline/data.json": "everyone",
    "verify/offline/worker.js": "everyone",
    "verify/offline/manifest.webmanifest": "everyone",
    "verify/<str:code>/": "everyone",
    "credentials/": "signed in",
    "credentials/for/<uuid:completion>/": "learner",
    "credentials/for/<str:code>/ask/": "learner",
    "credentials/licence/<uuid:completion>/": "learner",
    "credentials/status/<int:number>": "everyone",
    "credentials/chain.pem": "everyone",
    "credentials/keys.json": "everyone",
    "credentials/revoked.crl": "everyone",
    "credentials/revoked/<int:number>.crl": "everyone",
    "credentials/achievements/<str:course_hash>": "everyone",
    "credentials/<str:code>.json": "everyone",
    "credentials/<str:code>.pdf": "everyone",
    "credentials/<str:code>.jwt": "everyone",
    "credentials/<str:code>.png": "everyone",
    ".well-known/did.json": "everyone",
    ".well-known/jwks.json": "everyone",
    # Agencies and their programs
    "agencies/": "signed in",
    "agencies/invitations/<int:invitation>/": "another learner",
    "agencies/<uuid:agency>/": "agency",
    "agencies/<uuid:agency>/calls/": "agency",
    "agencies/<uuid:agency>/keys/new/": "agency managers",
    "agencies/<uuid:agency>/keys/<str:prefix>/revoke/": "agency managers",
    "agencies/<uuid:agency>/people/invite/": "agency managers",
    "agencies/<uuid:agency>/people/<int:membership>/remove/": "agency managers",
    "agencies/<uuid:agency>/invitations/<int:invitation>/withdraw/": "agency managers",
    "api/v1/": "everyone",
    "api/v1/docs/": "everyone",
    "api/v1/openapi.json": "everyone",
    "api/v1/problems/<str:name>": "everyone",
    "api/v1/issuer": "everyone",
    "api/v1/credentials/<str:code>": "key",
    "api/v1/credentials/<str:code>/name": "key",
    "api/v1/checks": "key",
    "api/v1/agencies/<uuid:agency>/usage": "key",
    # The editor: our rooms
    "admin/login/": "door",
    "admin/logout/": "everyone",
    "admin/account/": "editors",
    "admin/reports/audit-log/": "administrator",
    "admin/reports/audit-log/results/": "administrator",
    "admin/record-store/": "administrator",
    "admin/record-store/again/": "administrator",
    "admin/record-store/again/<uuid:statement_id>/": "administrator",
    "admin/activities/": "trainers",
    "admin/activities/new/": "trainers",
    "admin/activities/libraries/": "administrator",
    "admin/activities/libraries/<int:pk>/": "administrator",
    "admin/activities/versions/<int:pk>/": "trainers",
    "admin/activities/versions/<int:pk>/cancel/": "trainers",
    "admin/activities/versions/<int:pk>/package/": "trainers",
    "admin/activities/versions/<int:pk>/played/": "trainers",
    "admin/activities/<int:pk>/": "trainers",
    "admin/activities/<int:pk>/new/": "trainers",
    "admin/activities/<int:pk>/try/": "trainers",
    "admin/activities/<int:pk>/delete/": "trainers",
    "admin/stories/import/<int:pk>/": "trainers",
    "admin/stories/<int:pk>/twee/": "trainers",
    "admin/scenarios/<int:pk>/": "trainers",
    "admin/scenarios/<int:pk>/accept/": "trainers",
    "admin/scenarios/<int:pk>/withdraw/": "trainers",
    "admin/scenarios/<int:pk>/play/": "trainers",
    "admin/scenarios/<int:pk>/play/keep/": "trainers",
    "admin/scenarios/<int:pk>/walks/remove/": "trainers",
    "admin/scenarios/<int:pk>/script/": "trainers",
    "admin/flows/": "trainers",
    "admin/flows/<int:pk>/": "trainers",
    "admin/flows/<int:pk>/<slug:version>/": "trainers",
    "admin/flows/<int:pk>/<slug:version>/csv/": "trainers",
    "admin/certificates/": "administrator",
    "admin/certificates/anew/": "administrator",
    "admin/certificates/anew/<uuid:uuid>/": "administrator",
    "admin/certificates/<str:code>/": "administrator",
    "admin/achievements/": "trainers",
    "admin/achievements/<uuid:key>/": "trainers",
    "admin/achievements/<uuid:key>/look/": "trainers",
    "admin/achievements/<uuid:key>/remove/": "trainers",
    "admin/achievements/<uuid:key>/in/<str:language>/": "trainers",
    "admin/achievements/<uuid:key>/in/<str:language>/look/": "trainers",
    "admin/achievements/<uuid:key>/in/<str:language>/remove/": "trainers",
    # The editor: pages, where being a trainer is not enough, and reviews
    "admin/pages/<int:page_id>/edit/": "trainers",
    "admin/pages/<int:page_id>/delete/": "trainers",
    "admin/workflows/list/": "administrator",
    "admin/workflows/add/": "administrator",
}

# The rooms of the editor that are made by Wagtail, by the word behind /admin/: who opens anything
# in them. Learners, agencies and strangers open none, whatever stands here.
ROOMS = {
    "": "editors",
    "activity-chooser": "editors",
    "api": "editors",
    "block-preview": "editors",
    "bulk": "editors",
    "choose-anchor-link": "editors",
    "choose-email-link": "editors",
    "choose-external-link": "editors",
    "choose-page": "editors",
    "choose-phone-link": "editors",
    "collections": "administrator",
    "dismissibles": "editors",
    "documents": "editors",
    "editing-sessions": "editors",
    "embeds": "editors",
    "failwhale": "editors",
    "forms": "trainer, trainer elsewhere, administrator",
    "groups": "administrator",
    "images": "editors",
    "locales": "administrator",
    "media": "editors",
    "membership": "administrator",
    "organisation": "administrator",
    "pages": "editors",
    "partner_agencies": "administrator",
    "redirects": "administrator",
    "reports": "editors",
    "settings": "administrator",
    "sites": "administrator",
    "snippets": "editors",
    "tag-autocomplete": "editors",
    "test404": "editors",
    "users": "administrator",
    # Its chooser of tasks is every editor's; the rest has lines above.
    "workflows": "editors",
}
# Rooms that a bare GET does not show: what they do is posted, or asks about something chosen.
UNSEEN = {
    "api",
    "block-preview",
    "bulk",
    "collections",
    "editing-sessions",
    "failwhale",
    "settings",
}
# Anybody's: the sprite of icons, the words of the scripts, and doors that lead to allauth's.
OPEN = {"password_reset", "sprite", "jsi18n", "logout", "login"}
# Steps within a sign-in that is under way, addresses that only say that something was called off,
# and doors of Wagtail that lead to ours: without what they wait for they lead elsewhere.
STEPS = {
    "accounts/login/code/confirm/",
    "accounts/password/reset/confirm/",
    "accounts/2fa/authenticate/",
    "accounts/3rdparty/login/cancelled/",
    "accounts/3rdparty/login/error/",
    "accounts/3rdparty/signup/",
    "accounts/social/login/cancelled/",
    "accounts/social/login/error/",
    "accounts/social/signup/",
    "accounts/social/connections/",
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/",
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/callback/",
    "documents/authenticate_with_password/<int:restriction_id>/",
    "_util/login/",
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
    "api/v1/<path:rest>",
}
# What may be posted without the token of a page of ours, and why.
NO_TOKEN = {
    # Leaving works from a stale page too; a break shows a page and changes nothing.
    "exit/",
    "break/",
    # Verifiers have no session and get no cookie; asking changes nothing.
    "verify/",
    "verify/many/",
    "verify/many/download/",
    "verify/many/receipt/",
    "verify/<str:code>/",
    # Programs have a key.
    "api/v1/docs/",
    "api/v1/openapi.json",
    "api/v1/problems/<str:name>",
    "api/v1/issuer",
    "api/v1/credentials/<str:code>",
    "api/v1/credentials/<str:code>/name",
    "api/v1/checks",
    "api/v1/agencies/<uuid:agency>/usage",
    "api/v1/<path:rest>",
}

# After the exit these answer as always: the exit itself, machines, and who checks a certificate.
ALWAYS = ("exit/", "healthz", "readyz", ".well-known/", "verify/", "api/", "credentials/")
COVERED = {
    "credentials/",
    "credentials/for/<uuid:completion>/",
    "credentials/for/<str:code>/ask/",
    "credentials/licence/<uuid:completion>/",
}

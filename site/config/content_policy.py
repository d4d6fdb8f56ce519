"""What a browser may do with our pages: one strict policy, and a looser one for the editor."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

SELF = "'self'"
NONE = "'none'"


def learner_policy(identity_provider: str = "", activities: str = "") -> dict[str, Any]:
    """For everybody's pages: nothing inline, nothing from elsewhere.

    Forms go to ourselves and, where one is set, to the identity provider: browsers hold the
    redirect that follows a form to the same rule. `activities` is the second host that H5P
    activities are played on, where there is one.
    """
    parts = urlsplit(identity_provider)
    provider = [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF, *([activities.rstrip("/")] if activities else [])],
        "form-action": [SELF, *provider],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [SELF],
    }


def editor_policy(activities: str = "") -> dict[str, Any]:
    """For /admin/ and the previews in it: Wagtail's editor has inline scripts and styles, and
    makes functions from text (`new Function`). Still nothing from elsewhere; `activities` as above.
    """
    return {
        **learner_policy(activities=activities),
        "script-src": [SELF, "'unsafe-inline'", "'unsafe-eval'"],
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF, "data:"],
        "worker-src": [SELF, "blob:"],
    }

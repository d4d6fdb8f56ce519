"""Links that people paste where a code is asked for: which host they lead to, and the code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from certification.models import Issuer

_PATH = re.compile(r"/(?:verify|credentials)/([^/.]+)(?:\.(?:json|pdf|jwt|png))?/?")


@dataclass(frozen=True)
class Link:
    """A link of the kind that our papers carry, whoever made it."""

    host: str
    code: str

    def is_ours(self) -> bool:
        """Whether it leads to the issuer, at its present address or a former one."""
        issuer = Issuer.objects.filter(is_current=True).first()
        bases = [issuer.base_url, *(each["base_url"] for each in issuer.former)] if issuer else []
        return self.host in {urlsplit(base).netloc.lower() for base in bases}


def find_link(text: str) -> Link | None:
    """The link in what somebody pasted; None where it is none."""
    try:
        parts = urlsplit(text.strip())
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return None
    found = _PATH.search(parts.path)
    if parts.scheme not in {"http", "https"} or not host or found is None:
        return None
    return Link(host, found[1])

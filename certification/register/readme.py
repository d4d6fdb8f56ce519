"""The page of words that lies beside an exported register."""

from __future__ import annotations

from datetime import datetime

from certification.models import Issuer

_TEXT = """\
# Register of certificates: {name}

Made on {day:%Y-%m-%d %H:%M} UTC by {name} ({did}). {count} certificates.

This folder is everything that is needed to go on answering for these certificates when the site
that issued them is gone. It holds no name, no address and no code of any holder.

## For who takes over

Publish the folder as it is, as static files with https, at best under the host name that the
certificates name ({base}). These addresses are inside the certificates and must not change:

- `/.well-known/did.json`: the keys that prove credentials. For each host name that was used before
  there is one below `former/`; it belongs on that host.
- `/.well-known/jwks.json`: the same keys and those of tokens.
- `/credentials/status/<number>`: signed lists of what was revoked or suspended. They hold for ten
  years from the day above; nobody can sign new ones without the keys.
- `/credentials/chain.pem`, `/credentials/revoked.crl`: for the signatures in PDFs.
- `/credentials/keys.json`: every key there ever was, and what became of it.
- `/credentials/achievements/<hash>`: the versions of courses that certificates refer to.

## For who checks a certificate

A PDF, JSON, JWT or PNG proves itself with the keys above. Whether it was revoked stands in the
status list that it names. The register says both in one line:

1. Write the code without dashes, in capitals: 26 characters.
2. Make its SHA-256: `printf %s CODE | sha256sum`.
3. Open `register/<first two digits>.jsonl` and find the line with this `codeSha256`.
4. Compare `facts` with the paper, and `state`. `files` has the SHA-256 of each file that was
   issued: `sha256sum certificate.pdf` must give one of them.

`state` is what it was on the day above: later, `valid_until` in the facts may have passed.
The name cannot be looked up; the holder's own file proves it.

## Is this folder the one that was signed?

`manifest.json` has size and SHA-256 of every file; `manifest.jws` is a signature over it (detached
JWS, EdDSA). With the Waymark software: `python manage.py register check FOLDER`, or without a site
`python -m certification.register.checking FOLDER`. The second tells the fingerprint of the key:
compare it with one that you have from elsewhere.
"""


def readme(issuer: Issuer, day: datetime, count: int) -> str:
    """What the folder is, for a successor and for a verifier."""
    return _TEXT.format(
        name=issuer.name, did=issuer.did, base=issuer.base_url, day=day, count=count
    )

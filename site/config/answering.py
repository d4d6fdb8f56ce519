"""Whether the site answers at `/healthz`. As a program, for container engines: 0 or 1.

Needs no Django, so that asking every half minute costs next to nothing.
"""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


def answers(host: str, port: int, public_url: str) -> bool:
    """Ask the server on this machine, under the name that the site is known by."""
    connection = HTTPConnection(reachable(host), port, timeout=5)
    name = urlsplit(public_url).netloc or netloc(host, port)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def netloc(host: str, port: int) -> str:
    """`host:port` as it stands in an address that this machine can open."""
    name = reachable(host)
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"


def reachable(host: str) -> str:
    """A server that listens everywhere is asked on this machine."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    return everywhere.get(host, host)


if __name__ == "__main__":
    well = answers(
        os.environ.get("HOST") or "127.0.0.1",
        int(os.environ.get("PORT") or 8000),
        os.environ.get("PUBLIC_URL", ""),
    )
    sys.exit(0 if well else 1)

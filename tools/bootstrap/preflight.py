"""What is checked before the long work begins: port, disk, and that nobody else is at it."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import socket
from pathlib import Path

from bootstrap.places import ROOT, var_folder
from bootstrap.report import Stop

MEGABYTE = 1024 * 1024


def require_port(host: str, port: str) -> None:
    """`Stop` unless a server may listen at this address."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Stop(f"PORT={port} is no port: write a number between 1 and 65535.")
    number = int(port)
    other = f"`make run PORT={number + 1 if number < 65535 else 8000}`"
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        raise Stop(f"HOST={host} is not an address of this machine: try 127.0.0.1.") from None
    with socket.socket(family, kind, protocol) as probe:
        # As the server does it, so that a port just left is free at once.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
            probe.listen(1)
        except OSError as error:
            sentences = {
                errno.EADDRINUSE: f"Port {port} is in use by another program: stop that, or choose"
                f" another port with {other}.",
                errno.EACCES: f"Port {port} is reserved for the system: choose one above 1023,"
                " such as `make run PORT=8000`.",
                errno.EADDRNOTAVAIL: f"HOST={host} is no address of this machine: try 127.0.0.1.",
            }
            fallback = f"Port {port} on {host} cannot be used ({error.strerror})."
            raise Stop(sentences.get(error.errno or 0, fallback)) from None


def require_space(megabytes: int, path: Path = ROOT) -> None:
    """`Stop` unless that much is free where `path` lies."""
    while not path.exists():
        path = path.parent
    free = shutil.disk_usage(path).free // MEGABYTE
    if free < megabytes:
        raise Stop(
            f"The disk is nearly full: {free} MB are free at {path}, and {megabytes} MB are needed."
        )


def require_writable_var() -> None:
    """`Stop` unless the folder of the site's data can be made and written."""
    folder = var_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(f"The data folder {folder} cannot be made ({error.strerror}).") from None
    if not os.access(folder, os.W_OK):
        raise Stop(f"The data folder {folder} may not be written: check that it belongs to you.")


class OneAtATime:
    """Holds this folder while it is being set up, so that two starts do not mix their files."""

    def __enter__(self) -> OneAtATime:
        self._folder = os.open(ROOT, os.O_RDONLY)
        try:
            fcntl.flock(self._folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  Another make is setting up this folder; waiting for it …", flush=True)
            fcntl.flock(self._folder, fcntl.LOCK_EX)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._folder)

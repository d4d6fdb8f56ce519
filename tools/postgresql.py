"""A PostgreSQL for the tests: the one at TEST_DATABASE_URL, or a cluster of our own until `stop`.

    postgresql.py start FOLDER    prints the address; starts a cluster in FOLDER where needed
    postgresql.py stop FOLDER     stops the cluster in FOLDER, if there is one

Runs in .venv. Without a server on the machine, Debian's is installed (as root, with apt).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

STANDARD = "postgres://postgres@127.0.0.1:5432/postgres"


def start(folder: Path) -> str:
    """Address of a server that answers and lets us make databases."""
    given = os.environ.get("TEST_DATABASE_URL") or STANDARD
    if answers(given):
        return given
    programs = find_programs() or install()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The server refuses to run as root, so the folder becomes another's.
    folder.chmod(0o755)
    data = folder / "postgresql"
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(data, "postgres", "postgres")
    as_server([programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8"])
    # The data is thrown away, so nothing need reach the disk.
    options = f"-p {port} -h 127.0.0.1 -k {data} -c fsync=off -c full_page_writes=off"
    log = data / "log"
    as_server([programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"])
    return f"postgres://postgres@127.0.0.1:{port}/postgres"


def stop(folder: Path) -> None:
    data, programs = folder / "postgresql", find_programs()
    if programs and (data / "postmaster.pid").exists():
        as_server([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


def answers(address: str) -> bool:
    """Whether a server is there and this role may make databases."""
    import psycopg

    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            row = connection.execute(
                "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl; Debian keeps one per version."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def install() -> Path:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(
            "No PostgreSQL was found: install one, or name a server with"
            " TEST_DATABASE_URL=postgres://user:password@host:5432/name."
        )
    print("Installing PostgreSQL for the tests …", file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (
        ["update", "-qq"],
        ["install", "-qq", "-y", "--no-install-recommends", "postgresql"],
    ):
        carry_out(["apt-get", *arguments], quiet)
    programs = find_programs()
    if not programs:
        sys.exit("PostgreSQL was installed, but initdb is not where it is expected.")
    return programs


def as_server(command: Sequence[str | Path]) -> None:
    """Run as the server's user; root becomes `postgres`."""
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    carry_out([*become, *(str(part) for part in command)])


def carry_out(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    # A started server keeps its parent's output open, so that goes nowhere.
    answer = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        check=False,
    )
    if answer.returncode:
        sys.exit(f"{' '.join(command)} ended with status {answer.returncode}.")


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdecimal() else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["start", folder]:
            print(start(Path(folder)))
        case ["stop", folder]:
            stop(Path(folder))
        case _:
            sys.exit(__doc__)

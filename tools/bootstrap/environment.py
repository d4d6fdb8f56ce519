"""The Python environment in this folder and the packages in it."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from bootstrap import stamps
from bootstrap.commands import run
from bootstrap.places import ROOT
from bootstrap.report import Step, Stop

QUIET_PIP = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
    "PIP_PROGRESS_BAR": "off",
    "PIP_RETRIES": "3",
}
RUNTIME = ROOT / "requirements.txt"
TOOLS = ROOT / "requirements-dev.txt"
NODE = ROOT / "tools" / "requirements-node.txt"


class Environment:
    """A virtual environment: `.venv`, or another for the newest Wagtail."""

    def __init__(self, name: str = ".venv") -> None:
        self.folder = ROOT / name
        self.python = self.folder / "bin" / "python"

    def ensure(self) -> None:
        """Make it unless it is there and whole."""
        if self._whole():
            return
        if not importlib.util.find_spec("ensurepip"):
            version = "{}.{}".format(*sys.version_info)
            raise Stop(
                f"Python {version} lacks its venv module: on Debian or Ubuntu install it with"
                f" `sudo apt install python{version}-venv`, then run the same command again."
            )
        with Step(f"Python environment in {self.folder.name}/"):
            # A half-made one is of no use, and one of a Python that is gone neither.
            shutil.rmtree(self.folder, ignore_errors=True)
            run([sys.executable, "-m", "venv", self.folder], doing="making the Python environment")

    def install(self, *requirements: Path, title: str = "Python packages") -> None:
        """Install what these files pin, unless it was installed already."""
        missing = [path for path in requirements if not self.has(path)]
        if not missing:
            return
        files = {included for path in missing for included in _with_included(path)}
        total = sum(len(_pins(path)) for path in files)
        options = [part for path in missing for part in ("-r", str(path))]
        with Step(title, total) as step:

            def count(line: str) -> None:
                found = re.match(r"(?:Collecting|Requirement already satisfied:) (\S+)", line)
                if found:
                    step.advance(found.group(1).split("==")[0])

            run(
                [self.python, "-m", "pip", "install", *options],
                doing="installing Python packages",
                each_line=count,
                environment=QUIET_PIP,
            )
        for path in missing:
            for included in _with_included(path):
                stamps.write(self._stamp(included), stamps.digest(_with_included(included)))

    def install_newest(self, names: list[str]) -> None:
        """Install or upgrade to the newest releases that fit together; every time, no stamp."""
        with Step("Newest packages", len(names)) as step:

            def count(line: str) -> None:
                if line.startswith("Collecting "):
                    step.advance(line.split()[1])

            run(
                [self.python, "-m", "pip", "install", "--upgrade", *names],
                doing="installing the newest packages",
                each_line=count,
                environment=QUIET_PIP,
            )

    def has(self, requirements: Path) -> bool:
        """Whether what this file pins was installed."""
        value = stamps.digest(_with_included(requirements))
        return stamps.fresh(self._stamp(requirements), value)

    def _stamp(self, path: Path) -> Path:
        return self.folder / "installed" / path.stem

    def _whole(self) -> bool:
        if not self.python.exists():
            return False
        code = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
        answer = subprocess.run(
            [self.python, "-c", code], capture_output=True, check=False, env={**os.environ}
        )
        return answer.returncode == 0


def direct_names(path: Path) -> list[str]:
    """The names, without versions, above the line `# Brought along`."""
    head = path.read_text(encoding="utf-8").split("# Brought along")[0]
    return [line.split("==")[0] for line in head.splitlines() if _is_pin(line)]


def _pins(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if _is_pin(line)]


def _is_pin(line: str) -> bool:
    return bool(line.strip()) and not line.startswith(("#", "-"))


def _with_included(path: Path) -> list[Path]:
    """The file and those that it takes in with `-r`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [path] + [path.parent / line[3:].strip() for line in lines if line.startswith("-r ")]

"""Programs that the tests drive: a browser, Node, and readers that give a second opinion.

Where one is missing and cannot be installed, this says so, and the tests that need it fail with a
sentence; none is skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from bootstrap import node
from bootstrap.commands import run
from bootstrap.environment import Environment
from bootstrap.report import Step, Stop

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
NO_BROWSER = (
    "No Chromium or Chrome was found, and none could be installed here, so the browser tests"
    " will fail: install one (on Debian `sudo apt install chromium`), or name it with"
    " WAYMARK_BROWSER=/path/to/chromium."
)
READERS = {
    "pdfsig": ("poppler-utils", "pdfsig, which checks signatures"),
    "zbarimg": ("zbar-tools", "zbarimg, which reads QR codes"),
    "unzip": ("unzip", "unzip, which the time for unpacking is measured by"),
}


def ensure(venv: Environment) -> dict[str, str]:
    """Find or install them; answers the variables that tell the tests."""
    found = {"WAYMARK_NODE": str(node.ensure(venv).program)}
    if not _answers(str(_site_packages(venv) / "playwright" / "driver" / "node")):
        # Playwright's own Node asks for a library that a bare Debian lacks; ours does not.
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", found["WAYMARK_NODE"])
    browser = find_browser(venv) or install_browser(venv)
    if browser:
        found["WAYMARK_BROWSER"] = browser
    else:
        print(f"  {NO_BROWSER}", flush=True)
    for program, (package, title) in READERS.items():
        if not shutil.which(program) and not _apt(package, title):
            print(f"  {title} was not found: install {package}, or its tests fail.", flush=True)
    return found


def find_browser(venv: Environment) -> str:
    """Path of a browser that answers, or an empty string."""
    named = os.environ.get("WAYMARK_BROWSER")
    if named:
        if not _answers(named):
            raise Stop(f"WAYMARK_BROWSER={named} does not run: name a Chromium or Chrome.")
        return named
    candidates = [shutil.which(name) for name in BROWSERS] + [_playwrights_own(venv)]
    return next((path for path in candidates if path and _answers(path)), "")


def install_browser(venv: Environment) -> str:
    """By apt as root, else Playwright's own download; an empty string where neither works."""
    if _apt("chromium", "Chromium"):
        return find_browser(venv)
    try:
        with Step("Chromium for the browser tests"):
            command = [str(venv.python), "-m", "playwright", "install", "chromium"]
            run(command, doing="downloading Chromium")
    except Stop as stop:
        print(f"\n  {str(stop).splitlines()[0]}", flush=True)
        return ""
    return find_browser(venv)


def _apt(package: str, title: str) -> bool:
    """Install a Debian package; False where that is not ours to do or does not work."""
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return False
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        with Step(title):
            run([apt, "update", "-q"], doing="reading the list of packages", environment=quiet)
            run(
                [apt, "install", "-q", "-y", "--no-install-recommends", package],
                doing=f"installing {package}",
                environment=quiet,
            )
    except Stop as stop:
        print(f"\n  {stop}", flush=True)
        return False
    return True


def _playwrights_own(venv: Environment) -> str:
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    answer = subprocess.run([venv.python, "-c", code], capture_output=True, text=True, check=False)
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else ""


def _site_packages(venv: Environment) -> Path:
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(run([venv.python, "-c", code], doing="looking for Playwright").strip())


def _answers(program: str) -> bool:
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0

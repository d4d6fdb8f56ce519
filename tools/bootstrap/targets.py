"""What each make target does once the folder is ready."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from bootstrap import environment, front_end, preflight, test_programs
from bootstrap.environment import Environment, direct_names
from bootstrap.places import BUILT, NODE_MODULES, ROOT, var_folder

# A process for each of up to four processors; tests/sharing_out.py says what stays together, and in
# which order. ARGS=-n0 runs all in one.
SHARED_OUT = ("-n", "logical", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder")
# Measured on Debian 12, rounded up: environment and front-end parts, then browser and tools.
SPACE_FOR_SITE, SPACE_FOR_TESTS, SPACE_TO_RUN = 1500, 3000, 100


def run() -> int:
    """Start the site; does not come back."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    preflight.require_port(host, port)
    venv = _site_environment()
    # What goes well need not be told here; a server logs more.
    quiet = os.environ.get("LOG_LEVEL") or "WARNING"
    command = [str(venv.python), "manage.py", "serve", "--prepare"]
    return _hand_over(command, HOST=host, PORT=port, LOG_LEVEL=quiet)


def test() -> int:
    return _pytest(*SHARED_OUT)


def drill() -> int:
    return _pytest("-m", "drill")


def _pytest(*options: str) -> int:
    venv, programs = _test_environment()
    chosen = shlex.split(os.environ.get("TESTS", "")) + shlex.split(os.environ.get("ARGS", ""))
    return _hand_over([venv.python, "-m", "pytest", *options, *chosen], **programs)


def check() -> int:
    venv = Environment()
    _prepare(venv, environment.TOOLS, space=SPACE_FOR_SITE)
    return _hand_over([venv.python, "tools/check.py"])


def bench() -> int:
    venv, programs = _test_environment()
    return _hand_over(
        [venv.python, "-m", "bench", *shlex.split(os.environ.get("ARGS", ""))], **programs
    )


def test_latest() -> int:
    """The tests on the newest releases of everything that we name ourselves."""
    venv = Environment(".venv-latest")
    with preflight.OneAtATime():
        preflight.require_space(SPACE_FOR_TESTS)
        venv.ensure()
        venv.install_newest(direct_names(environment.RUNTIME) + direct_names(environment.TOOLS))
        front_end.ensure(venv)
        programs = test_programs.ensure(venv)
    code = "import django, wagtail; print('Wagtail', wagtail.VERSION, 'Django', django.VERSION)"
    subprocess.run([venv.python, "-c", code], check=True)
    chosen = shlex.split(os.environ.get("TESTS", "")) + shlex.split(os.environ.get("ARGS", ""))
    return _hand_over([venv.python, "-m", "pytest", *SHARED_OUT, *chosen], **programs)


def clean() -> int:
    """Remove what make made; the data in var/ stays."""
    caches = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis")
    folders = [ROOT / name for name in (".venv", ".venv-latest", ".venv-store")]
    folders += [NODE_MODULES, BUILT, var_folder() / "static"]
    for folder in folders + [ROOT / name for name in caches]:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _site_environment() -> Environment:
    venv = Environment()
    preflight.require_writable_var()
    preflight.require_space(SPACE_TO_RUN, var_folder())
    _prepare(venv, environment.RUNTIME, space=SPACE_FOR_SITE)
    return venv


def _test_environment() -> tuple[Environment, dict[str, str]]:
    venv = Environment()
    _prepare(venv, environment.TOOLS, space=SPACE_FOR_TESTS)
    return venv, test_programs.ensure(venv)


def _prepare(venv: Environment, requirements: Path, *, space: int) -> None:
    with preflight.OneAtATime():
        if not venv.has(requirements):
            print("Preparing Waymark; this is done once and takes a few minutes.", flush=True)
            preflight.require_space(space)
        venv.ensure()
        venv.install(requirements)
        front_end.ensure(venv)


def _hand_over(command: Sequence[str | Path], **more: str) -> int:
    """Become the command, so that signals and the exit status are its own."""
    os.chdir(ROOT)
    parts = [str(part) for part in command]
    os.execve(parts[0], parts, {**os.environ, **more})  # noqa: S606


TARGETS: dict[str, Callable[[], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "drill": drill,
    "test-latest": test_latest,
    "clean": clean,
}

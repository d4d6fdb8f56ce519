"""Everything that can be told without running the site; prints what is not clean, and ends so."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = [
    name
    for name in ("site", "courses", "media", "certification", "bench")
    if (ROOT / name).is_dir()
]
TYPED = [*OURS, "tools", "manage.py"]

# A server's settings as an operator would give them; the secrets are made up.
SAMPLE_SERVER = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "sample-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "MASTER_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "PUBLIC_URL": "https://training.example.org",
    "DATABASE_URL": "postgres://waymark:sample@127.0.0.1:1/waymark",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://waymark:sample@mail.example.org:587",
}
TESTS = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
IMPORT_CONTRACTS = "from importlinter.cli import lint_imports_command as c; c()"


@dataclass(frozen=True)
class Check:
    title: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    check: Check
    clean: bool
    output: str
    seconds: float


CHECKS = (
    Check("types (mypy --strict)", ["-m", "mypy", *TYPED]),
    Check("lint (ruff)", ["-m", "ruff", "check", "."]),
    Check("formatting (ruff)", ["-m", "ruff", "format", "--check", "."]),
    Check(
        "import contracts",
        ["-c", IMPORT_CONTRACTS, "--no-cache"],
        {"PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)])},
    ),
    Check("migrations", ["manage.py", "makemigrations", "--check", "--dry-run"], TESTS),
    Check(
        "deployment settings",
        ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        SAMPLE_SERVER,
    ),
    Check("templates (djlint)", ["-m", "djlint", "--lint", "--quiet", *OURS]),
    Check("pinned packages fit together", ["-m", "pip", "check"]),
)


def carry_out(check: Check) -> Outcome:
    began = time.monotonic()
    answer = subprocess.run(
        [sys.executable, *check.command],
        cwd=ROOT,
        env={**os.environ, **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(check, answer.returncode == 0, answer.stdout, time.monotonic() - began)


def main() -> int:
    """Carry out all checks, two at a time; 0 when every one is clean."""
    with ThreadPoolExecutor(2) as pool:
        outcomes = []
        for outcome in pool.map(carry_out, CHECKS):
            outcomes.append(outcome)
            word = "clean" if outcome.clean else "NOT CLEAN"
            print(f"  {outcome.check.title}: {word} ({outcome.seconds:.0f} s)", flush=True)
    unclean = [outcome for outcome in outcomes if not outcome.clean]
    for outcome in unclean:
        print(f"\n--- {outcome.check.title}\n{outcome.output.rstrip()}")
    if unclean:
        print("\nNot clean: " + ", ".join(outcome.check.title for outcome in unclean))
    return 1 if unclean else 0


if __name__ == "__main__":
    sys.exit(main())

"""Production starts only with settings that can be used, and says which cannot."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k7" * 30 + "!qZ_x",
    "PUBLIC_URL": "https://training.example.org",
    "MASTER_KEY": base64.b64encode(bytes(range(32))).decode(),
    "EMAIL_URL": "smtp://localhost:25",
}


def manage(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        **GOOD,
        **changes,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_deployment_check_has_nothing_to_say(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", WAYMARK_VAR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "SECRET_KEY: set at least 50 random characters."),
        ("SECRET_KEY", "short", "SECRET_KEY: set at least 50 random characters."),
        ("PUBLIC_URL", "", "PUBLIC_URL: set the site's https address."),
        ("PUBLIC_URL", "http://training.example.org", "PUBLIC_URL: set the site's https address."),
        ("PUBLIC_URL", "training", "PUBLIC_URL: write a full address"),
        ("MASTER_KEY", "", "MASTER_KEY: set 32 random bytes in base64."),
        ("MASTER_KEY", "AAAA", "MASTER_KEY: set 32 random bytes in base64."),
        ("EMAIL_URL", "", "EMAIL_URL: set how mail leaves"),
        ("EMAIL_URL", "mail.example.org", "EMAIL_URL: write smtp://"),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL: write postgres://"),
        ("S3_URL", "https://bucket", "S3_URL: write s3://"),
        ("REDIS_URL", "localhost", "REDIS_URL: write redis://"),
        ("OIDC_URL", "https://id.example.org", "OIDC_URL: set OIDC_CLIENT_ID"),
        ("PORT", "99999", "PORT: write a port between"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES: write 0 or more"),
        ("NEUTRAL_TITLES", "perhaps", "NEUTRAL_TITLES: write yes or no"),
        ("EXIT_ADDRESS", "weather", "EXIT_ADDRESS: write a full address"),
        ("TIME_ZONE", "Mars/Base", "TIME_ZONE: write a time zone name"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL: write DEBUG"),
        ("SECRET_KEY_FILE", "/nowhere/key", "SECRET_KEY: "),
    ],
)
def test_a_wrong_setting_is_refused_with_a_sentence(name: str, value: str, sentence: str) -> None:
    done = manage("check", **{name: value})
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_all_that_is_missing_is_said_at_once() -> None:
    done = manage("check", SECRET_KEY="", PUBLIC_URL="", MASTER_KEY="", EMAIL_URL="")
    for name in ("SECRET_KEY", "PUBLIC_URL", "MASTER_KEY", "EMAIL_URL"):
        assert f"{name}: set" in done.stderr


def test_demonstration_accounts_are_refused_with_a_sentence(tmp_path: Path) -> None:
    done = manage("demo_accounts", WAYMARK_VAR=str(tmp_path))
    assert done.returncode == 1
    assert "in development only" in done.stderr


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(GOOD["SECRET_KEY"] + "\n")
    done = manage(
        "check", SECRET_KEY="", SECRET_KEY_FILE=str(tmp_path / "key"), WAYMARK_VAR=str(tmp_path)
    )
    assert done.returncode == 0, done.stderr

"""Where the bench works: a folder and databases of its own, and the settings of a server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import LiteralString
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
HOST = "bench.waymark.example"
SECRET = "for-measuring-only-" + "x" * 40


class Ground:
    """One run: `var` holds all files; with PostgreSQL, `schemas` of its own hold all tables."""

    def __init__(self) -> None:
        self.var = Path(os.environ.get("WAYMARK_VAR") or ROOT / "var").resolve() / "bench"
        self.postgresql = os.environ.get("DATABASE_URL", "")
        if self.postgresql.startswith("sqlite:"):
            self.postgresql = ""

    def clear(self) -> None:
        """Take away what an earlier run left."""
        shutil.rmtree(self.var, ignore_errors=True)
        self.var.mkdir(parents=True)
        self._with_schemas("DROP SCHEMA IF EXISTS {} CASCADE")
        self._with_schemas("CREATE SCHEMA {}")

    def tidy(self) -> None:
        """Leave the figures and the logs."""
        self._with_schemas("DROP SCHEMA {} CASCADE")
        for path in self.var.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.suffix not in {".json", ".log"}:
                path.unlink()

    def _with_schemas(self, command: LiteralString) -> None:
        if not self.postgresql:
            return
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.postgresql, autocommit=True) as connection:
            for schema in ("bench_site", "bench_bare"):
                connection.execute(sql.SQL(command).format(sql.Identifier(schema)))

    def _database(self, schema: str) -> str:
        if not self.postgresql:
            return ""
        joint = "&" if "?" in self.postgresql else "?"
        return f"{self.postgresql}{joint}options={quote(f'-c search_path={schema}')}"

    def _plain(self) -> dict[str, str]:
        """The environment without any setting of the site's that somebody has made."""
        sys.path[:0] = [path for path in self.import_roots if path not in sys.path]
        from config.environment import VARIABLES

        ours = {name for each in VARIABLES for name in (each.name, f"{each.name}_FILE")}
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        return {**kept, "PYTHONPATH": os.pathsep.join(self.import_roots)}

    @property
    def import_roots(self) -> list[str]:
        return [str(ROOT / "site"), str(ROOT)]

    def development(self) -> dict[str, str]:
        """Settings that load the demonstration course."""
        return {
            **self._plain(),
            "DJANGO_SETTINGS_MODULE": "config.settings.development",
            "WAYMARK_VAR": str(self.var),
            "DATABASE_URL": self._database("bench_site"),
            "PUBLIC_URL": f"https://{HOST}",
            "SECRET_KEY": SECRET,
            "LOG_LEVEL": "WARNING",
        }

    def production(self) -> dict[str, str]:
        """The same site as a server behind one proxy, with its logs as they are by default."""
        return {
            **self.development(),
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "MASTER_KEY": (self.var / "keys" / "master.key").read_text(encoding="ascii").strip(),
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "ALLOWED_HOSTS": "127.0.0.1",
            "TRUSTED_PROXIES": "1",
            "LOG_LEVEL": "INFO",
        }

    def bare(self) -> dict[str, str]:
        """Settings of the bare site."""
        return {
            **self._plain(),
            "WAYMARK_VAR": str(self.var),
            "BARE_DATABASE_URL": self._database("bench_bare"),
        }

    def prepare(self) -> None:
        """Database, keys, static files and demonstration course, as `make run` makes them."""
        subprocess.run(
            [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=self.development(), check=True
        )

    def prepare_bare(self, people: int) -> list[str]:
        """The bare site's tables; gives the sessions of `people` who are signed in."""
        answer = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "bench.bare", str(people)],
            cwd=ROOT,
            env=self.bare(),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return answer.stdout.split()

    def set_up(self) -> None:
        """Make this process one of the site's own, with a server's settings."""
        os.environ.update(self.production())
        import django

        django.setup()

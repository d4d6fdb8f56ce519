#!/usr/bin/env python3
"""Put `site/` on the import path, then run Django."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

if __name__ == "__main__":
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit(
            "Django is not installed for this Python. Run `make run`, or use .venv/bin/python."
        )
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        # Mostly a value from the environment: a sentence helps more than a traceback.
        sys.exit(f"The settings cannot be used. {problem}")

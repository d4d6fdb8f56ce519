"""Where things are: this folder, its environment, and what make keeps in them."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NODE_MODULES = ROOT / "node_modules"
BUILT = ROOT / "site" / "static" / "build"


def var_folder() -> Path:
    """The folder of the site's data, as `WAYMARK_VAR` says."""
    return Path(os.environ.get("WAYMARK_VAR") or ROOT / "var").resolve()

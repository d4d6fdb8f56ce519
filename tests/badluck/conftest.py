"""One real site for all small drills; the long ones are in tests/drill."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

path = Path(__file__).resolve().parents[1] / "drill" / "rig.py"
spec = importlib.util.spec_from_file_location("drill_rig", path)
assert spec is not None
assert spec.loader is not None
helpers = sys.modules.setdefault("drill_rig", importlib.util.module_from_spec(spec))
spec.loader.exec_module(helpers)


@pytest.fixture(scope="session")
def rig() -> Any:
    """The helpers in tests/drill/rig.py."""
    return helpers


@pytest.fixture(scope="module")
def site(rig: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A started site. Its worker is killed once while it stores the first certificate."""
    folder = tmp_path_factory.mktemp("badluck")
    killed = f"after-storing@{folder / 'killed'}"
    database = os.environ.get("TEST_DATABASE_URL", "")
    temporary = folder / "temporary"
    temporary.mkdir()
    with rig.new_site(folder, database, WAYMARK_KILL_AT=killed, TMPDIR=str(temporary)) as place:
        place.temporary = temporary
        place.start()
        yield place

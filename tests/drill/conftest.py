"""Long drills. Each runs on SQLite and on PostgreSQL, each on a site of its own."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import postgresql
import pytest

spec = importlib.util.spec_from_file_location("drill_rig", Path(__file__).with_name("rig.py"))
assert spec is not None
assert spec.loader is not None
if "drill_rig" not in sys.modules:
    sys.modules["drill_rig"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["drill_rig"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.drill)


@pytest.fixture(scope="session")
def rig() -> Any:
    """The helpers in rig.py."""
    return sys.modules["drill_rig"]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server where databases may be made; one of our own where none answers."""
    folder = tmp_path_factory.mktemp("server")
    for parent in [folder, *folder.parents][:3]:
        parent.chmod(0o755)  # its user must be able to come here
    yield postgresql.start(folder)
    postgresql.stop(folder)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The server's address; empty for SQLite."""
    if request.param == "sqlite":
        return ""
    return str(request.getfixturevalue("server"))


@pytest.fixture(scope="session")
def prepared(rig: Any, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("drill")
    with rig.new_site(folder, database) as place:
        yield place


@pytest.fixture
def site(prepared: Any) -> Iterator[Any]:
    """A prepared site that the test starts, with settings of its own where it needs them."""
    before = dict(prepared.environment)
    yield prepared
    prepared.stop()
    prepared.environment.clear()
    prepared.environment.update(before)

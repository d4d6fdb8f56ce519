"""A second start leaves out what was done, and repeats what has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bootstrap import environment, stamps


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    return tmp_path


def test_a_digest_follows_content_names_and_parameters(folder: Path) -> None:
    source = folder / "source"
    source.mkdir()
    (source / "a").write_text("1")
    first = stamps.digest([source])
    assert stamps.digest([source]) == first
    assert stamps.digest([source], "more") != first
    (source / "a").write_text("2")
    assert stamps.digest([source]) != first
    (source / "a").rename(source / "b")
    (source / "b").write_text("1")
    assert stamps.digest([source]) != first


def test_a_missing_file_is_no_mistake(folder: Path) -> None:
    assert stamps.digest([folder / "none"]) == stamps.digest([])
    assert not stamps.fresh(folder / "none", "x")


def test_requirements_count_as_installed_until_one_of_their_files_changes(folder: Path) -> None:
    runtime, tools = folder / "requirements.txt", folder / "requirements-dev.txt"
    runtime.write_text("a==1\n")
    tools.write_text("-r requirements.txt\nb==1\n")
    venv = environment.Environment()
    ran: list[list[str]] = []

    def pretend(command: list[object], **_: object) -> str:
        ran.append([str(part) for part in command])
        return ""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environment, "run", pretend)
        venv.install(tools)
        assert len(ran) == 1
        venv.install(tools)
        venv.install(runtime)
        assert len(ran) == 1
        runtime.write_text("a==2\n")
        assert not venv.has(runtime)
        venv.install(tools)
        assert len(ran) == 2


def test_a_failed_installation_is_tried_again(folder: Path) -> None:
    requirements = folder / "requirements.txt"
    requirements.write_text("a==1\n")
    venv = environment.Environment()

    def fails(command: list[object], **_: object) -> str:
        raise environment.Stop("no")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environment, "run", fails)
        with pytest.raises(environment.Stop):
            venv.install(requirements)
    assert not venv.has(requirements)

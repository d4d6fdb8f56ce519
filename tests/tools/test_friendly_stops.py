"""What stands in the way of a start is told in one sentence, before the long work begins."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from bootstrap import commands, environment, preflight
from bootstrap.report import Stop

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_free_port_is_taken_without_a_word() -> None:
    preflight.require_port("127.0.0.1", str(free_port()))


def test_a_port_in_use_is_named_with_a_way_out(taken_port: int) -> None:
    with pytest.raises(Stop, match=f"Port {taken_port} is in use.*make run PORT="):
        preflight.require_port("127.0.0.1", str(taken_port))


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1", "8000 "])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(Stop, match="is no port"):
        preflight.require_port("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(Stop, match=r"no(t an)? address of this machine"):
        preflight.require_port(host, "8000")


def test_make_run_says_it_in_one_sentence_and_at_once(taken_port: int) -> None:
    answer = subprocess.run(
        ["make", "run"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(taken_port), "HOST": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert answer.returncode != 0
    assert f"Port {taken_port} is in use" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "Preparing" not in answer.stdout


def fake_python(folder: Path, version: str) -> Path:
    """A stand-in that claims this version and does nothing else."""
    path = folder / f"python-{version}"
    path.write_text(
        "#!/bin/sh\n"
        f'case "$2" in *print*) echo {version};; *) exit 1;; esac\n'  # the comparison says: too old
    )
    path.chmod(0o755)
    return path


def test_an_old_python_is_named_with_what_is_needed(tmp_path: Path) -> None:
    old = fake_python(tmp_path, "3.9")
    answer = subprocess.run(
        ["sh", ROOT / "tools" / "start", "run"],
        env={**os.environ, "PYTHON": str(old)},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer" in answer.stderr
    assert "3.9" in answer.stderr


def test_no_python_at_all_is_said_too(tmp_path: Path) -> None:
    answer = subprocess.run(
        ["/bin/sh", ROOT / "tools" / "start", "run"],
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(tmp_path / "none")},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    assert "none was found" in answer.stderr


def test_a_python_without_venv_is_told_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Stop, match=r"apt install python3\.\d+-venv"):
        environment.Environment().ensure()


def test_a_full_disk_is_told_with_numbers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = SimpleNamespace(total=10**9, used=10**9, free=5 * preflight.MEGABYTE)
    monkeypatch.setattr(preflight.shutil, "disk_usage", lambda path: usage)
    preflight.require_space(5, tmp_path)
    with pytest.raises(Stop, match=r"5 MB are free.*100 MB are needed"):
        preflight.require_space(100, tmp_path / "not" / "yet" / "made")


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "The disk is full"),
        ("npm ERR! code ENOSPC", "The disk is full"),
        ("NewConnectionError: Temporary failure in name resolution", "No connection"),
        ("npm ERR! network getaddrinfo ENOTFOUND", "No connection"),
        ("ssl.SSLError: CERTIFICATE_VERIFY_FAILED", "PIP_CERT"),
        ("EACCES: permission denied", "belongs to you"),
    ],
)
def test_known_causes_become_a_sentence(output: str, sentence: str) -> None:
    told = commands.explain("installing", output)
    assert sentence in told
    assert "\n" not in told


def test_an_unknown_cause_shows_the_end_of_the_output() -> None:
    told = commands.explain("building", "\n".join(f"line {number}" for number in range(100)))
    assert "line 99" in told
    assert "line 10\n" not in told


def test_a_program_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(Stop, match="cannot be run"):
        commands.run(["/no/such/program"], doing="trying")


def test_output_is_seen_line_by_line_and_failure_stops() -> None:
    seen: list[str] = []
    commands.run(["sh", "-c", "echo a; echo b >&2"], doing="trying", each_line=seen.append)
    assert seen == ["a\n", "b\n"]
    with pytest.raises(Stop, match="Stopped while trying"):
        commands.run(["sh", "-c", "echo a; exit 3"], doing="trying")

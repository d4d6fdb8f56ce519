"""Both parts run; one that ends later is started anew; nobody is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
# A part that has a child of its own, as the task worker does, and writes down both numbers.
PARENT = (
    "import os,subprocess,sys,time;"
    "child=subprocess.Popen([sys.executable,'-c','import time;time.sleep(300)']);"
    "open(sys.argv[1],'w').write(f'{os.getpid()} {child.pid}');"
    "time.sleep(300)"
)
SCRIPT = f"""
import sys
from config.supervisor import Part, Supervisor
parent = {PARENT!r}
parts = [Part(name, [sys.executable, "-c", parent, f"{{sys.argv[1]}}/{{name}}"]) for name in "ab"]
import os
ready = len(sys.argv) < 3
run = Supervisor(parts, os.environ).run
sys.exit(run(lambda: ready, lambda: print("ready", flush=True)))
"""


@pytest.fixture
def supervised(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    """Both parts under way. With the parameter "silent", the site never answers."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path), *getattr(request, "param", [])],
        env={**os.environ, "PYTHONPATH": str(ROOT / "site")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def numbers(folder: Path) -> list[int]:
    """Process numbers of both parts and their children, once all are there."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        files = [folder / "a", folder / "b"]
        texts = [file.read_text() if file.exists() else "" for file in files]
        if all(len(text.split()) == 2 for text in texts):
            return [int(number) for text in texts for number in text.split()]
        time.sleep(0.05)
    raise AssertionError("the parts did not start")


def gone(processes: list[int], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(alive(number) for number in processes):
            return True
        time.sleep(0.05)
    return False


def alive(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_all_of_it(
    supervised: subprocess.Popen[str], tmp_path: Path, number: signal.Signals
) -> None:
    processes = numbers(tmp_path)
    supervised.send_signal(number)
    output, _ = supervised.communicate(timeout=30)
    assert supervised.returncode == 0
    assert "ready" in output
    assert gone(processes)


@pytest.mark.parametrize("supervised", [["silent"]], indirect=True)
def test_a_part_that_does_not_come_up_stops_the_other_and_orphans_too(
    supervised: subprocess.Popen[str], tmp_path: Path
) -> None:
    processes = numbers(tmp_path)
    os.kill(processes[2], signal.SIGKILL)
    _, errors = supervised.communicate(timeout=30)
    assert supervised.returncode == 1
    assert "The b ended by itself (signal 9); stopping." in errors
    assert gone(processes)


def test_a_part_that_is_killed_later_is_started_anew_without_its_orphans(
    supervised: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert supervised.stdout is not None
    processes = numbers(tmp_path)
    assert supervised.stdout.readline() == "ready\n"
    (tmp_path / "b").unlink()
    os.kill(processes[2], signal.SIGKILL)
    anew = numbers(tmp_path)
    assert anew[:2] == processes[:2]
    assert all(alive(number) for number in anew)
    assert gone(processes[2:])
    supervised.send_signal(signal.SIGTERM)
    _, errors = supervised.communicate(timeout=30)
    assert supervised.returncode == 0
    assert "The b ended by itself (signal 9); starting it anew." in errors
    assert gone(anew)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_when_the_supervisor_is_killed_the_parts_are_asked_to_stop(
    supervised: subprocess.Popen[str], tmp_path: Path
) -> None:
    processes = numbers(tmp_path)
    supervised.kill()
    supervised.wait()  # not communicate(): the parts' children still hold its output open
    assert gone(processes[::2])
    for number in processes[1::2]:
        os.kill(number, signal.SIGKILL)

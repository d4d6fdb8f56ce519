"""What a trainer waits for after an upload: a large package unpacked, beside `unzip` of it."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from django.conf import settings

from accounts.models import User
from media.actions.receive_package import receive_package
from media.actions.unpack_version import unpack_version
from media.activity_files import delete_tree
from media.models import Activity, ActivityVersion

TURNS = 3
# 300 MB in 5,000 pictures, which a zip hardly makes smaller.
FILES, EACH = 5000, 63_000


def unpacking(files: int = FILES) -> dict[str, float]:
    """Unpack a package as the task worker does, and by `unzip`, in turns.

    Gives the medians of seconds and of CPU seconds of both, and of the turns' own ratios.
    """
    folder = Path(settings.ACTIVITIES_DIR) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / "large.h5p"
    size = _write(package, files)
    author = User.objects.create_superuser(f"packer{files}@bench.example")
    activity = Activity(title="A large package", text_alternative="Pictures.")
    ours, theirs = [], []
    for _turn in range(TURNS):
        with package.open("rb") as source:
            version = receive_package(activity, source, package.name, author)
        ours.append(_spent(partial(_unpacked, version.pk)))
        delete_tree(f"versions/{version.token}")
        theirs.append(_spent(partial(_unzipped, package, folder / "out")))
        shutil.rmtree(folder / "out")
    shutil.rmtree(folder)
    return {
        "files": files,
        "bytes": size,
        "seconds": median(seconds for seconds, _cpu in ours),
        "cpu": median(cpu for _seconds, cpu in ours),
        "unzip_seconds": median(seconds for seconds, _cpu in theirs),
        "unzip_cpu": median(cpu for _seconds, cpu in theirs),
        "ratio": median(one[0] / other[0] for one, other in zip(ours, theirs, strict=True)),
        "cpu_ratio": median(one[1] / other[1] for one, other in zip(ours, theirs, strict=True)),
    }


def _write(package: Path, files: int) -> int:
    """A sound package with so many pictures; bytes that come out of it."""
    chance = random.Random(1)  # noqa: S311
    library = {"machineName": "H5P.Bench", "majorVersion": 1, "minorVersion": 0}
    manifest = {
        "title": "A large package",
        "language": "en",
        "mainLibrary": "H5P.Bench",
        "preloadedDependencies": [library],
    }
    described = library | {"patchVersion": 0, "title": "Bench", "runnable": 1}
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("h5p.json", json.dumps(manifest))
        archive.writestr("content/content.json", "{}")
        archive.writestr("H5P.Bench-1.0/library.json", json.dumps(described))
        for number in range(files):
            archive.writestr(f"content/images/{number}.png", chance.randbytes(EACH))
        return sum(each.file_size for each in archive.infolist())


def _unpacked(pk: int) -> None:
    if unpack_version(pk) != ActivityVersion.State.READY:
        raise SystemExit("The large package was not unpacked.")


def _unzipped(package: Path, folder: Path) -> None:
    subprocess.run(["unzip", "-q", package, "-d", folder], check=True)  # noqa: S603, S607


def _spent(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds and CPU seconds of this process and of those that it waited for."""
    # What others wrote before is none of this one's.
    os.sync()
    began, cpu = time.perf_counter(), _cpu()
    work()
    return time.perf_counter() - began, _cpu() - cpu


def _cpu() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both)

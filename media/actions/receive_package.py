from __future__ import annotations

import hashlib
from typing import IO

from django.core.files.base import File
from django.db import transaction

from accounts.audit import record
from accounts.people import User
from media.activity_files import storage
from media.clearing import clear_soon
from media.h5p.package import Package
from media.installed import playable
from media.models import Activity, ActivityVersion
from media.queue import queue_unpacking


def receive_package(
    activity: Activity, source: IO[bytes], file_name: str, actor: User
) -> ActivityVersion:
    """Take an uploaded package as the next version of an activity; the worker unpacks it.

    `activity` may be a new one, not saved yet: it is saved with the first version, and takes the
    package's title where it has none. Raises PackageRefused with everything that is wrong, and
    OSError (storage); then nothing is stored.
    """
    package = playable(source)
    source.seek(0)
    activity.title = activity.title or package.title[:255]
    version = _version(package, file_name)
    version.sha256 = _sha256(source)
    version.package_size = source.seek(0, 2)
    version.uploaded_by = actor
    source.seek(0)
    try:
        storage().save(version.package_path, File(source, name=version.package_path))
        with transaction.atomic():
            activity.save()
            # Locked, so that two uploads at once get two numbers.
            Activity.objects.select_for_update().get(pk=activity.pk)
            last = activity.versions.order_by("number").last()
            version.activity = activity
            version.number = 1 if last is None else last.number + 1
            version.save()
            record(actor, "upload activity", activity, version=version.number)
            queue_unpacking(version.pk)
    except BaseException:
        clear_soon(version.token)
        raise
    return version


def _sha256(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := source.read(1024 * 1024):
        digest.update(piece)
    return digest.hexdigest()


def _version(package: Package, file_name: str) -> ActivityVersion:
    """What is known of a package before it is unpacked."""
    credits = package.credits
    return ActivityVersion(
        file_name=file_name[-255:],
        title=package.title,
        language=package.language,
        main=package.main.name,
        main_major=package.main.major,
        main_minor=package.main.minor,
        reports=package.reports.value,
        outside=list(package.outside),
        credits={
            "licence": credits.licence,
            "licence_version": credits.licence_version,
            "authors": [{"name": each.name, "role": each.role} for each in credits.authors],
            "source": credits.source,
            "years": credits.years,
        },
    )

"""Freeze a live scenario page."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts import audit
from courses.content.acting import acting
from courses.content.actions.keep_files import keep_files
from courses.content.compile.files import files_shown
from courses.content.compile.proof import prove_scenario
from courses.content.compile.scenario import compile_scenario
from courses.content.models import ScenarioVersion, SceneRow
from courses.content.refusals import PublishRefused
from courses.scenarios.canonical import fingerprint


@transaction.atomic
def publish_scenario_version(page: Any) -> ScenarioVersion:
    """The version of what the page says now; an equal one is used again.

    Raises PublishRefused where it cannot be played.
    """
    compiled = compile_scenario(page)
    proven = prove_scenario(compiled.data) if not compiled.refusals else None
    refusals = compiled.refusals or (proven.refusals if proven else [])
    if refusals or proven is None:
        raise PublishRefused(page, refusals)
    key = str(page.translation_key)
    hashed = fingerprint({"kind": "scenario", "page_key": key, **compiled.data})
    version: ScenarioVersion | None = ScenarioVersion.objects.filter(hash=hashed).first()
    current = ScenarioVersion.objects.filter(
        page_key=key, language=compiled.data["language"], is_current=True
    )
    if version is not None and version.is_current:
        return version
    current.update(is_current=False)
    if version is not None:
        ScenarioVersion.objects.filter(pk=version.pk).update(is_current=True)
        version.is_current = True
        return version
    version = ScenarioVersion(
        hash=hashed,
        page_key=key,
        title=compiled.data["title"],
        language=compiled.data["language"],
        head={
            **proven.head_json(),
            "summary": compiled.data["summary"],
            "minutes": compiled.data["minutes"],
            "intensity": compiled.data["intensity"],
        },
        note=compiled.data["note"],
        is_current=True,
    )
    version.save()
    SceneRow.objects.bulk_create(
        SceneRow(version=version, position=position, key=scene["id"], data=scene)
        for position, scene in enumerate(compiled.data["scenes"])
    )
    keep_files(part for scene in compiled.data["scenes"] for part in files_shown(scene["body"]))
    audit.record(acting(), "content.scenario_version", version, hash=hashed)
    return version

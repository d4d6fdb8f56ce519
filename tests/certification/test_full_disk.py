"""The kernel refuses to let a file grow in the middle of storing it."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from certification import vault
from certification.actions.issue_credential import issue_credential
from certification.models import Credential, CredentialFile, Notice
from courses.learning.models import Completion


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """As on a full disk, what fits is written and the rest is an OSError."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def files(settings: Any) -> list[Path]:
    return [path for path in Path(settings.PRIVATE_DIR).rglob("*") if path.is_file()]


# The PDF is cut; the PDF is whole and the JSON, which is stored after it, is not.
@pytest.mark.parametrize("cut", ["pdf", "json"])
def test_nothing_half_stored_and_the_next_try_issues_once(
    keys: list[str], completion: Completion, settings: Any, cut: str
) -> None:
    put = vault.put

    def put_on_a_full_disk(path: str, data: bytes) -> tuple[str, bytes]:
        if f"/{cut}-" not in path:
            return put(path, data)
        with no_file_longer_than(len(data) // 2):
            return put(path, data)

    with patch.object(vault, "put", put_on_a_full_disk), pytest.raises(OSError, match="too large"):
        issue_credential(completion)
    assert files(settings) == []
    assert not Credential.objects.get().is_issued
    assert not CredentialFile.objects.exists()
    assert not Notice.objects.exists()

    assert issue_credential(completion).is_issued
    assert len(files(settings)) == CredentialFile.objects.count() == 4

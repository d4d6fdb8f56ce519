"""A scenario's draft as the studio looks at it: compiled, proven, and all that is amiss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from courses.content.compile.proof import Proven, prove_scenario
from courses.content.compile.scenario import CompiledScenario, compile_scenario
from courses.content.gates.blocks import FEEDBACK
from courses.content.gates.scenario import blocks_refusals, own_refusals
from courses.content.gates.walks import walk_refusals
from courses.content.gates.warnings import Reason, reasons
from courses.content.refusals import Refusal


@dataclass(frozen=True)
class Finding:
    """One thing to see to. Errors have no key; an accepted warning has its reason."""

    refusal: Refusal
    scene: str
    address: str
    key: str = ""
    reason: Reason | None = None

    @property
    def is_warning(self) -> bool:
        return bool(self.key)

    @property
    def open(self) -> bool:
        return self.reason is None


class Draft:
    """`page` is a ScenarioPage with its draft's content; it need not be saved."""

    def __init__(self, page: Any) -> None:
        self.page = page

    @classmethod
    def latest(cls, page: Any) -> Draft:
        """The draft as it was last saved."""
        return cls(page.get_latest_revision_as_object())

    @cached_property
    def compiled(self) -> CompiledScenario:
        return compile_scenario(self.page)

    @property
    def data(self) -> dict[str, Any]:
        return self.compiled.data

    @cached_property
    def proven(self) -> Proven | None:
        """None while names lead nowhere: there is no story to prove yet."""
        return None if self.compiled.refusals else prove_scenario(self.data)

    @cached_property
    def scenes(self) -> dict[str, dict[str, Any]]:
        return {scene["id"]: scene for scene in self.data["scenes"]}

    @cached_property
    def _scene_of(self) -> dict[str, str]:
        """The scene of every block that can be linked, however deep it stands."""
        self.compiled  # gives an id to each block that has none yet  # noqa: B018
        return {
            block: scene["id"]
            for scene in self.page.scenes.get_prep_value()
            for block in _ids(scene)
        }

    @property
    def _questions(self) -> set[str]:
        return {
            question["id"]
            for scene in self.data["scenes"]
            for question in (scene["question"] or {}).get("items", [])
        }

    @cached_property
    def errors(self) -> list[Finding]:
        """What keeps the draft from being published, whatever anyone writes about it."""
        found: dict[tuple[str | None, str], Finding] = {}
        refusals = list(self._refusals())
        said = {each.block for each in refusals if each.code.startswith("feedback-")}
        for refusal in refusals:
            if refusal.code == FEEDBACK and refusal.block in said:
                continue
            found.setdefault((refusal.block, refusal.message), self._finding(refusal))
        return list(found.values())

    @cached_property
    def warnings(self) -> list[Finding]:
        warned = self.proven.warnings if self.proven else []
        given = reasons(self.page) if warned else {}
        return [self._finding(each.refusal, each.key, given.get(each.key)) for each in warned]

    @cached_property
    def by_scene(self) -> dict[str, list[Finding]]:
        """What is to be seen to in each scene: errors first, then warnings without a reason."""
        found: dict[str, list[Finding]] = {}
        for each in [*self.errors, *self.open_warnings]:
            found.setdefault(each.scene, []).append(each)
        return found

    @property
    def open_warnings(self) -> list[Finding]:
        return [each for each in self.warnings if each.open]

    def _refusals(self) -> Iterator[Refusal]:
        of_blocks = blocks_refusals(self.page)
        yield from of_blocks
        yield from own_refusals(self.page)
        yield from self.compiled.refusals
        if self.proven is not None:
            # A question is looked at by its block and by the engine: it is said once.
            said = {each.block for each in of_blocks} & self._questions
            yield from (each for each in self.proven.refusals if each.block not in said)
            if not self.proven.refusals:
                yield from walk_refusals(self.page, self.data, self.proven.head)

    def _finding(self, refusal: Refusal, key: str = "", reason: Reason | None = None) -> Finding:
        return Finding(
            refusal,
            self._scene_of.get(refusal.block or "", ""),
            self.address(refusal.block),
            key,
            reason,
        )

    def address(self, block: str | None) -> str:
        """Where it is mended: the editor, opened at the block."""
        if self.page.pk is None:
            return anchor(block)
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk]) + anchor(block)


def _ids(raw: Any) -> Iterator[str]:
    if isinstance(raw, dict):
        if isinstance(raw.get("id"), str):
            yield raw["id"]
        raw = list(raw.values())
    for each in raw if isinstance(raw, list) else ():
        yield from _ids(each)


def anchor(block: str | None) -> str:
    """The place of a block in Wagtail's editor."""
    return f"#block-{block}-section" if block else ""

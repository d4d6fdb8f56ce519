"""Playing a draft: from any scene, with chosen values. Nothing of it is stored.

All that a play is travels in one signed form field: where it began, with which values, and the
choices taken. The state is worked out from them anew at each step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from django.core import signing

from courses.content.studio.draft import Draft
from courses.content.walks import walked_on
from courses.scenarios.graph import Scenario, ScenarioHead, scenario_from_json
from courses.scenarios.model import ENDING, Best, Choice, Scene
from courses.scenarios.play import ChoiceRefused, choices_open, start
from courses.scenarios.problems import ScenarioError
from courses.scenarios.score import Result, head_of, result
from courses.scenarios.state import State

SALT, HOURS = "courses.content.studio.play", 12


@dataclass(frozen=True)
class Trail:
    """Where a play of page number `page` began, with which values, and the choices since."""

    page: int
    scene: str
    values: Mapping[str, int] = field(default_factory=dict)
    choices: tuple[str, ...] = ()

    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def from_signed(cls, text: str, page: int) -> Trail:
        """Raises BadSignature for what is not ours, is too old, or belongs to another page."""
        data = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
        if data["page"] != page:
            raise signing.BadSignature("Another page.")
        return cls(page, data["scene"], data["values"], tuple(data["choices"]))

    def on(self, choice: str) -> Trail:
        return replace(self, choices=(*self.choices, choice))

    def back(self) -> Trail:
        return replace(self, choices=self.choices[:-1])


@dataclass(frozen=True)
class Step:
    scene: Scene
    choice: Choice


@dataclass(frozen=True)
class Play:
    """Where a trail leads on the draft: the scene at hand, the state, and the way there."""

    trail: Trail
    scene: Scene
    state: State
    steps: tuple[Step, ...]
    open: frozenset[str]
    result: Result
    # From the start and with its values: such a way can be saved as a walk.
    whole: bool

    @property
    def ended(self) -> bool:
        return self.scene.kind == ENDING


class Stage:
    """A draft that can be played. Raises ScenarioError where it cannot."""

    def __init__(self, draft: Draft) -> None:
        if draft.compiled.refusals:
            raise ScenarioError([])
        self.draft = draft
        self.scenario: Scenario = scenario_from_json(draft.data)
        self.head: ScenarioHead = (draft.proven and draft.proven.head) or head_of(
            # Without a proof there is no best score to measure by, but play is still play.
            self.scenario,
            Best(0, {each.id: 0 for each in self.scenario.competencies}),
        )

    def play(self, trail: Trail) -> Play:
        """Raises ChoiceRefused where the trail is not open on the draft (any more)."""
        first = start(self.head)
        if self.scenario.scene(trail.scene) is None:
            raise ChoiceRefused("unknown")
        values = {
            each.id: each.clamp(int(trail.values.get(each.id, each.initial)))
            for each in self.head.variables
        }
        state = replace(first, scene=trail.scene, variables=values)
        whole = state == first
        steps: list[Step] = []
        for choice_id in trail.choices:
            scene = self._scene(state)
            state = walked_on(self.scenario, self.head, state, choice_id)
            choice = scene.choice(choice_id)
            if choice is not None:
                steps.append(Step(scene, choice))
        scene = self._scene(state)
        return Play(
            trail=trail,
            scene=scene,
            state=state,
            steps=tuple(steps),
            open=frozenset(each.id for each in choices_open(scene, state)),
            result=result(self.head, state),
            whole=whole,
        )

    def _scene(self, state: State) -> Scene:
        scene = self.scenario.scene(state.scene)
        if scene is None:
            raise ChoiceRefused("unknown")
        return scene

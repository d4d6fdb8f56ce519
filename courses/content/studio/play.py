"""Playing a draft: from any scene, with chosen values. Nothing of it is stored.

All that a play is travels in one signed form field: where it began, with which values, and the
choices taken. The state is worked out from them anew at each step. Of an answered question only
what it came to is kept: the way on, the review, or AGAIN for a try that leaves another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from django.core import signing
from django.utils.translation import gettext as _

from courses.content.studio.draft import Draft
from courses.content.walks import REVIEW, walked_on
from courses.scenarios.graph import Scenario, ScenarioHead, scenario_from_json
from courses.scenarios.model import ENDING, QUESTION, Best, Choice, Scene
from courses.scenarios.play import ChoiceRefused, choices_open, start
from courses.scenarios.problems import ScenarioError
from courses.scenarios.question_model import Question
from courses.scenarios.questions import (
    SOLVED,
    TRY_AGAIN,
    Answered,
    Response,
    answer,
    drawn,
    tried,
)
from courses.scenarios.score import Result, head_of, result
from courses.scenarios.state import State

SALT, HOURS = "courses.content.studio.play", 12
AGAIN = "again"


@dataclass(frozen=True)
class Trail:
    """Where a play of page number `page` began, with which values, and the choices since."""

    page: int
    scene: str
    values: Mapping[str, int] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    # Draws questions and mixes answers, as an attempt's own seed does.
    seed: int = 0

    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def from_signed(cls, text: str, page: int) -> Trail:
        """Raises BadSignature for what is not ours, is too old, or belongs to another page."""
        data = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
        if data["page"] != page:
            raise signing.BadSignature("Another page.")
        return cls(page, data["scene"], data["values"], tuple(data["choices"]), data.get("seed", 0))

    def on(self, choice: str) -> Trail:
        return replace(self, choices=(*self.choices, choice))

    def back(self) -> Trail:
        return replace(self, choices=self.choices[:-1])


@dataclass(frozen=True)
class Step:
    """A step as a walk keeps it. `choice` is None on the way to a review."""

    scene: Scene
    id: str
    text: str
    choice: Choice | None = None


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
            if choice_id == AGAIN and scene.kind == QUESTION:
                state = tried(state)
                continue
            state = walked_on(self.scenario, self.head, state, choice_id)
            steps.append(self._step(scene, choice_id, state))
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

    def asked(self, at: Play) -> list[Question]:
        """The questions that this play is asked at the scene at hand."""
        return drawn(at.scene, at.trail.seed) if at.scene.kind == QUESTION else []

    def answer(self, at: Play, responses: Mapping[str, Response]) -> tuple[Answered, Play]:
        """Answer the question at hand. Raises AnswerRefused for what is no answer."""
        done = answer(at.scene, at.state, responses, self.head, at.trail.seed)
        if done.outcome == SOLVED and done.choice is not None:
            return done, self.play(at.trail.on(done.choice.id))
        return done, self.play(at.trail.on(AGAIN if done.outcome == TRY_AGAIN else REVIEW))

    def _step(self, scene: Scene, choice_id: str, after: State) -> Step:
        choice = scene.choice(choice_id)
        text = (
            choice.text if choice else _("Review: %(scene)s") % {"scene": self._scene(after).title}
        )
        return Step(scene, choice_id, text, choice)

    def _scene(self, state: State) -> Scene:
        scene = self.scenario.scene(state.scene)
        if scene is None:
            raise ChoiceRefused("unknown")
        return scene

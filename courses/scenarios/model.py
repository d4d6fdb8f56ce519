"""The parts of a scenario as frozen dataclasses. No rule lives here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.scenarios.conditions import Condition
from courses.scenarios.question_model import QuestionSet

FORMAT = 1
SITUATION, INFORMATION, QUESTION, ENDING = "situation", "information", "question", "ending"
KINDS = (SITUATION, INFORMATION, QUESTION, ENDING)
NUMBER, FLAG = "number", "flag"
SET, ADD = "set", "add"


@dataclass(frozen=True)
class Competency:
    id: str
    title: str


@dataclass(frozen=True)
class Variable:
    """A whole number with bounds, or yes/no (a flag: 0 or 1)."""

    id: str
    title: str
    kind: str
    initial: int
    min: int
    max: int
    shown: bool = False

    def clamp(self, value: int) -> int:
        """The nearest value within bounds: play never breaks on what the prover would refuse."""
        return min(max(value, self.min), self.max)


@dataclass(frozen=True)
class PassRule:
    """Least share (0 to 1) overall and by competency; most critical errors left unrepaired."""

    overall: float = 0.0
    competencies: Mapping[str, float] = field(default_factory=dict)
    critical_errors: int = 0


@dataclass(frozen=True)
class Effect:
    variable: str
    op: str
    value: int


@dataclass(frozen=True)
class Critical:
    """Why a choice is a critical error, and the scene in which it can be made good."""

    reason: str
    repair: str | None


@dataclass(frozen=True)
class Feedback:
    happened: str = ""
    why: str = ""
    next_time: str = ""
    source: str = ""
    principle: str = ""


@dataclass(frozen=True)
class Choice:
    id: str
    text: str
    target: str
    condition: Condition | None = None
    effects: tuple[Effect, ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)
    critical: Critical | None = None
    feedback: Feedback = Feedback()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Softer:
    """A softer reading of a scene; its choices, aims and credit are the scene's own."""

    title: str
    body: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class NextStep:
    text: str
    url: str = ""


@dataclass(frozen=True)
class Ending:
    outcome: str
    debrief: str = ""
    next_steps: tuple[NextStep, ...] = ()
    lived_through: str = ""


@dataclass(frozen=True)
class Scene:
    """One scene. `body` is for whoever renders it; the engine only counts its words."""

    id: str
    kind: str
    title: str
    body: tuple[Mapping[str, Any], ...] = ()
    softer: Softer | None = None
    summary: str | None = None
    intensity: int = 1
    themes: tuple[str, ...] = ()
    minutes: float | None = None
    choices: tuple[Choice, ...] = ()
    question: QuestionSet | None = None
    review: str | None = None
    ending: Ending | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def choice(self, choice_id: str) -> Choice | None:
        return next((each for each in self.choices if each.id == choice_id), None)


@dataclass(frozen=True)
class Scenario:
    title: str
    start: str
    scenes: tuple[Scene, ...]
    language: str = "en"
    competencies: tuple[Competency, ...] = ()
    pass_rule: PassRule = PassRule()
    variables: tuple[Variable, ...] = ()
    note: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def flags(self) -> frozenset[str]:
        return frozenset(each.id for each in self.variables if each.kind == FLAG)

    def scene(self, scene_id: str) -> Scene | None:
        return next((each for each in self.scenes if each.id == scene_id), None)


@dataclass(frozen=True)
class Best:
    """The most points that one play can reach: in all, and by competency."""

    overall: int
    competencies: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ScenarioHead:
    """All that play and score need besides the scene at hand."""

    title: str
    start: str
    best: Best
    language: str = "en"
    competencies: tuple[Competency, ...] = ()
    pass_rule: PassRule = PassRule()
    variables: tuple[Variable, ...] = ()
    note: Mapping[str, Any] | None = None

    def variable(self, variable_id: str) -> Variable | None:
        return next((each for each in self.variables if each.id == variable_id), None)

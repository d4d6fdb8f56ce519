"""What can be said against a scenario, in sentences that a trainer understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.scenarios.quoting import quotables
from courses.scenarios.sentences import SENTENCES

# All other problems are errors: they keep a scenario from being published.
WARNINGS = frozenset(
    {
        "competency-unscored",
        "condition-always",
        "condition-part-always",
        "condition-part-never",
        "giveaway-answer",
        "giveaway-first",
        "giveaway-longest",
        "giveaway-polite",
        "pass-certain",
        "pass-certain-not-proven",
        "pass-not-proven",
        "repair-not-always-reached",
    }
)


@dataclass(frozen=True)
class Problem:
    """One problem: its code, the scene, choice and question at fault (ids, may be empty), the
    sentence.

    `message` is English. To translate: `gettext(SENTENCES[code]) % quotables(parameters)`.
    """

    code: str
    scene: str = ""
    choice: str = ""
    message: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "scene": self.scene,
            "choice": self.choice,
            "question": self.question,
            "message": self.message,
            "parameters": dict(self.parameters),
        }


def problem(
    code: str, scene: str = "", choice: str = "", question: str = "", /, **parameters: Any
) -> Problem:
    """A problem with its English sentence filled in."""
    message = SENTENCES[code] % quotables(parameters)
    return Problem(code, scene, choice, message, parameters, question)


class ScenarioError(ValueError):
    """The data is no playable scenario; `problems` says why, all at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(each.message for each in self.problems))

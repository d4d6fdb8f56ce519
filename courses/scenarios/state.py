"""Where a play stands. Small, immutable, JSON-able: it is what an attempt stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from courses.scenarios.problems import ScenarioError
from courses.scenarios.reader import Reader


@dataclass(frozen=True)
class CriticalError:
    """A critical choice that was taken, and whether it has been made good since."""

    scene: str
    choice: str
    reason: str
    repair: str | None
    repaired: bool = False


@dataclass(frozen=True)
class State:
    """The scene at hand, values of variables, points earned, critical errors, decisions taken.

    `tries` counts the answers given to the question scene at hand.
    """

    scene: str
    variables: Mapping[str, int] = field(default_factory=dict)
    earned: Mapping[str, int] = field(default_factory=dict)
    critical: tuple[CriticalError, ...] = ()
    decisions: int = 0
    tries: int = 0

    @property
    def unrepaired(self) -> tuple[CriticalError, ...]:
        return tuple(each for each in self.critical if not each.repaired)

    def to_json(self) -> dict[str, Any]:
        return {
            "scene": self.scene,
            "variables": dict(self.variables),
            "earned": dict(self.earned),
            "critical": [asdict(each) for each in self.critical],
            "decisions": self.decisions,
            "tries": self.tries,
        }

    @classmethod
    def from_json(cls, data: Any) -> State:
        """A stored state. Raises ScenarioError where the data has lost its shape."""
        read = Reader()
        whole = read.mapping(data, "state")
        variables = read.mapping(whole.get("variables", {}), "variables")
        earned = read.mapping(whole.get("earned", {}), "earned")
        state = cls(
            scene=read.id(whole, "scene"),
            variables={key: read.whole(variables, key) for key in variables},
            earned={key: read.whole(earned, key) for key in earned},
            critical=tuple(
                CriticalError(
                    scene=read.id(each, "scene"),
                    choice=read.id(each, "choice"),
                    reason=read.text(each, "reason"),
                    repair=read.optional_text(each, "repair"),
                    repaired=read.yes(each, "repaired"),
                )
                for each in read.mappings(whole, "critical")
            ),
            decisions=read.whole(whole, "decisions"),
            tries=read.whole(whole, "tries"),
        )
        if read.problems:
            raise ScenarioError(read.problems)
        return state

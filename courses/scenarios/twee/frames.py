"""What is open while a passage is read: a condition with its branches, a link, another macro."""

from __future__ import annotations

from dataclasses import dataclass, field

from courses.scenarios.conditions import Condition, comparisons
from courses.scenarios.twee.expressions import Assign, Use, read_condition
from courses.scenarios.twee.links import Link
from courses.scenarios.twee.logic import joined, plain
from courses.scenarios.twee.markup import Piece
from courses.scenarios.twee.tokens import NotUnderstood

DEEPEST = 20
MOST_OPEN = 60
MOST_BRANCHES = 50
MOST_COMPARISONS = 100


@dataclass
class Frame:
    """`begin` is where its text begins in the reader's output; `parent` the condition around it."""

    name: str
    line: int
    source: str
    begin: int
    parent: Condition | None = None
    deep: bool = False
    # Of a link.
    link: Link | None = None
    assigns: list[Assign] = field(default_factory=list)
    gone_to: bool = False
    # Of a condition.
    own: Condition | None = None
    earlier: list[Condition] = field(default_factory=list)
    branches: int = 0
    label: str = ""
    branch_line: int = 0
    branch_source: str = ""
    problems: list[str] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    _combined: Condition | None = None

    @property
    def combined(self) -> Condition | None:
        """The condition of all that stands here, as far as it is understood."""
        return self._combined if self.name == "if" else self.parent

    def begin_branch(self, piece: Piece, begin: int) -> None:
        """`if`, `elseif` and `else`: what must hold here, and what did not hold before."""
        self.begin = begin
        self.branches += 1
        self.branch_line, self.branch_source = piece.line, piece.source
        self.label = f"{piece.name} {piece.inside}".strip()
        if self.own is not None:
            self.earlier.append(plain(self.own, negated=True))
        self.own = None
        if not self.deep and piece.name != "else":
            self._read(piece.inside)
        parts = [each for each in (self.parent, *self.earlier, self.own) if each is not None]
        if self.branches > MOST_BRANCHES or _size(parts) > MOST_COMPARISONS:
            self.problems.append("condition-deep")
            parts = [] if self.parent is None else [self.parent]
        self._combined = joined(parts) if parts else None

    def _read(self, text: str) -> None:
        try:
            condition, uses = read_condition(text)
        except NotUnderstood as error:
            self.problems.append(error.code)
            return
        if _size([condition]) > MOST_COMPARISONS:
            self.problems.append("condition-deep")
            return
        self.own = plain(condition)
        self.uses.extend(uses)


def _size(parts: list[Condition]) -> int:
    return sum(1 for part in parts for _each in comparisons(part))

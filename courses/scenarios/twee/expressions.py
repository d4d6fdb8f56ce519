"""SugarCube's conditions and assignments, as far as Waymark has their like.

Understood: `$values`, whole numbers, true and false; is, isnot, eq, neq, gt, gte, lt, lte and
their signs; and, or, not; brackets; to, =, +=, -=, ++, --. All else raises NotUnderstood.
Conditions come as the engine's own classes, with SugarCube's names for the values.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from courses.scenarios.conditions import AllOf, AnyOf, Compare, Condition, Not
from courses.scenarios.twee.tokens import NotUnderstood, Token, tokens

DEEPEST = 20
LARGEST = 1_000_000
COMPARE = {
    "is": "==",
    "eq": "==",
    "==": "==",
    "===": "==",
    "isnot": "!=",
    "neq": "!=",
    "!=": "!=",
    "!==": "!=",
    "gt": ">",
    ">": ">",
    "gte": ">=",
    ">=": ">=",
    "lt": "<",
    "<": "<",
    "lte": "<=",
    "<=": "<=",
}
MIRRORED = {"==": "==", "!=": "!=", ">": "<", "<": ">", ">=": "<=", "<=": ">="}


@dataclass(frozen=True)
class Assign:
    """`op` is set or add. `yes` says that the value was written as true or false."""

    variable: str
    op: str
    value: int
    yes: bool = False


@dataclass(frozen=True)
class Use:
    """How an expression writes a value: as a number, as yes/no, or as a truth only."""

    variable: str
    value: int | None
    yes: bool


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.place = 0
        self.uses: list[Use] = []
        # Whether the last thing read was a comparison.
        self.compared = False

    def peek(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, *words: str) -> bool:
        token = self.peek()
        if token and token.kind in {"word", "sign"} and token.text in words:
            self.place += 1
            return True
        return False

    def either(self, depth: int) -> Condition:
        parts = [self.both(depth)]
        while self.take("or", "||"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def both(self, depth: int) -> Condition:
        parts = [self.one(depth)]
        while self.take("and", "&&"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def one(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise NotUnderstood("condition-deep")
        if self.take("not", "!"):
            # As in SugarCube: `not` belongs to what stands directly behind it.
            negated = Not(self.one(depth + 1))
            if self.compared:
                raise NotUnderstood("unclear")
            return negated
        return self.operand(depth)

    def operand(self, depth: int) -> Condition:
        if self.take("("):
            inner = self.either(depth + 1)
            if not self.take(")"):
                raise NotUnderstood("unclear")
            self.no_comparison()
            self.compared = False
            return inner
        return self.comparison()

    def comparison(self) -> Condition:
        left = self.atom()
        op = self.comparator()
        self.compared = op is not None
        if op is None:
            if not isinstance(left, str):
                raise NotUnderstood("condition-constant")
            self.uses.append(Use(left, None, False))
            return Compare(left, "!=", 0)
        right = self.atom()
        if self.comparator() is not None:
            raise NotUnderstood("unclear")
        if isinstance(left, str) and isinstance(right, str):
            raise NotUnderstood("two-values")
        if not isinstance(left, str):
            left, right, op = right, left, MIRRORED[op]
        if not isinstance(left, str) or isinstance(right, str):
            raise NotUnderstood("condition-constant")
        self.uses.append(Use(left, int(right), isinstance(right, bool)))
        return Compare(left, op, int(right))

    def no_comparison(self) -> None:
        if self.comparator() is not None:
            raise NotUnderstood("unclear")

    def comparator(self) -> str | None:
        token = self.peek()
        if token is None or token.kind not in {"word", "sign"} or token.text not in COMPARE:
            return None
        self.place += 1
        if token.text == "is" and self.take("not"):
            return "!="
        return COMPARE[token.text]

    def atom(self) -> str | int | bool:
        """A value's name, or a constant."""
        token = self.peek()
        if token is None:
            raise NotUnderstood("unclear")
        self.place += 1
        following = self.peek()
        if following and following.text in {"+", "-", "*", "/", "%"}:
            raise NotUnderstood("arithmetic")
        match token.kind:
            case "value":
                if following and following.text in {".", "[", "("}:
                    raise NotUnderstood("function" if "(" in _texts(self.tokens) else "unclear")
                return token.text[1:]
            case "number":
                return whole(token.text)
            case "text":
                raise NotUnderstood("text-value")
            case "temporary":
                raise NotUnderstood("temporary")
            case "word" if token.text in {"true", "false"}:
                return token.text == "true"
            case "word" if following and following.text in {"(", "."}:
                raise NotUnderstood("function")
            case "sign" if token.text == "-" and following and following.kind == "number":
                self.place += 1
                after = self.peek()
                if after and after.text in {"+", "-", "*", "/", "%"}:
                    raise NotUnderstood("arithmetic")
                return -whole(following.text)
        raise NotUnderstood("unclear")


def _texts(found: list[Token]) -> set[str]:
    return {each.text for each in found}


def whole(text: str) -> int:
    if "." in text:
        raise NotUnderstood("decimal")
    if len(text) > 7 or int(text) > LARGEST:
        raise NotUnderstood("number-large")
    return int(text)


def read_condition(text: str) -> tuple[Condition, list[Use]]:
    """Raises NotUnderstood."""
    reader = _Reader(text)
    condition = reader.either(0)
    if reader.peek() is not None:
        raise NotUnderstood("unclear")
    return condition, reader.uses


@dataclass(frozen=True)
class Refused:
    """A part of a `set` that is not understood: its words, and the report's code."""

    text: str
    code: str


def read_assignments(text: str) -> list[Assign | Refused]:
    """Each assignment of a `set`, in order, understood or not. Never raises."""
    try:
        found = tokens(text)
    except NotUnderstood as error:
        code = "statement" if error.code == "unclear" else error.code
        return [Refused(text.strip(), code)]
    result: list[Assign | Refused] = []
    for part in _divided(found):
        words = text[part[0].start : part[-1].end].strip()
        try:
            result.append(_assignment(part))
        except NotUnderstood as error:
            code = "statement" if error.code in {"unclear", "condition-constant"} else error.code
            result.append(Refused(words, code))
    return result


def _divided(found: list[Token]) -> list[list[Token]]:
    """At the commas and semicolons that stand in no bracket."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in found:
        if token.kind == "sign" and token.text in "([{":
            depth += 1
        elif token.kind == "sign" and token.text in ")]}":
            depth -= 1
        if depth == 0 and token.kind == "sign" and token.text in {",", ";"}:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _assignment(part: list[Token]) -> Assign:
    texts = [token.text for token in part]
    if part[0].kind == "temporary":
        raise NotUnderstood("temporary")
    if len(part) == 2 and {part[0].kind, part[1].kind} == {"value", "sign"}:
        for sign, step in (("++", 1), ("--", -1)):
            if sign in texts:
                name = next(token.text for token in part if token.kind == "value")
                return Assign(name[1:], "add", step)
    if part[0].kind != "value" or len(part) < 3:
        raise NotUnderstood("unclear")
    name, op, rest = texts[0][1:], texts[1], part[2:]
    if op in {"to", "="}:
        if [token.text for token in rest[:1]] == [texts[0]] and len(rest) == 3:
            value = _constant(rest[2:])
            if rest[1].text in {"+", "-"} and not isinstance(value, bool):
                return Assign(name, "add", value if rest[1].text == "+" else -value)
        value = _constant(rest)
        return Assign(name, "set", int(value), isinstance(value, bool))
    if op in {"+=", "-="}:
        value = _constant(rest)
        if isinstance(value, bool):
            raise NotUnderstood("unclear")
        return Assign(name, "add", value if op == "+=" else -value)
    raise NotUnderstood("arithmetic" if op in {"*=", "/=", "%="} else "unclear")


def _constant(part: list[Token]) -> int | bool:
    kinds = [token.kind for token in part]
    match kinds:
        case ["number"]:
            return whole(part[0].text)
        case ["word"] if part[0].text in {"true", "false"}:
            return part[0].text == "true"
        case ["sign", "number"] if part[0].text in {"-", "+"}:
            value = whole(part[1].text)
            return -value if part[0].text == "-" else value
        case ["text"]:
            raise NotUnderstood("text-value")
        case ["value"]:
            raise NotUnderstood("two-values")
    if "temporary" in kinds:
        raise NotUnderstood("temporary")
    if any(token.kind == "word" and after.text in {"(", "."} for token, after in pairwise(part)):
        raise NotUnderstood("function")
    if any(token.text in {"+", "-", "*", "/", "%"} for token in part if token.kind == "sign"):
        raise NotUnderstood("text-value" if "text" in kinds else "arithmetic")
    raise NotUnderstood("unclear")

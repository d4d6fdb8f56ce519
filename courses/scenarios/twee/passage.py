"""One passage → its words, its choices, and the values that it sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field

from courses.scenarios.conditions import Condition, comparisons
from courses.scenarios.twee import frames, prose
from courses.scenarios.twee.expressions import Assign, Refused, Use, read_assignments
from courses.scenarios.twee.frames import Frame
from courses.scenarios.twee.links import Link, macro_link, macro_target, read_image, read_link
from courses.scenarios.twee.markup import Piece, cut
from courses.scenarios.twee.report import Report
from courses.scenarios.twee.story import Passage
from courses.scenarios.twee.tags import Tags

LINK_MACROS = frozenset({"link", "button", "click"})
QUIET = frozenset({"nobr", "silently", "silent", "do", "done"})
RECORDINGS = frozenset(
    {"audio", "cacheaudio", "createaudiogroup", "createplaylist", "masteraudio", "playlist"}
)
SHOWN = frozenset({"print", "=", "-"})
CONTINUE = "Continue"


@dataclass
class RawChoice:
    """A choice with SugarCube's names. `order` is its place among the choices and values."""

    text: str
    target: str
    line: int
    order: int
    condition: Condition | None = None
    assigns: list[Assign] = field(default_factory=list)

    def reads(self, variable: str) -> bool:
        return any(each.variable == variable for each in comparisons(self.condition))


@dataclass
class Reading:
    """What a passage says and does. `entry` is set as one comes in."""

    name: str
    html: str = ""
    choices: list[RawChoice] = field(default_factory=list)
    entry: list[Assign] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    pieces: int = 0


class PassageReader:
    """Reads one passage; what is not understood goes to the report, never away."""

    def __init__(self, passage: Passage, names: Container[str], report: Report) -> None:
        self.passage = passage
        self.names = names
        self.report = report
        self.reading = Reading(passage.name)
        self.out: list[str] = []
        self.stack: list[Frame] = []
        self.sets: list[tuple[int, int, Assign]] = []
        self.order = 0
        self.skipped: Counter[str] = Counter()
        self.tags = Tags(self)

    def read(self) -> Reading:
        pieces = cut(self.passage.text)
        self.reading.pieces = len(pieces)
        closers = {each.name[1:] for each in pieces if each.kind == "macro" and each.name[0] == "/"}
        for piece in pieces:
            match piece.kind:
                case "text":
                    self.words(piece)
                case "verbatim":
                    self.out.append(prose.held(piece.inside))
                case "macro":
                    self.macro(piece, closers)
                case "link":
                    self.link(read_link(piece.inside), piece)
                case "tag":
                    self.tags.tag(piece)
                case _:
                    self.aside(piece)
        for frame in reversed(self.stack):
            self.listed("end-missing", frame.line, frame.source)
        while self.stack:
            self.close()
        self.place_sets()
        self.finish_prose()
        return self.reading

    def listed(self, code: str, line: int, what: str) -> None:
        self.report.add(code, self.passage.name, line, what)

    def words(self, piece: Piece) -> None:
        self.out.append(piece.inside)
        for pattern, code in ((prose.VALUE, "shown-value"), (prose.HARLOWE, "harlowe")):
            for match in pattern.finditer(piece.inside):
                line = piece.line + piece.inside.count("\n", 0, match.start())
                self.listed(code, line, match[0])

    def aside(self, piece: Piece) -> None:
        """Comments, pictures, programs, and what does not end."""
        if piece.kind == "image":
            self.listed("image", piece.line, piece.source)
            link = read_image(piece.inside)
            if link:
                self.link(link, piece)
        elif piece.kind == "active":
            code = "macro-script" if piece.name == "<<script>>" else "html-active"
            self.listed(code, piece.line, piece.source)
        else:
            self.listed(piece.kind, piece.line, piece.source)
            if piece.kind == "unclosed":
                self.out.append(prose.held(piece.source))

    # Macros

    def macro(self, piece: Piece, closers: set[str]) -> None:
        name = piece.name
        if name in {"if", "elseif", "else", "/if", "endif"}:
            self.conditional(piece)
        elif name.startswith("/"):
            self.closing(piece)
        elif name == "set":
            self.set(piece.inside, piece.line)
        elif name in LINK_MACROS:
            frame = Frame(name, piece.line, piece.source, len(self.out), parent=self.condition())
            frame.link = macro_link(piece.inside)
            if name in closers:
                self.open(frame)
            else:
                self.link(frame.link, piece)
        elif name == "goto":
            self.goto(piece)
        elif name in QUIET:
            self.open(Frame(name, piece.line, piece.source, len(self.out), self.condition()))
        elif name in SHOWN:
            self.listed("shown-value", piece.line, piece.source)
            self.out.append(prose.held(piece.inside.strip("\"'")))
        else:
            code = "recording" if name in RECORDINGS else "macro"
            self.listed(code, piece.line, piece.source)
            if name in closers:
                self.open(Frame(name, piece.line, piece.source, len(self.out), self.condition()))

    def open(self, frame: Frame) -> bool:
        """Whether the frame is open now; deeper than MOST_OPEN nothing is."""
        if len(self.stack) >= frames.MOST_OPEN:
            self.skipped[frame.name] += 1
            self.listed("nested-deep", frame.line, frame.source)
            return False
        self.stack.append(frame)
        return True

    def condition(self) -> Condition | None:
        return self.stack[-1].combined if self.stack else None

    def conditional(self, piece: Piece) -> None:
        if piece.name == "if":
            frame = Frame("if", piece.line, piece.source, len(self.out), self.condition())
            frame.deep = len(self.stack) >= frames.DEEPEST
            if frame.deep:
                self.listed("nested-deep", piece.line, piece.source)
            if self.open(frame):
                self.branch(frame, piece)
            return
        ends = piece.name in {"/if", "endif"}
        if self.skipped["if"]:
            self.skipped["if"] -= ends
            return
        frame_or_none = self.up_to("if")
        if frame_or_none is None:
            self.listed("stray", piece.line, piece.source)
        elif ends:
            self.close()
        else:
            self.end_branch(frame_or_none)
            self.branch(frame_or_none, piece)

    def branch(self, frame: Frame, piece: Piece) -> None:
        frame.begin_branch(piece, len(self.out))
        for code in frame.problems:
            self.listed(code, piece.line, piece.source)
        frame.problems.clear()
        self.reading.uses.extend(frame.uses)
        frame.uses.clear()

    def end_branch(self, frame: Frame) -> None:
        """Mark text that Twine shows only under the branch's condition."""
        if frame.deep:
            return
        text = "".join(self.out[frame.begin :])
        if prose.says_something(text):
            self.listed("conditional-text", frame.branch_line, frame.branch_source)
            label = prose.held(frame.label)
            self.out[frame.begin :] = [f"\n\n[Twine: {label}]\n\n{text}\n\n[Twine: end]\n\n"]
        else:
            self.out[frame.begin :] = [text]

    def closing(self, piece: Piece) -> None:
        if self.skipped[piece.name[1:]]:
            self.skipped[piece.name[1:]] -= 1
        elif self.up_to(piece.name[1:]) is None:
            self.listed("stray", piece.line, piece.source)
        else:
            self.close()

    def up_to(self, name: str) -> Frame | None:
        """The nearest open frame of that name, on top: what is open within it is closed first."""
        if not any(frame.name == name for frame in self.stack):
            return None
        while self.stack[-1].name != name:
            self.listed("end-missing", self.stack[-1].line, self.stack[-1].source)
            self.close()
        return self.stack[-1]

    def close(self) -> None:
        frame = self.stack.pop()
        if frame.name == "if":
            self.end_branch(frame)
        elif frame.name in {"silently", "silent"}:
            text = "".join(self.out[frame.begin :])
            del self.out[frame.begin :]
            if prose.says_something(text):
                self.listed("comment", frame.line, prose.plain_words(text))
        elif frame.link is not None:
            self.close_link(frame, frame.link)

    def close_link(self, frame: Frame, link: Link) -> None:
        if frame.name == "a":
            words = prose.plain_words("".join(self.out[frame.begin :]))
            del self.out[frame.begin :]
            link = Link(words or link.target, link.target, quoted=True)
        text = "".join(self.out[frame.begin :])
        self.out[frame.begin :] = []
        if link.target or not frame.gone_to:
            self.offer(link, frame.line, frame.source, frame.parent, frame.assigns)
        if prose.says_something(text):
            self.listed("macro", frame.line, f"{frame.source} {prose.plain_words(text)}")
            self.out.append(text)

    def goto(self, piece: Piece) -> None:
        link = macro_target(piece.inside)
        holder = self.holder()
        if holder is not None and holder.link is not None:
            text = holder.link.text
            holder.gone_to = True
            self.offer(
                Link(text, link.target, quoted=link.quoted),
                piece.line,
                piece.source,
                self.condition(),
                holder.assigns,
            )
            return
        self.listed("continue-added", piece.line, piece.source)
        self.offer(
            Link(CONTINUE, link.target, quoted=link.quoted),
            piece.line,
            piece.source,
            self.condition(),
            [],
            shown=False,
        )

    def holder(self) -> Frame | None:
        """The open link that the reader is in."""
        return next((frame for frame in reversed(self.stack) if frame.link is not None), None)

    # Links and values

    def link(self, link: Link, piece: Piece) -> None:
        self.offer(link, piece.line, piece.source, self.condition(), [])

    def offer(
        self,
        link: Link,
        line: int,
        source: str,
        condition: Condition | None,
        assigns: list[Assign],
        *,
        shown: bool = True,
    ) -> None:
        kind = link.kind(self.names)
        if kind == "passage":
            if link.setter:
                assigns = [*self.assignments(link.setter, line), *assigns]
            self.order += 1
            words = prose.label(link.text) or link.target
            self.reading.choices.append(
                RawChoice(words, link.target, line, self.order, condition, list(assigns))
            )
            if shown:
                self.out.append(f"{prose.LINK}{prose.held(link.text)}{prose.LINK_END}")
            return
        codes = {"external": "external-link", "computed": "link-unclear", "empty": "link-empty"}
        self.listed(codes[kind], line, source)
        words = prose.held(link.text)
        if kind == "external":
            href = link.target
            href = f"https://{href}" if href.lower().startswith("www.") else href
            href = prose.MARKS.sub("", href)
            words = f"{prose.TAG}a {href}{prose.TAG_END}{words}{prose.TAG}/a{prose.TAG_END}"
        self.out.append(words)

    def assignments(self, text: str, line: int) -> list[Assign]:
        found = []
        for each in read_assignments(text):
            if isinstance(each, Refused):
                self.listed(each.code, line, each.text)
            else:
                found.append(each)
        return found

    def set(self, text: str, line: int) -> None:
        found = self.assignments(text, line)
        for frame in reversed(self.stack):
            if frame.link is not None:
                frame.assigns.extend(found)
                return
            if frame.name not in QUIET:
                for each in found:
                    sign = "to" if each.op == "set" else "+="
                    self.listed("conditional-set", line, f"${each.variable} {sign} {each.value}")
                return
        for each in found:
            self.order += 1
            self.sets.append((self.order, line, each))

    def place_sets(self) -> None:
        """Values set before the conditions that look at them are set as one comes in.

        A value that is set after all conditions that look at it is set as one goes on.
        """
        later: list[Assign] = []
        for order, line, each in self.sets:
            readers = [
                choice.order for choice in self.reading.choices if choice.reads(each.variable)
            ]
            before = any(place < order for place in readers)
            after = any(place > order for place in readers)
            if before and not after:
                later.append(each)
                continue
            if before:
                self.listed("order", line, f"${each.variable}")
            self.reading.entry.append(each)
        for choice in self.reading.choices if later else []:
            choice.assigns[:0] = later

    def finish_prose(self) -> None:
        html, dropped = prose.to_html("".join(self.out))
        self.reading.html = html
        for name in dict.fromkeys(name for name, _line in dropped):
            self.listed("formatting", 0, name)

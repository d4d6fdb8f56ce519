"""CPU time per request of the site and of the bare one, measured in turns."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.load import Request, send
from bench.seed import Learner
from bench.server import Server
from bench.visits import TOKEN, Visit

# Requests in a row before the other site has its go: half a second, with eight clients.
GO = 80


@dataclass(frozen=True)
class Measured:
    """Milliseconds of CPU per request, the bare site's beside it, and their ratio.

    Each is the median of all goes; the ratio is the median of the goes' own ratios, so that what
    slows the whole machine for a while slows both sides of it.
    """

    milliseconds: float
    bare: float
    ratio: float


class Bare:
    """Requests to the bare site, made anew for every turn."""

    def __init__(self, server: Server, sessions: Sequence[str]) -> None:
        self.server = server
        self.sessions = sessions

    def spend(self, kind: str, go: slice) -> float:
        return send(self.server, [self._request(kind, session) for session in self.sessions[go]])

    @staticmethod
    def _request(kind: str, session: str) -> Request:
        cookie = f"sessionid={session}; csrftoken={TOKEN}"
        if kind == "page":
            return Request("GET", "/page", cookie)
        body = f"csrfmiddlewaretoken={TOKEN}&choice=ask-first"
        return Request("POST", "/answer", cookie, body, expected=302)


def in_turns(
    site: Server,
    bare: Bare,
    visits: Sequence[Visit],
    learners: Sequence[Learner],
    turns: int,
    say: Callable[[str], None],
) -> tuple[dict[str, Measured], float]:
    """Every visit of every learner, `turns` times, a few learners at a time beside a bare twin.

    Turn 0 warms up and is not counted. Also gives the ratio of an answer in the longest story
    to one in the shortest.
    """
    goes = [slice(place, place + GO) for place in range(0, len(learners), GO)]
    spent: dict[str, list[tuple[float, float]]] = {visit.key: [] for visit in visits}
    for turn in range(turns + 1):
        say(f"turn {turn} of {turns}" if turn else "warming up")
        for go in goes:
            for visit in visits:
                if visit.before:
                    send(site, [visit.before(each, turn) for each in learners[go]])
                ours = send(site, [visit.build(each, turn) for each in learners[go]])
                theirs = bare.spend(visit.against, go)
                if turn:
                    spent[visit.key].append((ours, theirs))
    stories = [spent[key] for key in spent if key.startswith("answer-")]
    growth = statistics.median(
        many[0] / few[0] for few, many in zip(stories[0], stories[-1], strict=True)
    )
    return {key: _median(pairs) for key, pairs in spent.items()}, growth


def _median(pairs: list[tuple[float, float]]) -> Measured:
    return Measured(
        milliseconds=statistics.median(ours for ours, _ in pairs),
        bare=statistics.median(theirs for _, theirs in pairs),
        ratio=statistics.median(ours / theirs for ours, theirs in pairs),
    )

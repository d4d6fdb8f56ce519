"""Send what waits to the learning record store, in order, until all left or time is up.

At least once: a statement is noted as sent after the store has taken it. Without duplicates:
its number is the same each time, and a store never keeps two under one (xAPI 1.0.3, part
three, 2.1.1). A worker may be killed at any point.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from statements.forwarding.store import Answer, RecordStore, StoreFailed, record_store
from statements.forwarding.turn import Turn, TurnLost, state
from statements.forwarding.waiting import (
    as_text,
    next_waiting,
    official_waiting,
    own_waiting,
    within_bytes,
)
from statements.models import Problem, SetAside, Statement, Tier

logger = logging.getLogger(__name__)
REFUSALS_IN_A_ROW = 10
# So many errors of the store's own at one statement, and another one is tried in its place.
ERRORS_AT_ONE = 4


def forward(seconds: float, *, even_while_resting: bool = False) -> bool:
    """Send for about `seconds`. Whether more waits that could be sent at once.

    Does nothing where the settings name no store, while the store is left alone after a
    failure, or while another worker sends.
    """
    store = record_store()
    if store is None:
        return False
    resting = state().rest_until
    if resting and resting > timezone.now() and not even_while_resting:
        return False
    turn = Turn.take()
    if turn is None:
        return False
    try:
        return _send(store, turn, time.monotonic() + seconds)
    except StoreFailed as error:
        logger.warning("The learning record store took nothing: %s", error)
        with suppress(TurnLost):
            turn.failed(error)
        return False
    except TurnLost:
        return False
    finally:
        turn.give_back()


def _send(store: RecordStore, turn: Turn, end: float) -> bool:
    refusals = 0
    while time.monotonic() < end:
        rows = next_waiting(turn.batch)
        if not rows:
            return False
        turn.keep()
        rows, answer = _post(store, turn, rows)
        if answer is None:
            continue
        if not answer.is_refusal:
            refusals = 0
            note_sent(turn, rows)
        elif len(rows) > 1:
            turn.smaller(len(rows))
        elif answer.status == 409 and _is_there(store, rows[0]):
            note_sent(turn, rows)
        else:
            set_aside(rows[0], answer)
            refusals += 1
            if refusals == REFUSALS_IN_A_ROW:
                raise StoreFailed(Problem.REFUSES, answer.status)
    return True


def _post(
    store: RecordStore, turn: Turn, rows: list[Statement]
) -> tuple[list[Statement], Answer | None]:
    """What was sent, and the answer; None where there was nothing to send."""
    texts = [as_text(row) for row in rows]
    sent = rows[: within_bytes(texts)]
    try:
        answer = store.post(texts[: len(sent)], [str(row.statement_id) for row in sent])
    except StoreFailed as error:
        if error.status != 500:
            raise
        # One statement may be what breaks the store: send less next time, and in the end
        # see whether the store takes another.
        if len(sent) == 1 and turn.failures >= ERRORS_AT_ONE and _takes_another(store, turn, sent):
            set_aside(sent[0], Answer(500))
            return [], None
        turn.batch = max(1, len(sent) // 2)
        raise
    return sent, answer


def _takes_another(store: RecordStore, turn: Turn, rows: Sequence[Statement]) -> bool:
    """Whether the store takes the next statement of another try. Raises StoreFailed."""
    [stuck] = rows
    others = [
        query.exclude(pk=stuck.pk).exclude(registration=stuck.registration).order_by("pk").first()
        for query in (official_waiting(), own_waiting())
    ]
    other = min(filter(None, others), key=lambda row: row.pk, default=None)
    if other is None:
        return False
    turn.keep()
    if store.post([as_text(other)], [str(other.statement_id)]).is_refusal:
        return False
    note_sent(turn, [other])
    return True


def _is_there(store: RecordStore, row: Statement) -> bool:
    """Whether the store has this very event under the number. The actor may differ: it was sent
    before, and the person was erased before that was noted."""
    found = store.holds(str(row.statement_id))
    if found is None:
        return False
    verb, thing = found.get("verb"), found.get("object")
    return (
        isinstance(verb, dict)
        and isinstance(thing, dict)
        and (verb.get("id"), thing.get("id")) == (row.verb, row.object.get("id"))
    )


@transaction.atomic
def note_sent(turn: Turn, rows: Sequence[Statement]) -> None:
    numbers = [row.pk for row in rows]
    Statement.objects.filter(pk__in=numbers, forwarded_at=None).update(forwarded_at=timezone.now())
    turn.went_well()


def set_aside(row: Statement, answer: Answer) -> None:
    """Keep it from blocking others, with the reason. A store may repeat in its words what was
    sent, and a learner's own answers are nobody else's to read: then only the number is kept."""
    words = answer.words if row.tier == Tier.OFFICIAL else ""
    # It may be gone by now: its learner was erased.
    SetAside.objects.bulk_create(
        [
            SetAside(statement=each, status=answer.status, reason=words, at=timezone.now())
            for each in Statement.objects.filter(pk=row.pk)
        ],
        ignore_conflicts=True,
    )

"""What the task worker runs for the learning record; it may run twice."""

from __future__ import annotations

from django.conf import settings

from statements.actions.forward import forward
from statements.queue import queue_forwarding


def run_forwarding() -> bool:
    """Send for a while, then go to the end of the queue: certificates do not wait for this."""
    more = forward(seconds=min(10, settings.Q_CLUSTER["timeout"] / 3))
    if more:
        queue_forwarding()
    return more

"""django-q2's cluster, made so that a killed process costs time and nothing else.

Its processes share queues that are guarded by locks. A process that is killed may die holding
one: an idle worker always does, since it holds the reading lock while it waits. django-q2 starts
another process on the same queues, which then waits for ever, while the heartbeat says that all
is well. So here the whole cluster ends, and whatever supervises it (`manage.py serve`, systemd, a
container engine) starts it anew with queues of its own. Tasks that were under way are taken again
after TASK_RETRY.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

from django_q import cluster

log = logging.getLogger("waymark.tasks")


class CarefulSentinel(cluster.Sentinel):
    """Watches the cluster's processes; ends with all of them when one was killed or broke."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The guard itself may wait for a lock that died with its holder; signals reach it there.
        signal.signal(signal.SIGCHLD, self._on_child)
        super().__init__(*args, **kwargs)

    def reincarnate(self, process: BaseProcess) -> None:
        self._end_if_broken(process)
        super().reincarnate(process)

    def _on_child(self, number: int, frame: FrameType | None) -> None:
        if os.getpid() != self.pid:
            return  # in a child, which inherited this
        for process in (*self.pool, self.monitor, self.pusher):
            if process is not None:
                self._end_if_broken(process)

    def _end_if_broken(self, process: BaseProcess) -> None:
        """Whoever ran out of time, or of tasks, ends by itself with 0 and has let go of locks."""
        if process.exitcode in (None, 0):
            return
        log.critical("A process of the task worker ended (%s); starting anew.", process.exitcode)
        for child in multiprocessing.active_children():
            child.kill()
        # Without Python's clean-up, which would wait for the same locks.
        os._exit(1)


class CarefulCluster(cluster.Cluster):
    """A cluster under a careful sentinel."""

    def start(self) -> int:
        cluster.Sentinel = CarefulSentinel
        return int(super().start())

    def wait(self) -> bool:
        """Wait until it ends; whether it was asked to."""
        self.sentinel.join()
        return bool(self.sentinel.exitcode == 0)

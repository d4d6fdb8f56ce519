"""Settings of gunicorn, our web server: `python -m gunicorn -c python:config.web_server`."""

from __future__ import annotations

import gc
import os
from typing import Any

from config.environment import Environment

_env = Environment()

wsgi_app = "config.wsgi:application"
bind = f"[{_env.HOST}]:{_env.PORT}" if ":" in _env.HOST else f"{_env.HOST}:{_env.PORT}"
workers = _env.WEB_WORKERS
worker_class = "gthread"
threads = _env.WEB_THREADS
# One import for all processes, whose memory they share.
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
# Heartbeat files belong in memory: on a slow disk they stop workers that are well.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# Addresses and paths of learners are nobody's business.
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Before the processes part: none may inherit a database connection.

    What is loaded by now is kept out of garbage collection, whose marks would make each process
    its own copy of it: a tenth of its memory.
    """
    from django.db import connections

    connections.close_all()
    gc.collect()
    gc.freeze()

"""The task worker. Takes the place of django-q2's command of the same name."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.task_worker import CarefulCluster


class Command(BaseCommand):
    help = "Runs the task worker until it is asked to stop; ends with 1 where it broke."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--run-once", action="store_true", help="do what waits, then stop")
        parser.add_argument("-n", "--name", dest="cluster_name", help="another queue's name")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["cluster_name"]:
            os.environ["Q_CLUSTER_NAME"] = options["cluster_name"]
        worker = CarefulCluster()
        worker.start()
        if options["run_once"]:
            worker.stop()
        elif not worker.wait():
            self.stderr.write("The task worker broke and has to be started anew.")
            sys.stderr.flush()
            # Python's own clean-up would wait for processes that are gone.
            os._exit(1)

"""The learning record store from the command line: how it stands, send, try again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from statements.actions.forward import forward
from statements.actions.try_again import try_again
from statements.forwarding.store import record_store
from statements.forwarding.turn import state
from statements.forwarding.waiting import waiting_count
from statements.models import SetAside


class Command(BaseCommand):
    help = "Says how passing on to the learning record store stands, sends, or tries again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["status", "send", "retry"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "retry":
            self.stdout.write(f"{try_again(None)} put back to those that wait.")
            return
        store = record_store()
        if options["what"] == "send":
            if store is None:
                raise CommandError("Set LRS_URL, LRS_KEY and LRS_SECRET first.")
            while forward(seconds=60, even_while_resting=True):
                self.stdout.write(f"{waiting_count()} wait …")
        now = state()
        self.stdout.write(f"Store: {store.host if store else 'none is set'}")
        self.stdout.write(f"Waiting: {waiting_count()}; set aside: {SetAside.objects.count()}")
        if now.last_success_at:
            self.stdout.write(f"Last taken: {now.last_success_at.isoformat(timespec='seconds')}")
        if now.last_failure_at:
            at = now.last_failure_at.isoformat(timespec="seconds")
            number = f" ({now.status})" if now.status else ""
            self.stdout.write(f"Last failure: {at} {now.get_problem_display()}{number}")
        if options["what"] == "send" and now.failures:
            raise CommandError("The store took nothing; see the last failure.")

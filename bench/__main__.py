"""`make bench`: measure Waymark against a bare Django site; a table, and the same as JSON.

Options (`ARGS="--learners 1000 20000 --turns 5"`): how many learners at each stage, how many
turns, how many requests in a turn; `--keep` leaves the database for looking into it.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import shutil
import sys
from typing import Any

from bench.ground import HOST, ROOT, Ground

SPACE = 80_000


def main() -> int:
    """Measure, print, write; 1 where a target is missed."""
    arguments = read_arguments()
    ground = Ground()
    free = shutil.disk_usage(ROOT).free
    needed = 500_000_000 + SPACE * max(arguments.learners)
    if free < needed and not ground.postgresql:
        print(f"The bench needs {needed / 1e9:.1f} GB of disk, and {free / 1e9:.1f} GB are free.")
        return 1
    say(f"Preparing a site in {ground.var}")
    ground.clear()
    ground.prepare()
    ground.set_up()
    # This process plays the learners; only the servers keep their logs.
    logging.disable(logging.CRITICAL)
    results = measure(ground, arguments)
    from bench.table import print_table, verdict

    path = ground.var / "results.json"
    path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print_table(results)
    print(f"\nAll figures: {path}")
    if not arguments.keep:
        from django.db import connections

        connections.close_all()
        ground.tidy()
    return verdict(results)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--learners", type=int, nargs="+", default=[1000, 20_000])
    parser.add_argument("--turns", type=int, default=5, choices=range(1, 8))
    parser.add_argument("--requests", type=int, default=240, help="for each row in each turn")
    parser.add_argument("--certificates", type=int, default=21)
    parser.add_argument("--package-files", type=int, default=5000, help="in the large package")
    parser.add_argument("--keep", action="store_true", help="leave the database as it is")
    arguments = parser.parse_args()
    arguments.learners.sort()
    return arguments


def measure(ground: Ground, arguments: argparse.Namespace) -> dict[str, Any]:
    """Every figure, by stage and row."""
    from django.db import connections

    from bench import alone, lists, packages, seed, trainers
    from bench.first_load import first_load
    from bench.queries import queries
    from bench.server import web_server
    from bench.turns import Bare, in_turns
    from bench.visits import Site, visits

    say("One learner goes through the course; certificates are issued")
    world = seed.make_world()
    codes, issuing = alone.issuing(seed.holders(arguments.certificates, world))
    seeder = seed.Seed(world)
    rows = visits(Site(HOST, secure=True), world, codes)
    results: dict[str, Any] = {
        "machine": machine(),
        "learners": arguments.learners,
        "turns": arguments.turns,
        "requests_a_turn": arguments.requests,
        "titles": {row.key: row.title for row in rows},
        "against": {row.key: row.against for row in rows},
        "stages": [],
        "certificates": issuing,
        "prover": alone.proving(),
    }
    sessions = ground.prepare_bare(arguments.requests)
    for total in arguments.learners:
        say(f"Seeding up to {total} learners")
        learners = seeder.learners(total, arguments.requests + 4)
        counted = queries(rows, learners[arguments.requests :], world)
        connections.close_all()
        say(f"Measuring with {total} learners")
        with (
            web_server(
                "config.wsgi:application", ground.production(), ground.var / "site.log"
            ) as ours,
            web_server("bench.bare:application", ground.bare(), ground.var / "bare.log") as bare,
        ):
            measured, growth = in_turns(
                ours,
                Bare(bare, sessions),
                rows,
                learners[: arguments.requests],
                arguments.turns,
                say,
            )
            stage: dict[str, Any] = {
                "learners": total,
                "rows": {
                    key: {"queries": counted[key], **vars(each)} for key, each in measured.items()
                },
                "answer_growth": growth,
                "memory": {"site": ours.memory(), "bare": bare.memory()},
            }
            if total == arguments.learners[-1]:
                results["first_load"] = first_load(
                    f"http://127.0.0.1:{ours.port}/courses/first-contact/",
                    {"X-Forwarded-Proto": "https"},
                )
        results["stages"].append(stage)
    say("Opening a trainer's map and flow")
    results["map"] = trainers.drawing()
    results["flow"] = trainers.flowing(world)
    say("Unpacking a large package")
    results["package"] = packages.unpacking(arguments.package_files)
    say("Checking lists of codes in a register of 100,000")
    results["lists"] = lists.checking()
    return results


def machine() -> dict[str, Any]:
    import django
    import psutil
    import wagtail
    from django.db import connection

    return {
        "cores": os.cpu_count(),
        "memory_gigabytes": round(psutil.virtual_memory().total / 1e9),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "django": django.get_version(),
        "wagtail": wagtail.__version__,
        "database": connection.display_name,
    }


def say(words: str) -> None:
    print(f"  {words} …", flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""Prepare this folder for a make target, then do what the target says.

Runs before anything is installed, so it and `bootstrap/` use the standard library alone.
"""

from __future__ import annotations

import sys

from bootstrap.report import Stop
from bootstrap.targets import TARGETS


def main(arguments: list[str]) -> int:
    """Run the named target; answers the exit status, 1 after a sentence on what stopped it."""
    if len(arguments) != 1 or arguments[0] not in TARGETS:
        print(f"usage: set_up.py {'|'.join(TARGETS)}", file=sys.stderr)
        return 2
    try:
        return TARGETS[arguments[0]]()
    except Stop as stop:
        sys.stdout.flush()
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next start continues where this one ended.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

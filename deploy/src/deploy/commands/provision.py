"""`lantai provision`: prepare the servers of a deployment in containers."""

import asyncio
import os
import sys


def provision() -> None:
    """Make databases, tables and streams, bring projections to this version, load the calendar; run again it changes nothing."""
    # imported here: the services' code loads slowly, and few commands need it
    from deploy.containers import provisioning  # noqa: PLC0415  # see above

    for change in asyncio.run(provisioning.provision(os.environ, _say)):
        _say(change)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

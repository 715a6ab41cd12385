"""Runs a stack of fake services in the folder given, as `lantai up` runs the real one; for the supervisor's tests."""

import sys
from pathlib import Path

from deploy.stack.session import StackOptions, run_stack
from deploy.stack.stack import Parts

FAKE_SERVICE = Path(__file__).with_name("fake_service.py")


def fake_command(service):
    return (sys.executable, str(FAKE_SERVICE), service)


def broken_command(service):
    """Let review end at once, as a service does whose settings are wrong."""
    ends = (sys.executable, "-c", "raise SystemExit('no address to listen on')")
    return ends if service == "review" else fake_command(service)


async def no_migration(service, superuser_dsn):
    """The fake services have no tables."""


async def no_upgrade(_dsn, _say):
    """The fake services have no projections."""
    return []


async def no_seed(_stack):
    """The fake services hold nothing."""


async def announce(_stack):
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    run_stack(
        Path(sys.argv[1]),
        StackOptions(),
        announce,
        parts=Parts(
            command=broken_command if sys.argv[2] == "broken" else fake_command,
            migrate=no_migration,
            upgrade=no_upgrade,
            seed=no_seed,
        ),
        stay=sys.argv[2] == "stay",
    )

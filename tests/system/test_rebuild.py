"""Every projection, rebuilt from the logs by the command, equals the live one."""

from importlib import import_module

import pytest

from deploy.stack import exercise
from deploy.topology import SERVICES
from support.servers.stack import DemoStack

PROJECTIONS = [
    (service, projection.name)
    for service in SERVICES
    for projection in import_module(f"{service}.app").PROJECTIONS
]


@pytest.mark.parametrize(("service", "projection"), PROJECTIONS)
async def test_rebuilt_book_equals_the_live_one(stack: DemoStack, service: str, projection: str):
    """A rebuild ends 0, which it does only where no table differs, and the service goes on with the new generation."""
    await exercise.quiet(stack.stack)
    generation = f"select generation from carrier.projection where name = '{projection}'"
    (before,) = await stack.fetch(service, generation)

    done = await stack.rebuild(service, projection)

    (after,) = await stack.fetch(service, generation)
    assert done.exit_code == 0, done.output + repr(done.exception)
    assert after["generation"] == before["generation"] + 1


def test_command_shows_its_progress(stack: DemoStack):
    """`lantai projections rebuild` shows each lane on standard error, and the verdict on standard output."""
    done = stack.lantai("projections", "rebuild", "reporting", "ledger")

    assert "完全一致" in done.stdout
    assert "intake/qionghai" in done.stderr


def test_unknown_book_is_refused(stack: DemoStack):
    """A projection that a service does not keep is refused with the names of those that it keeps."""
    done = stack.lantai("projections", "rebuild", "intake", "ledger", check=False)

    assert done.returncode == 1
    assert "docket" in done.stderr

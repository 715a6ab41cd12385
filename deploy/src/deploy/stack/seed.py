"""Seeds the databases before the services start: the exercise's clock, the agencies' lanes, calendar, staff."""

from datetime import datetime
from typing import Final

from deploy.stack.stack import Stack
from shared.time.clock import SHANGHAI

EXERCISE_BEGINS: Final = datetime(2025, 1, 2, 9, 0, tzinfo=SHANGHAI)
"""The first working day of 2025: no demo depends on today's calendar, and a whole year can be played."""


async def seed(stack: Stack) -> None:
    """Seed the databases of `stack`; run again it changes nothing. Raises `Unable` for a faulty pack of its own."""
    # imported here: the services' code loads slowly, and `lantai doctor` needs none of it
    from deploy.databases.migration import open_lanes  # noqa: PLC0415  # see above
    from deploy.seed import agencies, contents  # noqa: PLC0415  # see above
    from deploy.stack import exercise  # noqa: PLC0415  # see above

    packs = agencies.library_of(stack.folder)
    if stack.state.exercise:
        await exercise.begin(stack, EXERCISE_BEGINS)
    await open_lanes(packs, stack.postgres.dsn)
    await contents.load(stack.state, packs)

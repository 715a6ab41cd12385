"""The exercise's instant (演练) for the banner of the pages."""

from datetime import datetime, timedelta

from shared.service.runtime import Runtime
from shared.time.clock import wall_clock


class ExerciseTime:
    """The exercise's instant for the banner: the database's offset, read every few seconds."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._ahead: timedelta | None = None

    async def refresh(self) -> None:
        """Read the offset."""
        if self._runtime.exercise:
            self._ahead = await self._runtime.clock.now() - wall_clock()

    def shown(self) -> datetime | None:
        """The instant that pages show; None in production."""
        if not self._runtime.exercise:
            return None
        return wall_clock() + (self._ahead or timedelta())

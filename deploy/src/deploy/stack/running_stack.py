"""A stack that runs now, found from outside by its folder."""

from dataclasses import dataclass
from pathlib import Path

from deploy.errors import NoStack
from deploy.place import lock, running, state
from deploy.place.folder import StackFolder
from deploy.stack.stack import Parts, Stack


@dataclass(frozen=True)
class RunningStack:
    """A running stack with what its supervisor has written of it."""

    stack: Stack
    running: running.Running

    def pid(self, name: str) -> int | None:
        """Return the process that the supervisor started last under `name`."""
        found = self.running.processes.get(name)
        return found.pid if found is not None else None


def find(place: Path) -> RunningStack:
    """Return the stack that runs in `place`; `NoStack` where none does."""
    folder = StackFolder.of(place)
    chosen, now = state.load(folder.state), running.read(folder.running)
    if lock.holder(folder.lock) is None or chosen is None or now is None:
        raise NoStack
    return RunningStack(Stack(folder, chosen, Parts()), now)

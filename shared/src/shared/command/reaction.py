"""A reaction: an event that was heard makes this service do something of its own."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

from shared.eventlog.store import EventStore
from shared.message import Recorded


@dataclass(frozen=True, kw_only=True)
class Reaction(ABC):
    """A foreign event becomes one command, with an id derived from the event.

    `name` enters the derived command ids and is never renamed; `source` is the service it listens to, `types` the event types.
    `transaction`: `own` gives each event a transaction of its own, for a reaction that takes long (it sets a page), so that nothing
    waits behind it. `exclusive`: it takes the agency's advisory lock, which only exclusive reactions take, so that what it read in
    several streams still holds when it appends; a version guards only the stream that is appended to. `takes_over`: the names of
    the reactions that it replaces; it begins where the last of them stood.
    """

    name: str
    source: str
    types: frozenset[str]
    transaction: Literal["shared", "own"] = "shared"
    exclusive: bool = False
    takes_over: tuple[str, ...] = ()

    @abstractmethod
    async def react(self, store: EventStore, row: Recorded) -> None:
        """Append through `store` at most once, as the last thing; harmless where the state moved on."""

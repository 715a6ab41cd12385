"""A reaction: an event heard from another service becomes one command of this service."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

from shared.eventlog.store import EventStore
from shared.message import Recorded


@dataclass(frozen=True, kw_only=True)
class Reaction(ABC):
    """A foreign event becomes one command, with an id derived from the event.

    `name` enters the derived command ids and is never renamed; `source` is the service it listens to, `types` the event types.
    `transaction`: `own` gives each event its own transaction; a slow reaction (one that renders a paper) then delays no other.
    `exclusive`: the reaction takes the agency's advisory lock, so several streams that it read are unchanged when it appends;
    an expected version guards only the stream that is written. Only exclusive reactions take that lock.
    `takes_over`: the names of the reactions that it replaces; it begins at the lowest of their checkpoints.
    """

    name: str
    source: str
    types: frozenset[str]
    transaction: Literal["shared", "own"] = "shared"
    exclusive: bool = False
    takes_over: tuple[str, ...] = ()

    @abstractmethod
    async def react(self, store: EventStore, row: Recorded) -> None:
        """Append through `store` at most once, as the last step. Do nothing if the state no longer needs the command."""

"""Decide and evolve: the whole of a service's behaviour, as two pure functions over a state that is a sum type."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.message import Event

S = TypeVar("S")
C = TypeVar("C")
E = TypeVar("E", bound=Event)


class BrokenHistory(Exception):
    """An event that cannot follow what stands before it: the stream was not written by this decider."""


class Refusal(Exception):
    """A clerical 'no': the command cannot be done, nothing was recorded, the sentence says what to do.

    A refusal with legal weight (不予公开, 不予处理) is an event instead. `code` is stable, `reason` is a Chinese
    sentence for the person at the screen, `clause` the article where there is one, `status` the HTTP status.
    """

    def __init__(self, code: str, reason: str, clause: str = "", status: int = 409) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.clause = clause
        self.status = status


@dataclass(frozen=True, slots=True)
class Decider(Generic[S, C, E]):
    """One noun's behaviour: where it begins, what a command makes happen, what an event makes of the state."""

    initial: S
    decide: Callable[[S, C], Sequence[E]]
    evolve: Callable[[S, E], S]

    def fold(self, events: Iterable[E], state: S | None = None) -> S:
        """The state after `events`, from `state` or from the beginning."""
        current = self.initial if state is None else state
        for event in events:
            current = self.evolve(current, event)
        return current

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
    """A clerical 'no': the command conflicts with what stands, nothing was recorded, the sentence says what to do.

    A refusal with legal weight (不予公开, 不予处理) is an event instead. `code` is stable, `sentence` is Chinese and for
    the person at the screen, `clause` is the article where there is one, `field` is the box of the form that the
    sentence is about ("" for the whole form). The subclasses are the other kinds of refusal.
    """

    def __init__(self, code: str, sentence: str, clause: str = "", field: str = "") -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.clause = clause
        self.field = field


class NotFound(Refusal):
    """There is nothing of this name or number."""


class NotYours(Refusal):
    """Another person, role, section or agency may do or see this."""


class Invalid(Refusal):
    """Something that the command must say is missing, or cannot be what it says."""


class Gone(Refusal):
    """What is asked for was destroyed. A missed period is a plain `Refusal`."""


class TooOften(Refusal):
    """Too many tries within a short time; later it may be tried again."""


class Full(Refusal):
    """No place is free now; the sentence says what to do without one."""


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

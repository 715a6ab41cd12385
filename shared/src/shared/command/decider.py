"""A noun's behaviour as two pure functions, decide and evolve, over a state that is a sum type."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.message import Event

S = TypeVar("S")
C = TypeVar("C")
E = TypeVar("E", bound=Event)


class BrokenHistory(Exception):
    """An event cannot follow the state before it: another decider wrote the stream."""


class Refusal(Exception):
    """The command conflicts with the present state. Nothing was recorded; the sentence says what to do.

    A refusal with legal weight (不予公开, 不予处理) is an event instead. `code` is stable. `sentence` is Chinese, for the
    person at the screen. `clause` is the article, "" if there is none. `field` is the form's box that the sentence is
    about, "" for the whole form. `retry_after_seconds`: the command may be accepted after so long, 0 if waiting does not
    help. The subclasses are the other kinds of refusal.
    """

    def __init__(
        self, code: str, sentence: str, clause: str = "", field: str = "", *, retry_after_seconds: int = 0
    ) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.clause = clause
        self.field = field
        self.retry_after_seconds = retry_after_seconds


class NotFound(Refusal):
    """Nothing has this name or number."""


class NotYours(Refusal):
    """Another person, role, section or agency may do or see this."""


class Invalid(Refusal):
    """A value of the command is missing or impossible."""


class Gone(Refusal):
    """The requested thing was destroyed. A missed period is a plain `Refusal`."""


class TooOften(Refusal):
    """Too many attempts within a short time; a later attempt is allowed."""


class Full(Refusal):
    """The capacity is used up now; the sentence says what to do instead."""


@dataclass(frozen=True, slots=True)
class Decider(Generic[S, C, E]):
    """One noun's behaviour: its first state, `decide` (state and command → events) and `evolve` (state and event → state)."""

    initial: S
    decide: Callable[[S, C], Sequence[E]]
    evolve: Callable[[S, E], S]

    def fold(self, events: Iterable[E], state: S | None = None) -> S:
        """The state after `events`, from `state` or from the beginning."""
        current = self.initial if state is None else state
        for event in events:
            current = self.evolve(current, event)
        return current

"""Given, when, then for deciders: `given(decider, *events).when(command).then(*events)` or `.refused(code)`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.command.decider import Decider, Refusal
from shared.message import Event

S = TypeVar("S")
C = TypeVar("C")
E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Outcome(Generic[S, E]):
    """The events of a command, or its refusal."""

    before: S
    after: S
    events: Sequence[E]
    refusal: Refusal | None

    def then(self, *events: E) -> "Outcome[S, E]":
        """Assert that exactly these events happened."""
        if self.refusal is not None:
            raise AssertionError("refused") from self.refusal
        assert list(self.events) == list(events)
        return self

    def refused(self, code: str, clause: str | None = None) -> Refusal:
        """Assert that the command was refused with this code (and this article)."""
        assert self.refusal is not None, f"not refused: {self.events}"
        assert self.refusal.code == code, f"refused with {self.refusal.code}, not {code}"
        assert clause is None or self.refusal.clause == clause, f"clause {self.refusal.clause}, not {clause}"
        return self.refusal


@dataclass(frozen=True)
class Given(Generic[S, C, E]):
    """A decider and its past events."""

    decider: Decider[S, C, E]
    events: tuple[E, ...]

    def when(self, command: C) -> Outcome[S, E]:
        """Decide on a command."""
        before = self.decider.fold(self.events)
        try:
            events = tuple(self.decider.decide(before, command))
        except Refusal as refusal:
            return Outcome(before, before, (), refusal)
        return Outcome(before, self.decider.fold(events, before), events, None)


def given(decider: Decider[S, C, E], *events: E) -> Given[S, C, E]:
    """Begin with past events."""
    return Given(decider, events)

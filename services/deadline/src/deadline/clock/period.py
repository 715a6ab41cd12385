"""Find the current period in the facts: its beginning, its suspension and its stop."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from deadline.clock.state import Heard
from shared.events.deadline.facts import (
    Began,
    ClockFact,
    Done,
    DoneBy,
    Ended,
    Fact,
    Lapsed,
    LetterAnswered,
    LetterReceived,
    LetterSilent,
    NotOwed,
    Restarted,
    Suspended,
)
from shared.events.terms import REASSIGNMENT

F = TypeVar("F", bound=Fact)
Facts = Sequence[Heard[ClockFact]]
"""Facts sorted by `Heard.key`."""
STOPS = (Done, DoneBy, Lapsed, Ended)
ANSWERS = (LetterReceived, LetterAnswered, LetterSilent)
Stop = Heard[Done] | Heard[DoneBy] | Heard[Lapsed] | Heard[Ended]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period that began by `began` and began again by `restart`.

    `suspended`: the open suspension, such as a correction that is awaited. `void_since`: day 0 of the void period
    before this one. `waited_from`: the first day on which that void period was suspended.
    """

    began: Heard[Began]
    restart: Heard[Restarted] | None = None
    suspended: Heard[Suspended] | None = None
    void_since: date | None = None
    waited_from: date | None = None

    @property
    def day_zero_on(self) -> date:
        """Day 0, which is not counted; the first counted day follows it."""
        return (self.restart or self.began).fact.on


def in_order(facts: Iterable[Heard[ClockFact]]) -> Facts:
    """Sort facts by their legal day."""
    return sorted(facts, key=lambda heard: heard.key)


def facts_of(kind: type[F], facts: Facts) -> list[Heard[F]]:
    """Return the facts of one kind."""
    return [cast("Heard[F]", heard) for heard in facts if isinstance(heard.fact, kind)]


def known_at_stop(facts: Facts, stop: Stop | None) -> Facts:
    """Leave out facts after the stop, since they cannot move a period that is over.

    Answers to letters stay, because their letters were open at the stop.
    """
    if stop is None:
        return facts
    kept = (Began, *STOPS, *ANSWERS)
    return [heard for heard in facts if heard.fact.on <= stop.fact.on or isinstance(heard.fact, kept)]


def period_of(facts: Facts) -> Period | None:
    """Return the current period; None if none has begun or none is owed (条例第三十条, C7)."""
    begun, voids = facts_of(Began, facts), _suspensions_of(REASSIGNMENT, facts)
    owed = [each for each in begun if not _closed_before(each, facts_of(NotOwed, facts), voids)]
    if not owed:
        return None
    if not voids:
        return _restarted(owed[0], facts)
    reassigned = next((each for each in owed if each.key > voids[-1].key), None)
    if reassigned is None:
        return Period(began=owed[0], suspended=voids[-1])
    if begun[0] is reassigned:
        return Period(began=reassigned)
    return Period(began=reassigned, void_since=begun[0].fact.on, waited_from=voids[0].fact.on)


def _closed_before(began: Heard[Began], closed: list[Heard[NotOwed]], voids: list[Heard[Suspended]]) -> bool:
    """Return whether the case was to be closed before this assignment and no suspension lay between the two."""
    return any(
        each.key < began.key and not any(each.key < void.key < began.key for void in voids) for each in closed
    )


def _restarted(began: Heard[Began], facts: Facts) -> Period:
    """Apply corrections to a period. A suspension ends with a restart of its kind; one before day 0 belongs to a void period."""
    restarts = [each for each in facts_of(Restarted, facts) if each.fact.on >= began.fact.on]
    restart = restarts[-1] if restarts else None
    day_zero_on = (restart or began).fact.on
    suspensions = [each for each in facts_of(Suspended, facts) if each.fact.on >= began.fact.on]
    waiting = [
        each
        for each in suspensions
        if each.fact.on >= day_zero_on
        and not any(came.fact.kind == each.fact.kind and came.key > each.key for came in restarts)
    ]
    return Period(
        began=began,
        restart=restart,
        suspended=waiting[0] if waiting else None,
        void_since=began.fact.on if day_zero_on != began.fact.on else None,
        waited_from=suspensions[0].fact.on if suspensions else None,
    )


def _suspensions_of(kind: str, facts: Facts) -> list[Heard[Suspended]]:
    return [each for each in facts_of(Suspended, facts) if each.fact.kind == kind]


def stop_of(facts: Facts, within_from: date | None = None) -> Stop | None:
    """Return the earliest stop: an act or an end. Without a dated act, a `DoneBy` counts as the act; without that, a `Lapsed`.

    Acts and ends marked `within` count only from `within_from` on, and not at all without it.
    """

    def counts(fact: Done | Ended) -> bool:
        return not fact.within or (within_from is not None and fact.on >= within_from)

    acts: list[Stop] = [each for each in facts_of(Done, facts) if counts(each.fact)]
    acts = acts or [*facts_of(DoneBy, facts)] or [*facts_of(Lapsed, facts)]
    ends: list[Stop] = [each for each in facts_of(Ended, facts) if counts(each.fact)]
    return min([*acts, *ends], key=lambda stop: stop.key, default=None)

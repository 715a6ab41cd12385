"""Which period runs: where it began, what it waits for, and what stopped it; judged by the facts alone."""

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
"""Facts in the order of their keys."""
STOPS = (Done, DoneBy, Lapsed, Ended)
ANSWERS = (LetterReceived, LetterAnswered, LetterSilent)
Stop = Heard[Done] | Heard[DoneBy] | Heard[Lapsed] | Heard[Ended]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period that began, and began anew by `restart`; `void_since`: day 0 of the void period before it.

    `suspended`: what it waits for before it can begin anew. `waited_from`: the first day on which the void period waited so.
    """

    began: Heard[Began]
    restart: Heard[Restarted] | None = None
    suspended: Heard[Suspended] | None = None
    void_since: date | None = None
    waited_from: date | None = None

    @property
    def day_zero_on(self) -> date:
        """The day that is not counted, before the first that is."""
        return (self.restart or self.began).fact.on


def in_order(facts: Iterable[Heard[ClockFact]]) -> Facts:
    """Facts by their day in law."""
    return sorted(facts, key=lambda heard: heard.key)


def of(kind: type[F], facts: Facts) -> list[Heard[F]]:
    """The facts of a kind."""
    return [cast("Heard[F]", heard) for heard in facts if isinstance(heard.fact, kind)]


def known_at_stop(facts: Facts, stop: Stop | None) -> Facts:
    """Without what came after the stop: it moves no period that was over; answers are kept, as their letters were out."""
    if stop is None:
        return facts
    kept = (Began, *STOPS, *ANSWERS)
    return [heard for heard in facts if heard.fact.on <= stop.fact.on or isinstance(heard.fact, kept)]


def period_of(facts: Facts) -> Period | None:
    """The period that runs or waits; None where none has begun or none is owed (条例第三十条, C7)."""
    begun, voids = of(Began, facts), _of_kind(REASSIGNMENT, facts)
    owed = [each for each in begun if not _closed_before(each, of(NotOwed, facts), voids)]
    if not owed:
        return None
    if not voids:
        return _restarted(owed[0], facts)
    anew = next((each for each in owed if each.key > voids[-1].key), None)
    if anew is None:
        return Period(began=owed[0], suspended=voids[-1])
    if begun[0] is anew:
        return Period(began=anew)
    return Period(began=anew, void_since=begun[0].fact.on, waited_from=voids[0].fact.on)


def _closed_before(began: Heard[Began], closed: list[Heard[NotOwed]], voids: list[Heard[Suspended]]) -> bool:
    """Whether the case was only to be closed when it was assigned, and not set aside between."""
    return any(
        each.key < began.key and not any(each.key < void.key < began.key for void in voids) for each in closed
    )


def _restarted(began: Heard[Began], facts: Facts) -> Period:
    """A suspension holds until what it waits for comes; one of before day 0 belongs to a void period."""
    restarts = [each for each in of(Restarted, facts) if each.fact.on >= began.fact.on]
    restart = restarts[-1] if restarts else None
    day_zero_on = (restart or began).fact.on
    suspensions = [each for each in of(Suspended, facts) if each.fact.on >= began.fact.on]
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


def _of_kind(kind: str, facts: Facts) -> list[Heard[Suspended]]:
    return [each for each in of(Suspended, facts) if each.fact.kind == kind]


def stop_of(facts: Facts, within_from: date | None = None) -> Stop | None:
    """What stopped the clock, the earliest: the act, else the word that it was done, else that nothing was; or an end.

    Acts and ends that must lie within the period count from `within_from` on; without it they are left out.
    """

    def counts(fact: Done | Ended) -> bool:
        return not fact.within or (within_from is not None and fact.on >= within_from)

    acts: list[Stop] = [each for each in of(Done, facts) if counts(each.fact)]
    acts = acts or [*of(DoneBy, facts)] or [*of(Lapsed, facts)]
    ends: list[Stop] = [each for each in of(Ended, facts) if counts(each.fact)]
    return min([*acts, *ends], key=lambda stop: stop.key, default=None)

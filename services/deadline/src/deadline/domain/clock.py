"""The clock (期限): what is known of one legal period, from its start to its stop."""

from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never
from uuid import UUID

from deadline.domain.ladder import warning_day
from deadline.domain.terms import Letters, Terms
from shared.command.decider import BrokenHistory
from shared.events.deadline import (
    ClockExtended,
    ClockPaused,
    ClockRestarted,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockSuspended,
    DeadlineEvent,
    DeadlineMissed,
    DueDateDeferred,
    DueDateSet,
    WarningRaised,
)
from shared.events.terms import REPLY_CLOCK

REPLY = REPLY_CLOCK
CORRECTION_NOTICE = "correction-notice"
CORRECTION = "correction"
CONFIDENTIALITY_REVIEW = "confidentiality-review"
CONSULTATION = "consultation-"


NOTHING_DONE = {
    "correction-lapsed": {"request-corrected", "closing-lifted"},
    "closing-required": {"request-corrected", "closing-lifted"},
    "consultation-lapsed": {"consultation-answered"},
}
"""Causes of a stop that say that nothing was done → what says that it was: registered later, it counts all the same."""

HEARSAY = {"closing-lifted": {"request-corrected"}}
"""Causes of a stop that know of an act, but not its day → the act."""


def begins_anew_with(clock: str) -> str:
    """What a period begins again with: the correction (条例第三十条), or the new case where a review began with a void one."""
    return "重新分办" if clock == CONFIDENTIALITY_REVIEW else "收到补正"


def consultation_clock(consultation_id: UUID) -> str:
    """The clock of one letter: there may be several at once."""
    return f"{CONSULTATION}{consultation_id}"


@dataclass(frozen=True, slots=True)
class NoClock:
    """未起算: nothing was received yet; a letter of another service may all the same have become known already."""

    letters: Letters = field(default_factory=Letters)


@dataclass(frozen=True, slots=True)
class Counting:
    """正在计算: started, and its first count not yet read; only ever seen between two events of one commit."""

    terms: Terms


@dataclass(frozen=True, slots=True)
class Running:
    """计时中: a due date stands; `warned` holds the working days left that were warned of in this generation."""

    terms: Terms
    due: DueDateSet
    warned: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Deferred:
    """日历未公布: no due date can be counted yet; it is never struck."""

    terms: Terms
    deferral: DueDateDeferred


@dataclass(frozen=True, slots=True)
class Paused:
    """已暂停: a letter is out, so no due date stands until its answer comes (条例第三十三条第三款)."""

    terms: Terms


@dataclass(frozen=True, slots=True)
class Suspended:
    """等待补正: no due date stands until the corrected request is received (条例第三十条), or the case assigned anew."""

    terms: Terms
    suspended: ClockSuspended


@dataclass(frozen=True, slots=True)
class Missed:
    """逾期: the due date passed; the clock still waits for the act."""

    terms: Terms
    due: DueDateSet


@dataclass(frozen=True, slots=True)
class Stopped:
    """已停止: the act was done, in time or not; the clock is over. `due`: the date that stood last, if one did."""

    terms: Terms
    stopped: ClockStopped
    due: DueDateSet | None


Open: TypeAlias = Counting | Running | Deferred | Paused | Suspended | Missed
Clock: TypeAlias = NoClock | Open | Stopped
Change: TypeAlias = ClockPaused | ClockResumed | ClockExtended | ClockSuspended | ClockRestarted
"""What changes the terms of a count."""
ClockEvent: TypeAlias = (
    ClockStarted | Change | DueDateSet | DueDateDeferred | WarningRaised | DeadlineMissed | ClockStopped
)


def due_of(clock: Clock) -> DueDateSet | None:
    """The due date that stands, or stood when the clock stopped."""
    match clock:
        case Running(due=due) | Missed(due=due) | Stopped(due=due):
            return due
        case _:
            return None


def evolve(clock: Clock, event: DeadlineEvent) -> Clock:
    """What an event makes of the clock. Raises `BrokenHistory` for one that `decide` could not have written then."""
    if isinstance(clock, Stopped):
        return _evolve_stopped(clock, event)
    if not isinstance(event, ClockEvent):
        raise _broken(clock, event)
    if isinstance(clock, NoClock):
        return _evolve_unstarted(clock, event)
    if isinstance(event, Change):
        return _evolve_terms(clock, event)
    return _evolve_count(clock, event)


def _evolve_stopped(clock: Stopped, event: DeadlineEvent) -> Clock:
    if isinstance(event, ClockStopped) and sets_right(clock, event.cause):
        return replace(clock, stopped=event)
    raise _broken(clock, event)


def sets_right(clock: Stopped, cause: str) -> bool:
    """Whether `cause` is the very act that was thought not to have been done, or whose day was not known."""
    return cause in (NOTHING_DONE | HEARSAY).get(clock.stopped.cause, ())


def _evolve_unstarted(clock: NoClock, event: ClockEvent) -> Clock:
    match event:
        case ClockStarted():
            return Counting(Terms.of(event, clock.letters))
        case ClockPaused():
            return NoClock(clock.letters.with_sent(event))
        case ClockResumed():
            return NoClock(clock.letters.with_answer(event))
        case _:
            raise _broken(clock, event)


def _evolve_terms(clock: Open, event: Change) -> Clock:
    """After a pause or a restart nothing stands until it is counted; otherwise the date stands until it is replaced."""
    terms = clock.terms
    match event:
        case ClockPaused():
            terms = replace(terms, letters=terms.letters.with_sent(event))
            return replace(clock, terms=terms) if isinstance(clock, Suspended) else Paused(terms)
        case ClockResumed():
            return replace(clock, terms=replace(terms, letters=terms.letters.with_answer(event)))
        case ClockExtended():
            return replace(clock, terms=replace(terms, extension=event))
        case ClockSuspended():
            return Suspended(terms, event)
        case ClockRestarted():
            return Counting(terms.restarted(event))
        case _:
            assert_never(event)


def _evolve_count(
    clock: Open,
    event: ClockStarted | DueDateSet | DueDateDeferred | WarningRaised | DeadlineMissed | ClockStopped,
) -> Clock:
    match event:
        case DueDateSet():
            return Running(clock.terms.counted(event), event)
        case DueDateDeferred():
            return Deferred(clock.terms.counted(event), event)
        case ClockStopped():
            return Stopped(clock.terms, event, due_of(clock))
        case WarningRaised(working_days_left=left) if isinstance(clock, Running):
            return replace(clock, warned=clock.warned | {left}, terms=_warned(clock, left))
        case DeadlineMissed() if isinstance(clock, Running):
            return Missed(clock.terms, clock.due)
        case ClockStarted() | WarningRaised() | DeadlineMissed():
            raise _broken(clock, event)
        case _:
            assert_never(event)


def _warned(clock: Running, left: int) -> Terms:
    day = warning_day(clock.due.counted, left)
    return clock.terms if day is None else replace(clock.terms, warned=clock.terms.warned | {(left, day)})


def _broken(clock: Clock, event: DeadlineEvent) -> BrokenHistory:
    return BrokenHistory(f"{event.type_name()} cannot follow {type(clock).__name__}")

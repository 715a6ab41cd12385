"""What a command makes happen to a clock: facts are kept, and what they change is said. Nothing is refused.

Timers and reactions cannot be told to come back: what is known already, or comes late, makes nothing happen.
"""

from collections.abc import Mapping, Sequence
from typing import assert_never
from uuid import UUID

from msgspec import structs

from deadline.clock import rules
from deadline.clock.commands import (
    ClockCommand,
    HearFacts,
    RaiseWarning,
    RecountClock,
    StrikeDeadline,
)
from deadline.clock.count import Judgement, began_of, judge
from deadline.clock.effects import effect_of, reason_of
from deadline.clock.evolve import evolve
from deadline.clock.rules import role_warned
from deadline.clock.standing import standing_of
from deadline.clock.state import NO_CLOCK, Clock, Heard
from deadline.clock_ref import ClockRef
from deadline.warning_days import warning_at
from shared.command.decider import Decider
from shared.events.deadline.clock import (
    ClockEvent,
    ClockFactHeard,
    DeadlineEvent,
    DeadlineMissed,
    DeadlineMissWithdrawn,
    DueDateDeferred,
    DueDateSet,
    Standing,
    WarningRaised,
)
from shared.events.deadline.facts import ClockFact
from shared.events.terms import Reason
from shared.workdays import Calendar

Events = Sequence[ClockEvent]


def decide(clock: Clock, command: ClockCommand) -> Events:
    """What `command` makes happen."""
    match command:
        case HearFacts():
            return _hear_all(clock, command)
        case RecountClock():
            return _recount(clock, command)
        case RaiseWarning():
            return _warn(clock, command)
        case StrikeDeadline():
            return _strike(clock, command)
        case _:
            assert_never(command)


def _hear_all(clock: Clock, command: HearFacts) -> Events:
    """Each fact by itself, so that every event carries the standing of its own moment."""
    events: list[ClockEvent] = []
    for heard in command.facts:
        known = clock.facts.get(heard.id)
        if known is None or known.fact != heard.fact:
            news = _hear(clock, command.clock, heard, command.calendar)
            events += news
            for event in news:
                clock = evolve(clock, event)
    return tuple(events)


def _hear(clock: Clock, ref: ClockRef, heard: Heard[ClockFact], calendar: Calendar) -> Events:
    facts: Mapping[UUID, Heard[ClockFact]] = {**clock.facts, heard.id: heard}
    judged = judge(facts.values(), calendar)
    told = _said_again(ref, heard, judged)
    return _stamped(clock, judged, (told, *_news(clock, ref, judged, reason_of(heard, judged))))


def _recount(clock: Clock, command: RecountClock) -> Events:
    """Only a count that says something else is an event; a missed clock may run again by it.

    Where no date stands any more, the letter is said again that holds the period now.
    """
    if clock.ref is None or clock.standing.state in {"unstarted", "suspended", "stopped"}:
        return ()
    judged = judge(clock.facts.values(), command.calendar)
    news = _news(clock, clock.ref, judged, command.reason)
    if judged.state == "paused" and clock.standing.state != "paused":
        news = (_said_again(clock.ref, judged.out.sent, judged), *news)
    return _stamped(clock, judged, news)


def _said_again(ref: ClockRef, heard: Heard[ClockFact], judged: Judgement) -> ClockFactHeard:
    effect = effect_of(heard, judged)
    return ClockFactHeard(
        **ref.names(), fact_id=heard.id, source_seq=heard.seq, fact=heard.fact, effect=effect
    )


def _news(clock: Clock, ref: ClockRef, judged: Judgement, reason: Reason) -> Events:
    """A miss that is taken back, and a date that is not said already."""
    news: list[ClockEvent] = []
    if clock.missed_on is not None and not rules.still_missed(clock.missed_on, judged):
        news.append(DeadlineMissWithdrawn(**ref.names(), due_on=clock.missed_on))
    said = None if _stands(clock, judged) else _said(clock, ref, judged, reason)
    return (*news, said) if said else news


def _stands(clock: Clock, judged: Judgement) -> bool:
    """Whether the count was said; of a date that passed only another day is news.

    A clock that stopped says its days again where a fact that became known late changes them, so that the days that explain a date
    are the same in whatever order the facts were heard.
    """
    before = clock.standing.state
    if before == "missed":
        return rules.same_day(clock.said, judged)
    if judged.stop:
        return before not in {"unstarted", "paused", "suspended"} and rules.same_count(clock.said, judged)
    return before in {"running", "deferred"} and rules.same_count(clock.said, judged)


def _said(
    clock: Clock, ref: ClockRef, judged: Judgement, reason: Reason
) -> DueDateSet | DueDateDeferred | None:
    if judged.period is None:
        return None
    if judged.count is not None and judged.due_on is not None:
        counted = judged.count.counted
        return DueDateSet(
            **ref.names(),
            due_on=judged.due_on,
            warn_working_days=rules.still_to_warn(clock, judged.period, counted),
            counted=counted,
            skipped=judged.count.skipped,
            grounds=rules.grounds(judged),
            reason=reason,
        )
    if judged.course == "deferred" and judged.uncovered is not None:
        not_before, year = judged.uncovered.not_before, judged.uncovered.year
        return DueDateDeferred(**ref.names(), not_before_on=not_before, uncovered_year=year, reason=reason)
    return None


def _stamped(clock: Clock, judged: Judgement, events: Events) -> Events:
    """Every event with the standing of what was decided together; nothing happened, nothing stands anew."""
    said = next((event for event in events if isinstance(event, DueDateSet | DueDateDeferred)), None)
    standing = standing_of(clock, judged, said)
    return tuple(structs.replace(event, standing=standing) for event in events)


def _warn(clock: Clock, command: RaiseWarning) -> Events:
    """Once for each threshold and generation, and never early."""
    left, due = command.working_days_left, _due_of(clock, command.generation)
    if due is None or clock.ref is None or left in clock.raised or left not in due.warn_working_days:
        return ()
    at = warning_at(due, left)
    if at is None or command.origin.at < at:
        return ()
    role = role_warned(began_of(clock), left)
    event = WarningRaised(
        **clock.ref.names(),
        generation=command.generation,
        due_on=due.due_on,
        working_days_left=left,
        role=role,
        standing=structs.replace(clock.standing, warned_left=left, warned_role=role),
    )
    return (event,)


def _strike(clock: Clock, command: StrikeDeadline) -> Events:
    """Once for each generation, and never early."""
    due = _due_of(clock, command.generation)
    if due is None or clock.ref is None or not rules.passed(due, command.origin.at):
        return ()
    role = began_of(clock).missed_role
    standing: Standing = structs.replace(clock.standing, state="missed", missed=True, missed_role=role)
    event = DeadlineMissed(
        **clock.ref.names(), generation=command.generation, due_on=due.due_on, role=role, standing=standing
    )
    return (event,)


def _due_of(clock: Clock, generation: int) -> DueDateSet | None:
    """The date that a timer is of, if the clock still runs by it."""
    runs = clock.standing.state == "running" and clock.standing.generation == generation
    return clock.due if runs else None


clock_decider: Decider[Clock, ClockCommand, DeadlineEvent] = Decider(NO_CLOCK, decide, evolve)
"""The behaviour of a clock."""

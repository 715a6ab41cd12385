"""Decide on commands of a clock: store facts and publish what they change. No command is refused.

Timers and reactions cannot ask anybody to correct a command, so one that repeats something known or comes too late
gives no event.
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
from deadline.clock.count import Evaluation, began_of, evaluate
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
    """Return the events of `command`."""
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
    """Evaluate after each fact, so that every event carries the standing of its own moment."""
    events: list[ClockEvent] = []
    for heard in command.facts:
        known = clock.facts.get(heard.id)
        if known is None or known.fact != heard.fact:
            changes = _hear(clock, command.clock, heard, command.calendar)
            events += changes
            for event in changes:
                clock = evolve(clock, event)
    return tuple(events)


def _hear(clock: Clock, ref: ClockRef, heard: Heard[ClockFact], calendar: Calendar) -> Events:
    facts: Mapping[UUID, Heard[ClockFact]] = {**clock.facts, heard.id: heard}
    evaluation = evaluate(facts.values(), calendar)
    fact_event = _fact_heard(ref, heard, evaluation)
    changes = _changes(clock, ref, evaluation, reason_of(heard, evaluation))
    stopped_before = clock.standing.state == "stopped"
    if stopped_before and not changes and standing_of(clock, evaluation, None) == clock.standing:
        fact_event = structs.replace(fact_event, effect="")
    return _with_standing(clock, evaluation, (fact_event, *changes))


def _recount(clock: Clock, command: RecountClock) -> Events:
    """Return events only if the calendar changes the count. A missed clock may run again.

    If the count loses its due date because a letter now pauses it, publish that letter's fact again.
    """
    if clock.ref is None or clock.standing.state in {"unstarted", "suspended", "stopped"}:
        return ()
    evaluation = evaluate(clock.facts.values(), command.calendar)
    changes = _changes(clock, clock.ref, evaluation, command.reason)
    if evaluation.state == "paused" and clock.standing.state != "paused":
        changes = (_fact_heard(clock.ref, evaluation.open_letter.sent, evaluation), *changes)
    return _with_standing(clock, evaluation, changes)


def _fact_heard(ref: ClockRef, heard: Heard[ClockFact], evaluation: Evaluation) -> ClockFactHeard:
    effect = effect_of(heard, evaluation)
    return ClockFactHeard(
        **ref.names(), fact_id=heard.id, source_seq=heard.seq, fact=heard.fact, effect=effect
    )


def _changes(clock: Clock, ref: ClockRef, evaluation: Evaluation, reason: Reason) -> Events:
    """Return the withdrawal of a miss that no longer holds, then the count if it differs from the published one."""
    changes: list[ClockEvent] = []
    if clock.missed_on is not None and not rules.still_missed(clock.missed_on, evaluation):
        changes.append(DeadlineMissWithdrawn(**ref.names(), due_on=clock.missed_on))
    count = None if _is_published(clock, evaluation) else _count_event(clock, ref, evaluation, reason)
    return (*changes, count) if count else changes


def _is_published(clock: Clock, evaluation: Evaluation) -> bool:
    """Return whether the published count still holds. After the due date has passed, only another due date is published.

    A stopped clock publishes its count again if a late fact changes the days, so the explained days do not depend on
    the order of arrival.
    """
    before = clock.standing.state
    if before == "missed":
        return rules.same_day(clock.published, evaluation)
    if evaluation.stop:
        return before not in {"unstarted", "paused", "suspended"} and rules.same_count(
            clock.published, evaluation
        )
    return before in {"running", "deferred"} and rules.same_count(clock.published, evaluation)


def _count_event(
    clock: Clock, ref: ClockRef, evaluation: Evaluation, reason: Reason
) -> DueDateSet | DueDateDeferred | None:
    if evaluation.period is None:
        return None
    if evaluation.count is not None and evaluation.due_on is not None:
        counted = evaluation.count.counted
        return DueDateSet(
            **ref.names(),
            due_on=evaluation.due_on,
            warn_working_days=rules.remaining_warnings(clock, evaluation.period, counted),
            counted=counted,
            skipped=evaluation.count.skipped,
            grounds=rules.grounds(evaluation),
            reason=reason,
        )
    if evaluation.period_state == "deferred" and evaluation.uncovered is not None:
        not_before, year = evaluation.uncovered.not_before, evaluation.uncovered.year
        return DueDateDeferred(**ref.names(), not_before_on=not_before, uncovered_year=year, reason=reason)
    return None


def _with_standing(clock: Clock, evaluation: Evaluation, events: Events) -> Events:
    """Stamp all events of one decision with the standing after it."""
    count = next((event for event in events if isinstance(event, DueDateSet | DueDateDeferred)), None)
    standing = standing_of(clock, evaluation, count)
    return tuple(structs.replace(event, standing=standing) for event in events)


def _warn(clock: Clock, command: RaiseWarning) -> Events:
    """Warn once for each number of days left and each generation, and never early."""
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
    """Record a miss once for each generation, and never early."""
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
    """Return the count that a timer belongs to, or None if the clock no longer runs by it."""
    runs = clock.standing.state == "running" and clock.standing.generation == generation
    return clock.due if runs else None


clock_decider: Decider[Clock, ClockCommand, DeadlineEvent] = Decider(NO_CLOCK, decide, evolve)

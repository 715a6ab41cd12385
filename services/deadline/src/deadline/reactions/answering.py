"""How a foreign event becomes commands on clocks: loaded, answered by one small function, done in one commit."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from deadline.domain.clock import Clock
from deadline.domain.commands import ClockCommand, StartClock, StopClock
from deadline.domain.decider import clock_decider
from deadline.handlers import KnownNotices, act_on_clocks, clock_stream
from shared.command.execute import state_after
from shared.command.reaction import Reaction
from shared.eventlog.store import EventStore
from shared.events import load
from shared.events.terms import Basis, request_of
from shared.message import Event, Origin, Recorded, follow
from shared.policy import Policy, PolicyOf
from shared.workdays import Calendar

Wishes = Mapping[str, ClockCommand]
"""The name of a request's clock → what is wished of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What an answer works with: one request of one agency, its clocks, the calendar, the agency's policy."""

    store: EventStore
    origin: Origin
    request_id: UUID
    calendar: Calendar
    policy_of: PolicyOf

    def policy(self, on: date) -> Policy:
        """What applies to the agency on a day."""
        return self.policy_of(self.origin.agency, on)

    def basis(self, key: str, on: date) -> Basis:
        """The clause behind a value of the policy."""
        return self.policy(on)[key].basis

    async def clock(self, name: str) -> Clock:
        """One of the request's clocks, as it stands."""
        rows = await self.store.load(self.origin.agency, clock_stream(self.request_id, name))
        return state_after(clock_decider, rows)

    async def clocks(self) -> tuple[str, ...]:
        """The names of all clocks that the request ever had."""
        prefix = clock_stream(self.request_id, "")
        streams = await self.store.streams(self.origin.agency, prefix)
        return tuple(stream.removeprefix(prefix) for stream in streams)

    def own_period(self, clock: str, day_zero_on: date, period: str, reason: str) -> StartClock:
        """起算 a period of the agency itself: length, warnings and roles are its policy's on day 0."""
        policy = self.policy(day_zero_on)
        length = policy[period]
        return StartClock(
            origin=self.origin,
            request_id=self.request_id,
            clock=clock,
            day_zero_on=day_zero_on,
            working_days=length.value,
            warn_working_days=tuple(policy["warning.working_days_before"].value),
            warn_roles=tuple(policy["warning.roles"].value),
            missed_role=policy["warning.missed_role"].value,
            basis=length.basis,
            calendar=self.calendar,
            reason=reason,
        )

    def others_period(
        self, clock: str, day_zero_on: date, working_days: int, basis: Basis, reason: str
    ) -> StartClock:
        """起算 a period of somebody else: nobody at the agency is warned, since it is not for them to act."""
        return StartClock(
            origin=self.origin,
            request_id=self.request_id,
            clock=clock,
            day_zero_on=day_zero_on,
            working_days=working_days,
            warn_working_days=(),
            basis=basis,
            calendar=self.calendar,
            reason=reason,
        )

    def stop(self, on: date, cause: Event, *, done: bool = True, within: bool = False) -> StopClock:
        """停止计时 on the day of the act; `within`: not by an act of before day 0."""
        return StopClock(origin=self.origin, stopped_on=on, cause=cause.type_name(), done=done, within=within)


Answers = Mapping[type[Event], Callable[[Desk, Any], Awaitable[Wishes]]]
"""The event of a lane → the function that says what is wished of the request's clocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following(Reaction):
    """A reaction: it follows one source, and answers each event of its table before it hears the next.

    An answer reads a request's other clocks, which the other source may be moving.
    """

    exclusive: bool = True
    answers: Answers
    policy_of: PolicyOf = Policy
    notices: KnownNotices = field(default_factory=KnownNotices)

    async def react(self, store: EventStore, row: Recorded) -> None:
        """As the port says; where every clock moved on, nothing is appended."""
        event = load(row)
        answer = self.answers.get(type(event))
        if answer is None:
            return
        origin = follow(row, self.name)
        request_id = request_of(event)
        if request_id is None:
            return
        desk = Desk(
            store=store,
            origin=origin,
            request_id=request_id,
            calendar=await self.notices.calendar(store),
            policy_of=self.policy_of,
        )
        await act_on_clocks(store, origin, request_id, await answer(desk, event))

"""What deadline does when intake's facts arrive: a received request starts its reply clock, a served reply stops it."""

from dataclasses import dataclass

from deadline.domain.commands import StartClock, StopClock
from deadline.handlers import act_on_clock, clock_stream, loaded_calendar
from shared.events import load
from shared.events.intake import ReplyServed, RequestReceived
from shared.events.terms import Basis
from shared.message import Recorded, follow
from shared.policy import Policy, PolicyOf
from shared.store import EventStore

REPLY = "reply"
PERIOD = "reply.working_days"
WARNINGS = "warning.working_days_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartReplyClock:
    """收到申请 → 起算 (条例33): day 0 is the day of receipt, the length is the agency's own where the floor allows it."""

    policy_of: PolicyOf = Policy
    name: str = "deadline.start-reply-clock"
    source: str = "intake"
    types: frozenset[str] = frozenset({RequestReceived.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Start once; a year without its notice defers the date, it does not refuse the request."""
        received = load(row)
        if not isinstance(received, RequestReceived):
            return
        policy = self.policy_of(row.agency, received.received_on)
        period = policy[PERIOD]
        origin = follow(row, self.name)
        command = StartClock(
            origin=origin,
            request_id=received.request_id,
            clock=REPLY,
            day_zero_on=received.received_on,
            working_days=period.value,
            warn_working_days=tuple(policy[WARNINGS].value),
            basis=Basis(period.clause, period.source),
            calendar=await loaded_calendar(store),
        )
        await act_on_clock(store, origin, clock_stream(received.request_id, REPLY), command)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopReplyClock:
    """送达 → 停止计时: the day of service is what counts, whenever it became known."""

    name: str = "deadline.stop-reply-clock"
    source: str = "intake"
    types: frozenset[str] = frozenset({ReplyServed.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Stop once; nothing happens where no clock runs."""
        served = load(row)
        if not isinstance(served, ReplyServed):
            return
        origin = follow(row, self.name)
        command = StopClock(origin=origin, stopped_on=served.served_on, cause=served.type_name())
        await act_on_clock(store, origin, clock_stream(served.request_id, REPLY), command)

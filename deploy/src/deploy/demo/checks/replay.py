"""Checks the replay of each case at each of its events against the states that the services had then.

The replay reads only the supervisors' ledger. This check folds each service's own log by that service's own rules up
to the same instant, and compares the result with the output of `lantai audit replay`.
"""

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from deadline.clock.decide import clock_decider
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import Request, Year
from intake.request.decide import request_decider
from reporting.replay import Replay, replay_of
from reporting.request.standing import RequestState
from review.acts.case_and_sheet import facts_of, fold_both
from review.case.signing import stage_of
from review.case.state import NoCase
from shared.command.execute import state_after
from shared.eventlog.postgres import PgLog
from shared.events.deadline.clock import ClockFactHeard
from shared.events.registry import load
from shared.message import Event, Recorded

PAGE_ROWS: Final = 1000
OWNERS: Final = ("intake", "review", "deadline")
UNBORN: Final = {"no-request": ""}

Streams = Mapping[str, Sequence[Recorded]]
State = tuple[str, str, dict[str, tuple[str, str]]]
"""Status in intake, stage in review, and clock → its state and due date."""


async def faults_of_replays(
    engines: Mapping[str, AsyncEngine], users: PortalUsers, year: Year
) -> AsyncIterator[str]:
    """The events at which the replay differs from the services' own folds."""
    streams = await _streams(engines, {each.agency for each in year.requests})
    for request in year.requests:
        request_id = users.filed[request.id].request_id
        async with engines["reporting"].connect() as connection:
            replay = await replay_of(connection, request.agency, request_id)
        for fault in _compared(request, request_id, replay, streams):
            yield fault


def _compared(request: Request, request_id: UUID, replay: Replay, streams: Streams) -> Iterator[str]:
    named = str(request_id).encode()
    mine = {name: rows for name, rows in streams.items() if _is_about(name, rows, request_id)}
    recorded = [
        row
        for name, rows in streams.items()
        for row in rows
        if (named in row.body or name in mine) and not _without_effect(load(row))
    ]
    if {step.row.id for step in replay.steps} != {row.id for row in recorded}:
        yield f"{request.id}：回放有 {len(replay.steps)} 个事件，各服务日志里有 {len(recorded)} 个"
    for step in replay.steps:
        shown = _shown(replay.after(replay.known_at(step.at)))
        own = _own(mine, step.at)
        if shown != own:
            yield f"{request.id} 在 {step.at:%Y-%m-%d %H:%M:%S} 回放为 {shown}，各服务当时为 {own}"


def _without_effect(event: Event) -> bool:
    """Whether an event is a fact that a clock heard and that did nothing: it is no step of the replay."""
    return isinstance(event, ClockFactHeard) and not event.effect


def _is_about(stream: str, rows: Sequence[Recorded], request_id: UUID) -> bool:
    """Whether a stream is named after the request, or is a sheet's or a letter's clock whose first event names it."""
    named = str(request_id)
    return named in stream or (stream.startswith(("sheet/", "clock/")) and named.encode() in rows[0].body)


def _shown(state: RequestState) -> State:
    clocks = {name: (clock.standing, str(clock.due_on)) for name, clock in state.clocks.items()}
    return state.status, state.stage, clocks


def _own(streams: Streams, as_of: datetime) -> State:
    """The state of a request in intake, review and deadline at an instant."""
    known = {name: [row for row in rows if row.recorded_at <= as_of] for name, rows in streams.items()}
    status, clocks = "", {}
    for name, rows in known.items():
        kind, _, key = name.partition("/")
        if not rows:
            continue
        if kind == "request":
            status = _named(state_after(request_decider, rows))
        elif kind == "clock":
            standing = state_after(clock_decider, rows).standing
            clocks[_clock_name(key)] = (standing.state, str(standing.due_on))
    stage = _stage(
        row for name, rows in known.items() if name.startswith(("case/", "sheet/")) for row in rows
    )
    return status, stage, {name: clock for name, clock in clocks.items() if clock[0] != "unstarted"}


def _clock_name(key: str) -> str:
    """The name of a clock in supervision: that of a request's clock, or name and letter."""
    kind, subject_id, name = key.split("/")
    return name if kind == "request" else f"{name}-{subject_id}"


def _stage(rows: Iterable[Recorded]) -> str:
    case, sheet = fold_both(load(row) for row in rows)
    return "" if isinstance(case, NoCase) else stage_of(case, facts_of(sheet))


def _named(state: object) -> str:
    """The name of a state in supervision: `AwaitingCorrection` is `awaiting-correction`."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "-", type(state).__name__).lower()
    return UNBORN.get(name, name)


async def _streams(engines: Mapping[str, AsyncEngine], agencies: set[str]) -> Streams:
    """Stream → its rows, for the three logs."""
    streams: dict[str, list[Recorded]] = defaultdict(list)
    for service in OWNERS:
        for agency in agencies:
            async for row in _lane(PgLog(service, engines[service]), agency):
                streams[row.stream].append(row)
    return streams


async def _lane(log: PgLog, agency: str) -> AsyncIterator[Recorded]:
    after = 0
    while rows := await log.read(agency, after, PAGE_ROWS):
        for row in rows:
            yield row
        after = rows[-1].seq

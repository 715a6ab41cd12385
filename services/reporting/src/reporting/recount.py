"""Counts a pinned table again: from the ledger's copies up to the pinned positions, by the same tally."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.domain.tally import Group, Layout, Table, tally
from reporting.projections.annual import COUNTED_TYPES
from reporting.projections.ledger import copies_of_types
from shared.events import load
from shared.events.intake import ReplyServed, RequestReceived
from shared.events.reporting import ReportPinned
from shared.message import Event

SOURCE = "intake"


async def counted_again(connection: AsyncConnection, pinned: ReportPinned, layout: Layout) -> Table:
    """The table that the ledger gives at the pinned positions: its hash must be the pinned one."""
    up_to = pinned.positions.get(SOURCE, 0)
    rows = await copies_of_types(connection, SOURCE, COUNTED_TYPES, up_to)
    return tally(pinned.year, groups_of(load(row) for row in rows), layout)


def groups_of(events: Iterable[Event]) -> Iterable[Group]:
    """One group for each request, from its events in the order of their lane."""
    groups: dict[UUID, Group] = {}
    for event in events:
        match event:
            case RequestReceived():
                groups[event.request_id] = _opened(event)
            case ReplyServed() if event.request_id in groups:
                groups[event.request_id] = _closed(groups[event.request_id], event)
    return groups.values()


def _opened(event: RequestReceived) -> Group:
    return Group(
        received_year=event.received_on.year,
        applicant_kind=event.applicant_kind,
        outcome=None,
        closed_year=None,
        requests=1,
    )


def _closed(group: Group, event: ReplyServed) -> Group:
    return Group(
        received_year=group.received_year,
        applicant_kind=group.applicant_kind,
        outcome=event.outcome,
        closed_year=event.served_on.year,
        requests=1,
    )

"""Counts a year's table: now, from the projection; and a pinned one again, from the ledger's copies up to its positions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.projections.annual import COUNTED_TYPES
from reporting.projections.annual_queries import counted
from reporting.projections.ledger import copies_of_types
from reporting.table.tally import Group, Layout, Table, tally
from shared.events.intake.request import PastRequestImported, ReplyDispatched, RequestReceived
from shared.events.registry import load
from shared.events.reporting.report import ReportPinned
from shared.message import Event

SOURCE = "intake"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table with the lane positions that it was counted up to."""

    table: Table
    positions: Mapping[str, int]


async def drawn(connection: AsyncConnection, agency: str, year: int, layout: Layout) -> Drawn:
    """A year's table of an agency as it stands now."""
    found = await counted(connection, agency, year)
    return Drawn(tally(year, found.groups, layout), found.positions)


async def counted_again(
    connection: AsyncConnection, agency: str, pinned: ReportPinned, layout: Layout
) -> Table:
    """The table that the ledger gives at the pinned positions: its hash must be the pinned one."""
    up_to, seq, groups = pinned.positions.get(SOURCE, 0), 0, Groups()
    while rows := await copies_of_types(connection, agency, SOURCE, COUNTED_TYPES, after=seq, up_to=up_to):
        seq = rows[-1].seq
        for row in rows:
            groups.take(row.stream, load(row))
    return tally(pinned.year, groups.counted(), layout)


class Groups:
    """What a lane's events count to, in their order; one group for each kind of request, not for each request."""

    def __init__(self) -> None:
        self._open: dict[str, Group] = {}
        self._closed: Counter[Group] = Counter()

    def take(self, stream: str, event: Event) -> None:
        """The next event; what counts nothing changes nothing."""
        match event:
            case RequestReceived(receipt=receipt, applicant=applicant):
                self._open[stream] = _group(receipt.received_on.year, applicant.kind)
            case PastRequestImported(received_on=on, applicant_kind=kind):
                closed = event.closed_on.year if event.closed_on else None
                self._closed[replace(_group(on.year, kind), outcome=event.outcome, closed_year=closed)] += 1
            case ReplyDispatched() if stream in self._open:
                opened = self._open.pop(stream)
                year = event.served.dispatched_on.year
                self._closed[replace(opened, outcome=event.outcome, closed_year=year)] += 1

    def counted(self) -> list[Group]:
        """The groups."""
        sums = self._closed + Counter(self._open.values())
        return [replace(group, requests=requests) for group, requests in sums.items()]


def _group(received_year: int, applicant_kind: str) -> Group:
    return Group(
        received_year=received_year, applicant_kind=applicant_kind, outcome=None, closed_year=None, requests=1
    )

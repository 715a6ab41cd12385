"""Count a year's table: the present one from the projection, a pinned one from the ledger up to its positions."""

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
class CountedTable:
    """A table, and the lane positions up to which it is counted."""

    table: Table
    positions: Mapping[str, int]


async def count_table(connection: AsyncConnection, agency: str, year: int, layout: Layout) -> CountedTable:
    """Count the present table of a year."""
    found = await counted(connection, agency, year)
    return CountedTable(tally(year, found.groups, layout), found.positions)


async def recount_table(
    connection: AsyncConnection, agency: str, pinned: ReportPinned, layout: Layout
) -> Table:
    """Count a pinned table again from the ledger. Its hash must equal the pinned one."""
    up_to, seq, groups = pinned.positions.get(SOURCE, 0), 0, Groups()
    while rows := await copies_of_types(
        connection, agency, COUNTED_TYPES, service=SOURCE, after=seq, up_to=up_to
    ):
        seq = rows[-1].seq
        for row in rows:
            groups.add(row.stream, load(row))
    return tally(pinned.year, groups.counted(), layout)


class Groups:
    """Collects a lane's events into groups, in order. It keeps one group for each kind of closed request, not one for each request."""

    def __init__(self) -> None:
        self._open: dict[str, Group] = {}
        self._closed: Counter[Group] = Counter()

    def add(self, stream: str, event: Event) -> None:
        """Add an event; others than receipts, imports and served replies are ignored."""
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
        """Return the groups with their numbers of requests."""
        sums = self._closed + Counter(self._open.values())
        return [replace(group, requests=requests) for group, requests in sums.items()]


def _group(received_year: int, applicant_kind: str) -> Group:
    return Group(
        received_year=received_year, applicant_kind=applicant_kind, outcome=None, closed_year=None, requests=1
    )

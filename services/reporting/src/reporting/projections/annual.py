"""Projection of the annual table: one entry for each request, own or imported, and the number of requests in each group.

A table is read from the group counts alone, so its cost does not grow with the agency's years. `entries.py` reads the
entries of a figure page by page.
"""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events.intake.request import PastRequestImported, ReplyDispatched, RequestReceived
from shared.events.registry import load
from shared.message import Event, Recorded
from shared.projections.changes import Columns, RowChanges
from shared.projections.generations import Projection

OPEN: Final = 0
"""`closed_year` of open requests in `share`, since a primary key cannot be null."""

metadata = MetaData(schema="annual")

entry = Table(
    "entry",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("stream", Text, primary_key=True, comment="request/<id>, or past/<record> of what was imported"),
    Column("request_id", Uuid),
    Column("record", Text),
    Column("year", Integer, comment="of the registration number"),
    Column("number", Integer),
    Column("received_on", Date, nullable=False),
    Column("received_year", Integer, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("outcome", Text),
    Column("closed_on", Date),
    Column("closed_year", Integer),
    Column("document_number", Text),
)
CARRIED = or_(entry.c.closed_year.is_(None), entry.c.closed_year != entry.c.received_year)
"""Requests that were open on some 31 December. They are few, so they have a partial index."""
_PLACE = (entry.c.received_on, entry.c.stream, entry.c.applicant_kind)
Index("by_receipt", entry.c.agency, *_PLACE)
Index("by_closing", entry.c.agency, entry.c.closed_year, *_PLACE)
Index("by_outcome", entry.c.agency, entry.c.closed_year, entry.c.outcome, *_PLACE)
Index("by_carrying", entry.c.agency, *_PLACE, postgresql_where=CARRIED)
Index("by_request", entry.c.agency, entry.c.request_id, postgresql_where=entry.c.request_id.is_not(None))
Index("by_number", entry.c.agency, entry.c.year, entry.c.number, postgresql_where=entry.c.year.is_not(None))

share = Table(
    "share",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("received_year", Integer, primary_key=True, autoincrement=False),
    Column("applicant_kind", Text, primary_key=True),
    Column("outcome", Text, primary_key=True, comment="empty: open"),
    Column("closed_year", Integer, primary_key=True, autoincrement=False, comment="0: open"),
    Column("requests", Integer, nullable=False),
)

position = Table(
    "position",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

COUNTED_TYPES = tuple(event.type_name() for event in (RequestReceived, PastRequestImported, ReplyDispatched))
"""The event types that a table is counted from."""

Share = tuple[int, str, str, int]
"""The key of a group: year of receipt, applicant kind, outcome, year of closing."""


class AnnualProjection(Projection):
    """Folds receipts, imports and served replies of intake, and stores the position that a report is pinned to."""

    name = "annual"
    version = 2
    sources = frozenset({"intake"})
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        agency, events = (
            rows[0].agency,
            [(row.stream, load(row)) for row in rows if row.type in COUNTED_TYPES],
        )
        closing = {stream for stream, event in events if isinstance(event, ReplyDispatched)}
        changes = _Changes(agency, await _shares(connection, agency, closing))
        for stream, event in events:
            changes.apply(stream, event)
        positions = RowChanges(position)
        positions.put((agency, rows[-1].service), {"seq": rows[-1].seq})
        for table_changes in (changes.entries, changes.shares, positions):
            await table_changes.write(connection)


class _Changes:
    """The changes of one batch: entries, and the groups that they leave and join."""

    def __init__(self, agency: str, known: dict[str, Share]) -> None:
        self.entries, self.shares = RowChanges(entry), RowChanges(share)
        self._agency, self._known = agency, known

    def apply(self, stream: str, event: Event) -> None:
        """Apply one event. A reply to an unknown request is ignored."""
        match event:
            case RequestReceived():
                self._move(stream, (event.receipt.received_on.year, event.applicant.kind, "", OPEN))
                self.entries.put((self._agency, stream), _received(event))
            case PastRequestImported(received_on=on, closed_on=closed):
                year = closed.year if closed else OPEN
                self._move(stream, (on.year, event.applicant_kind, event.outcome or "", year))
                self.entries.put((self._agency, stream), _imported(event))
            case ReplyDispatched() if stream in self._known:
                received_year, kind, *_ = self._known[stream]
                self._move(stream, (received_year, kind, event.outcome, event.served.dispatched_on.year))
                self.entries.change((self._agency, stream), _served(event))

    def _move(self, stream: str, group: Share) -> None:
        before = self._known.get(stream)
        if before is not None:
            self.shares.add((self._agency, *before), {"requests": -1})
        self.shares.add((self._agency, *group), {"requests": 1})
        self._known[stream] = group


def _received(event: RequestReceived) -> Columns:
    return {
        "request_id": event.request_id,
        "year": event.year,
        "number": event.number,
        "received_on": event.receipt.received_on,
        "received_year": event.receipt.received_on.year,
        "applicant_kind": event.applicant.kind,
    }


def _imported(event: PastRequestImported) -> Columns:
    return {
        "record": event.record,
        "received_on": event.received_on,
        "received_year": event.received_on.year,
        "applicant_kind": event.applicant_kind,
        "outcome": event.outcome,
        "closed_on": event.closed_on,
        "closed_year": event.closed_on.year if event.closed_on else None,
    }


def _served(event: ReplyDispatched) -> Columns:
    return {
        "outcome": event.outcome,
        "closed_on": event.served.dispatched_on,
        "closed_year": event.served.dispatched_on.year,
        "document_number": event.document_number,
    }


async def _shares(connection: AsyncConnection, agency: str, streams: Collection[str]) -> dict[str, Share]:
    """Return the current groups of the requests that this batch closes."""
    if not streams:
        return {}
    asked = (entry.c.received_year, entry.c.applicant_kind, entry.c.outcome, entry.c.closed_year)
    found = await connection.execute(
        select(entry.c.stream, *asked).where(entry.c.agency == agency, entry.c.stream.in_(sorted(streams)))
    )
    return {row[0]: (row[1], row[2], row[3] or "", row[4] or OPEN) for row in found}

"""案卷: all events of one case in order. Sealed parts stay encrypted; pages decrypt them on reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Integer, LargeBinary, MetaData, Table, Text, Uuid, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events.intake.correction import CorrectionLapsed, CorrectionNoticeDispatched, CorrectionRequested
from shared.events.intake.request import (
    ExtensionNoticeDispatched,
    ExtensionNoticeRendered,
    KeyDestroyed,
    ReplyDispatched,
    ReplyRendered,
    RequestWithdrawn,
)
from shared.events.registry import decode, load
from shared.events.review.case import CaseEvent, CircumstanceEvent, ClosingLifted, OutcomeProposed
from shared.events.review.sheet import SheetEvent
from shared.events.terms import request_of
from shared.message import Actor, Event, Recorded
from shared.projections.changes import Columns, RowChanges
from shared.projections.generations import Projection

METADATA = MetaData(schema="case_file")
ENTRIES = Table(
    "entries",
    METADATA,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("type", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("key_id", Text),
    Column("body", LargeBinary, nullable=False),
)

OwnFact = CaseEvent | CircumstanceEvent | SheetEvent | ClosingLifted
IntakeFact = (
    CorrectionRequested
    | CorrectionNoticeDispatched
    | CorrectionLapsed
    | RequestWithdrawn
    | ExtensionNoticeRendered
    | ExtensionNoticeDispatched
    | ReplyRendered
    | ReplyDispatched
    | KeyDestroyed
)
Filed = OwnFact | IntakeFact
"""The events that a case file holds. None of them contains an applicant's identity, sealed or not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the case file: the event, its actor and its instant."""

    event: Event
    actor: Actor
    occurred_at: datetime
    key_id: str | None


class CaseFile(Projection):
    """One row for each event. Rows of two services never overlap, so the order of the lanes does not matter."""

    name = "case_file"
    version = 4
    sources = frozenset({"review", "intake"})
    metadata = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        entries = RowChanges(ENTRIES)
        for row in rows:
            if isinstance(event := load(row), Filed):
                entries.put((row.agency, request_of(event), row.service, row.seq), _columns(row))
        await entries.write(connection)


def _columns(row: Recorded) -> Columns:
    return {
        "type": row.type,
        "schema_version": row.schema_version,
        "occurred_at": row.occurred_at,
        "recorded_at": row.recorded_at,
        "actor": row.actor,
        "key_id": row.key_id,
        "body": row.body,
    }


async def file_of(connection: AsyncConnection, request_id: UUID) -> Sequence[Entry]:
    """Return the entries of a case by the time of recording; the events of one service keep their order."""
    query = select(ENTRIES).where(ENTRIES.c.request_id == request_id)
    ordered = query.order_by(ENTRIES.c.recorded_at, ENTRIES.c.service, ENTRIES.c.seq)
    return [_entry(found) for found in (await connection.execute(ordered)).mappings()]


def drafter_in(entries: Sequence[Entry]) -> str:
    """Return the person who proposed the newest draft, "" if there is none."""
    drafters = [entry.actor.id for entry in entries if isinstance(entry.event, OutcomeProposed)]
    return drafters[-1] if drafters else ""


def _entry(found: Any) -> Entry:
    return Entry(
        event=decode(found["type"], found["schema_version"], bytes(found["body"])),
        actor=Actor.parse(found["actor"]),
        occurred_at=found["occurred_at"],
        key_id=found["key_id"],
    )

"""案卷: everything about one case in order, as the log has it; ciphertext stays ciphertext, pages open it on read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Integer, LargeBinary, MetaData, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import insert
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
"""What a case file keeps. Nothing with an applicant's identity in it, sealed or not, is among them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sheet of the file: the event, who did it, when."""

    event: Event
    actor: Actor
    occurred_at: datetime
    key_id: str | None


class CaseFile:
    """The read model: one row an event. Rows of two services never touch, so the order of the lanes does not matter."""

    name = "case_file"
    version = 4
    sources = frozenset({"review", "intake"})
    metadata = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """File what belongs into a case file."""
        filed = [_values(row, event) for row in rows if isinstance(event := load(row), Filed)]
        if filed:
            await connection.execute(insert(ENTRIES).on_conflict_do_nothing(), filed)


def _values(row: Recorded, event: Filed) -> dict[str, Any]:
    return {
        "agency": row.agency,
        "request_id": request_of(event),
        "service": row.service,
        "seq": row.seq,
        "type": row.type,
        "schema_version": row.schema_version,
        "occurred_at": row.occurred_at,
        "recorded_at": row.recorded_at,
        "actor": row.actor,
        "key_id": row.key_id,
        "body": row.body,
    }


async def file_of(connection: AsyncConnection, request_id: UUID) -> Sequence[Entry]:
    """The entries of one case in the order in which they were recorded; a service's own never change places."""
    query = select(ENTRIES).where(ENTRIES.c.request_id == request_id)
    ordered = query.order_by(ENTRIES.c.recorded_at, ENTRIES.c.service, ENTRIES.c.seq)
    return [_entry(found) for found in (await connection.execute(ordered)).mappings()]


def drafter_in(entries: Sequence[Entry]) -> str:
    """The person who proposed the newest draft, "" before there is one."""
    drafters = [entry.actor.id for entry in entries if isinstance(entry.event, OutcomeProposed)]
    return drafters[-1] if drafters else ""


def _entry(found: Any) -> Entry:
    return Entry(
        event=decode(found["type"], found["schema_version"], bytes(found["body"])),
        actor=Actor.parse(found["actor"]),
        occurred_at=found["occurred_at"],
        key_id=found["key_id"],
    )

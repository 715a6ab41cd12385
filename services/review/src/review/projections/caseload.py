"""待办: every case with its stage and its question (still sealed). The desk reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    ColumnClause,
    ColumnElement,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    case,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from review.stage import Stage
from shared.events.registry import load
from shared.events.review.case import (
    CaseAssigned,
    CaseOpened,
    CircumstanceEvent,
    ClosingLifted,
    ClosingRequired,
    ConsultationAnswered,
    ConsultationDispatched,
    ConsultationLapsed,
    ConsultationReceived,
    DraftReturned,
    DraftSigned,
    ExtensionApproved,
    ExtensionProposed,
    ExtensionRefused,
    OutcomeProposed,
    ReplyIssued,
)
from shared.events.review.sheet import SheetCompleted, SheetVoided
from shared.events.terms import Sealed, request_of
from shared.message import Actor, Recorded
from shared.projections.changes import RowChanges
from shared.projections.generations import Projection

METADATA = MetaData(schema="caseload")
CASES = Table(
    "cases",
    METADATA,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("key_id", Text),
    Column("content_box", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("reviewed", Boolean, nullable=False, server_default="false"),
    Column("section", Text, nullable=False, server_default=""),
    Column("signed", ARRAY(Text), nullable=False, server_default="{}"),
    Column("issued_on", Date),
    Column("closing", Text, nullable=False, server_default=""),
    Column("extension", Text, nullable=False, server_default=""),
    Column("letters", ARRAY(Text), nullable=False, server_default="{}"),
)
_ISSUED: ColumnClause[str] = literal_column("'issued'")
IN_HAND, ISSUED = CASES.c.stage != _ISSUED, CASES.c.stage == _ISSUED
"""Literals, in the queries and in the indexes: with parameters the planner could not match a query to a partial index."""
_OLDEST = (CASES.c.received_on, CASES.c.number)
_NEWEST = (CASES.c.issued_on.desc(), CASES.c.year.desc(), CASES.c.number.desc())
Index("in_hand", CASES.c.agency, *_OLDEST, postgresql_where=IN_HAND)
Index("issued", CASES.c.agency, *_NEWEST, postgresql_where=ISSUED)

OfDraft = (
    CaseAssigned | SheetCompleted | SheetVoided | OutcomeProposed | DraftSigned | DraftReturned | ReplyIssued
)
"""Events that change a case's stage."""

CaseUpdate = OfDraft | CircumstanceEvent
"""Events that change a row."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case on the desk.

    `closing`: the only outcome that is left, "" while all are possible. `extension`: the person who proposed an
    extension that is pending, "" for none. `letters`: the number of unanswered letters.
    """

    request_id: UUID
    year: int
    number: int
    received_on: date
    key_id: str | None
    content: Sealed
    stage: Stage
    section: str
    signed: tuple[str, ...]
    issued_on: date | None
    closing: str
    extension: str
    letters: int


class Caseload(Projection):
    """One row for each case. A case that is set aside is deleted and may be opened again."""

    name = "caseload"
    version = 6
    sources = frozenset({"review"})
    metadata = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        opened, updates = RowChanges(CASES), list[tuple[Recorded, CaseUpdate]]()
        for row in rows:
            event = load(row)
            if isinstance(event, CaseOpened):
                opened.put((row.agency, event.request_id), _opened(row, event))
            elif isinstance(event, CaseUpdate):
                updates.append((row, event))
            elif isinstance(event, ClosingLifted):
                await _write(connection, opened, updates)
                opened, updates = RowChanges(CASES), []
                await connection.execute(CASES.delete().where(_of(row, event)))
        await _write(connection, opened, updates)


async def _write(
    connection: AsyncConnection, opened: RowChanges, updates: Sequence[tuple[Recorded, CaseUpdate]]
) -> None:
    await opened.write(connection)
    for row, event in updates:
        changes = (
            _draft_changes(event)
            if isinstance(event, OfDraft)
            else _circumstance_changes(event, Actor.parse(row.actor).id)
        )
        if not changes:
            continue
        await connection.execute(CASES.update().where(_of(row, event)).values(changes))


def _of(row: Recorded, event: CaseUpdate | ClosingLifted) -> ColumnElement[bool]:
    return (CASES.c.agency == row.agency) & (CASES.c.request_id == request_of(event))


def _opened(row: Recorded, event: CaseOpened) -> dict[str, Any]:
    return {
        "year": event.year,
        "number": event.number,
        "received_on": event.received_on,
        "key_id": row.key_id,
        "content_box": event.content.box,
        "stage": "opened",
    }


def _draft_changes(event: OfDraft) -> dict[str, Any]:  # noqa: PLR0911  # one return for each
    """Return the columns that an event changes. `reviewed`: a sheet stands that no draft is based on yet."""
    match event:
        case CaseAssigned():
            return {"stage": "assigned", "section": event.section}
        case SheetCompleted():
            return {"reviewed": True}
        case SheetVoided():
            return {"reviewed": False}
        case OutcomeProposed():
            return {"stage": "drafted", "reviewed": False, "signed": []}
        case DraftSigned():
            return {"signed": func.array_append(CASES.c.signed, event.level)}
        case DraftReturned():
            return {"stage": "returned", "signed": []}
        case ReplyIssued():
            return {"stage": "issued", "issued_on": event.issued_on}
        case _:
            assert_never(event)


def _circumstance_changes(event: CircumstanceEvent, person: str) -> dict[str, Any]:
    """Return the columns that a circumstance changes. A required closing voids a draft under signature or sent back."""
    match event:
        case ClosingRequired():
            overtaken = CASES.c.stage.in_(("drafted", "returned"))
            return {
                "closing": event.outcome,
                "stage": case((overtaken, "assigned"), else_=CASES.c.stage),
                "reviewed": case((overtaken, true()), else_=CASES.c.reviewed),
                "signed": [],
            }
        case ExtensionProposed():
            return {"extension": person}
        case ExtensionApproved() | ExtensionRefused():
            return {"extension": ""}
        case ConsultationDispatched():
            return {"letters": func.array_append(CASES.c.letters, str(event.consultation_id))}
        case ConsultationReceived():
            return {}
        case ConsultationAnswered() | ConsultationLapsed():
            return {"letters": func.array_remove(CASES.c.letters, str(event.consultation_id))}
        case _:
            assert_never(event)


async def open_cases(connection: AsyncConnection) -> Sequence[CaseLine]:
    """Return the agency's cases without an issued reply, oldest receipt first."""
    query = select(CASES).where(IN_HAND).order_by(*_OLDEST)
    return [_line(found) for found in (await connection.execute(query)).mappings()]


async def section_of(connection: AsyncConnection, request_id: UUID) -> str:
    """Return the section of a case, "" before 分办 and for an unknown case."""
    query = select(CASES.c.section).where(CASES.c.request_id == request_id)
    return (await connection.execute(query)).scalar_one_or_none() or ""


async def issued_cases(connection: AsyncConnection, limit: int) -> Sequence[CaseLine]:
    """Return the newest issued replies, at most `limit`."""
    query = select(CASES).where(ISSUED).order_by(*_NEWEST).limit(limit)
    return [_line(found) for found in (await connection.execute(query)).mappings()]


_WITH_SECTION = ("assigned", "returned")


def _line(found: Any) -> CaseLine:
    return CaseLine(
        request_id=found["request_id"],
        year=found["year"],
        number=found["number"],
        received_on=found["received_on"],
        key_id=found["key_id"],
        content=Sealed("text", found["content_box"]),
        stage="reviewed" if found["reviewed"] and found["stage"] in _WITH_SECTION else found["stage"],
        section=found["section"],
        signed=tuple(found["signed"]),
        issued_on=found["issued_on"],
        closing=found["closing"],
        extension=found["extension"],
        letters=len(found["letters"]),
    )

"""待办: every case, how far it has come, and what was asked (still sealed); the desk reads it."""

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
"""Written out in queries as in the indexes: by a parameter PostgreSQL could not tell that one covers the other."""
_OLDEST = (CASES.c.received_on, CASES.c.number)
_NEWEST = (CASES.c.issued_on.desc(), CASES.c.year.desc(), CASES.c.number.desc())
Index("in_hand", CASES.c.agency, *_OLDEST, postgresql_where=IN_HAND)
Index("issued", CASES.c.agency, *_NEWEST, postgresql_where=ISSUED)

OfDraft = (
    CaseAssigned | SheetCompleted | SheetVoided | OutcomeProposed | DraftSigned | DraftReturned | ReplyIssued
)
"""What happens to an open case on the main line."""

Moving = OfDraft | CircumstanceEvent
"""The events that move a case on."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case on the desk.

    `closing`: the only outcome left, "" while any may be given; `extension`: whether one waits for its approver (the
    person who proposed it, "" for none); `letters`: how many are out.
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


class Caseload:
    """The read model: one row a case."""

    name = "caseload"
    version = 6
    sources = frozenset({"review"})
    metadata = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Open rows, then move them on; one that is set aside goes, and may be opened again. Others' events: nothing."""
        opened, moves = RowChanges(CASES), list[tuple[Recorded, Moving]]()
        for row in rows:
            event = load(row)
            if isinstance(event, CaseOpened):
                opened.put((row.agency, event.request_id), _opened(row, event))
            elif isinstance(event, Moving):
                moves.append((row, event))
            elif isinstance(event, ClosingLifted):
                await _write(connection, opened, moves)
                opened, moves = RowChanges(CASES), []
                await connection.execute(CASES.delete().where(_of(row, event)))
        await _write(connection, opened, moves)


async def _write(
    connection: AsyncConnection, opened: RowChanges, moves: Sequence[tuple[Recorded, Moving]]
) -> None:
    await opened.write(connection)
    for row, event in moves:
        changes = _changes(event) if isinstance(event, OfDraft) else _beside(event, Actor.parse(row.actor).id)
        if not changes:
            continue
        await connection.execute(CASES.update().where(_of(row, event)).values(changes))


def _of(row: Recorded, event: Moving | ClosingLifted) -> ColumnElement[bool]:
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


def _changes(event: OfDraft) -> dict[str, Any]:  # noqa: PLR0911  # one return for each
    """What an event moves; `reviewed`: the sheet stands, and no draft rests on its present filling."""
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


def _beside(event: CircumstanceEvent, person: str) -> dict[str, Any]:
    """What an event of the circumstances moves; a required end makes void what is under signature or sent back."""
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
    """The agency's cases that are not issued yet, oldest receipt first."""
    query = select(CASES).where(IN_HAND).order_by(*_OLDEST)
    return [_line(found) for found in (await connection.execute(query)).mappings()]


async def section_of(connection: AsyncConnection, request_id: UUID) -> str:
    """The section that has a case, "" before 分办 and where there is no such case."""
    query = select(CASES.c.section).where(CASES.c.request_id == request_id)
    return (await connection.execute(query)).scalar_one_or_none() or ""


async def issued_cases(connection: AsyncConnection, limit: int) -> Sequence[CaseLine]:
    """The newest issued replies, up to `limit`."""
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

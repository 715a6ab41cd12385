"""待办: every case with its stage and its question (still sealed). The desk reads it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, assert_never
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnClause,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
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
from shared.projections.changes import Columns, RowChanges
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
    Column("reviewed", Boolean, nullable=False, comment="a sheet stands that no draft is based on yet"),
    Column("section", Text, nullable=False),
    Column("signed", JSONB, nullable=False, comment="the levels that have signed the draft"),
    Column("issued_on", Date),
    Column("closing", Text, nullable=False),
    Column("extension", Text, nullable=False),
    Column("letters", JSONB, nullable=False, comment="the ids of the letters that are not answered"),
)
OPENED: Final[Columns] = {
    "stage": "opened",
    "reviewed": False,
    "section": "",
    "signed": [],
    "issued_on": None,
    "closing": "",
    "extension": "",
    "letters": [],
}
"""The standing of a case just opened: the columns that later events change."""
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
"""Events that change the standing of a case."""

Heard = CaseOpened | CaseUpdate | ClosingLifted


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
    version = 7
    sources = frozenset({"review"})
    metadata = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        heard = [(row, event) for row in rows if isinstance(event := load(row), Heard)]
        agency, cases = rows[0].agency, RowChanges(CASES)
        standings = await _standings(connection, agency, {request_of(event) for _, event in heard})
        for row, event in heard:
            key = agency, request_of(event)
            if isinstance(event, CaseOpened):
                standings[key[1]] = OPENED
                cases.put(key, {**_opened(row, event), **OPENED})
            elif isinstance(event, ClosingLifted):
                standings.pop(key[1], None)
                cases.remove(key)
            elif (before := standings.get(key[1])) is not None:
                standings[key[1]] = {**before, **_changed(before, event, Actor.parse(row.actor).id)}
                cases.change(key, standings[key[1]])
        await cases.write(connection)


async def _standings(
    connection: AsyncConnection, agency: str, requests: Collection[UUID | None]
) -> dict[UUID | None, Columns]:
    """Return request → the standing of its case before the batch."""
    if not requests:
        return {}
    asked = select(CASES.c.request_id, *(CASES.c[name] for name in OPENED))
    found = await connection.execute(
        asked.where(CASES.c.agency == agency, CASES.c.request_id.in_(list(requests)))
    )
    return {row.request_id: {name: getattr(row, name) for name in OPENED} for row in found}


def _opened(row: Recorded, event: CaseOpened) -> Columns:
    return {
        "year": event.year,
        "number": event.number,
        "received_on": event.received_on,
        "key_id": row.key_id,
        "content_box": event.content.box,
    }


def _changed(before: Columns, event: CaseUpdate, person: str) -> Columns:
    """Return the columns that an event of `person` changes."""
    if isinstance(event, OfDraft):
        return _of_draft(before, event)
    return _of_circumstance(before, event, person)


def _of_draft(before: Columns, event: OfDraft) -> Columns:  # noqa: PLR0911  # one return for each
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
            return {"signed": [*before["signed"], event.level]}
        case DraftReturned():
            return {"stage": "returned", "signed": []}
        case ReplyIssued():
            return {"stage": "issued", "issued_on": event.issued_on}
        case _:
            assert_never(event)


def _of_circumstance(before: Columns, event: CircumstanceEvent, person: str) -> Columns:
    """A required closing voids a draft that is under signature or was sent back."""
    match event:
        case ClosingRequired():
            voided = {"stage": "assigned", "reviewed": True} if before["stage"] in _DRAFTED else {}
            return {"closing": event.outcome, "signed": [], **voided}
        case ExtensionProposed():
            return {"extension": person}
        case ExtensionApproved() | ExtensionRefused():
            return {"extension": ""}
        case ConsultationDispatched():
            return {"letters": [*before["letters"], str(event.consultation_id)]}
        case ConsultationReceived():
            return {}
        case ConsultationAnswered() | ConsultationLapsed():
            return {"letters": [each for each in before["letters"] if each != str(event.consultation_id)]}
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


_DRAFTED = ("drafted", "returned")
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

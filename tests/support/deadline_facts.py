"""What intake and review say of one request, as deadline hears it: builders, and lanes that hand rows to the reactions."""

from datetime import date
from uuid import UUID

from deadline.domain.clock import Clock
from deadline.domain.decider import clock_decider
from deadline.handlers import clock_stream
from deadline.reactions import reactions
from shared.events import load
from shared.events.intake import (
    Applicant,
    ExtensionNotified,
    Finding,
    FormalCheckCompleted,
    RequestAccepted,
    RequestWithdrawn,
)
from shared.events.intake_corrections import CorrectionLapsed, CorrectionNotified, RequestCorrected
from shared.events.review import (
    CaseAssigned,
    ConfidentialityReviewCompleted,
    ConsultationAnswered,
    ConsultationLapsed,
    ConsultationSent,
    ReplyIssued,
)
from shared.handling import state_after
from shared.memory_store import MemoryStore
from shared.message import Event, Recorded
from shared.store import Change, Commit, EventStore
from support.deadline_clocks import AGENCY, BASIS, NOON, REQUEST, SEALED, by

TEXT = SEALED
LETTER = UUID("00000000-0000-4000-8000-0000000000e1")
OTHER_LETTER = UUID("00000000-0000-4000-8000-0000000000e2")


def checked(on: date, *wanting: str) -> FormalCheckCompleted:
    """The formal check, with the fields that were found wanting."""
    findings = tuple(Finding(field, "missing", "条例第二十九条") for field in wanting)
    return FormalCheckCompleted(request_id=REQUEST, checked_on=on, findings=findings, basis=BASIS)


def accepted(on: date) -> RequestAccepted:
    """受理."""
    return RequestAccepted(
        request_id=REQUEST,
        accepted_on=on,
        year=on.year,
        number=1,
        received_on=on,
        applicant_kind="natural_person",
        content=TEXT,
    )


def correction_notified(on: date, respond_working_days: int = 15) -> CorrectionNotified:
    """The correction notice was served."""
    return CorrectionNotified(
        request_id=REQUEST,
        served_on=on,
        method="post",
        proof=None,
        respond_working_days=respond_working_days,
    )


def corrected(on: date) -> RequestCorrected:
    """The corrected request was received."""
    return RequestCorrected(
        request_id=REQUEST,
        channel="web",
        received_on=on,
        receipt_rule=BASIS,
        instants={"submitted": NOON},
        corrected=("content",),
        applicant=Applicant(name=SEALED),
        content=TEXT,
        supply_form="paper",
        delivery="post",
    )


def correction_lapsed(due_on: date, on: date) -> CorrectionLapsed:
    """No correction came."""
    return CorrectionLapsed(
        request_id=REQUEST,
        due_on=due_on,
        lapsed_on=on,
        year=on.year,
        number=1,
        received_on=on,
        applicant_kind="natural_person",
        content=TEXT,
        basis=BASIS,
    )


def withdrawn(on: date) -> RequestWithdrawn:
    """The applicant withdrew."""
    return RequestWithdrawn(
        request_id=REQUEST,
        withdrawn_on=on,
        reason=None,
        year=on.year,
        number=1,
        received_on=on,
        applicant_kind="natural_person",
        content=TEXT,
    )


def extension_notified(on: date, working_days: int) -> ExtensionNotified:
    """The applicant was told of an extension."""
    return ExtensionNotified(
        request_id=REQUEST,
        extension_id=LETTER,
        working_days=working_days,
        served_on=on,
        method="post",
        proof=None,
    )


def assigned(on: date) -> CaseAssigned:
    """A section has the case."""
    return CaseAssigned(request_id=REQUEST, section="statistics", assigned_on=on)


def reviewed(on: date) -> ConfidentialityReviewCompleted:
    """The confidentiality review is done."""
    return ConfidentialityReviewCompleted(
        request_id=REQUEST, answers={}, attribute="public", reason=None, reviewed_on=on, basis=BASIS
    )


def issued(on: date) -> ReplyIssued:
    """The reply is signed to its end."""
    return ReplyIssued(
        request_id=REQUEST,
        issue_id=LETTER,
        draft=1,
        outcome="other_other",
        clause="国办公开办函〔2021〕30号表三（六）3",
        finding=TEXT,
        decision=TEXT,
        materials=(),
        substance_sha256="00",
        issued_on=on,
    )


def consulted(
    on: date, kind: str = "third_party", letter: UUID = LETTER, served_on: date | None = None
) -> ConsultationSent:
    """A letter went out and was received, by default on the same day."""
    return ConsultationSent(
        request_id=REQUEST,
        consultation_id=letter,
        kind=kind,
        party=TEXT,
        question=TEXT,
        sent_on=on,
        served_on=served_on or on,
        respond_working_days=15,
        basis=BASIS,
    )


def answered(on: date, letter: UUID = LETTER) -> ConsultationAnswered:
    """The opinion arrived."""
    return ConsultationAnswered(
        request_id=REQUEST, consultation_id=letter, answer="consents", reason=None, arrived_on=on
    )


def unanswered(on: date, letter: UUID = LETTER) -> ConsultationLapsed:
    """Nobody answered in time."""
    return ConsultationLapsed(
        request_id=REQUEST, consultation_id=letter, effect="agency-decides", lapsed_on=on, basis=BASIS
    )


class Neighbours:
    """Intake's and review's logs in memory: what they say is handed to deadline's reactions, each as its own lane."""

    def __init__(self, agency: str = AGENCY) -> None:
        self.agency = agency
        self.lanes = {name: MemoryStore(name) for name in ("intake", "review")}

    async def say(self, event: Event) -> Recorded:
        """Write an event as its owner does."""
        lane = self.lanes[event.service]
        stream = f"{event.service}/{REQUEST}"
        version = len(await lane.load(self.agency, stream))
        await lane.append(Commit(by(agency=self.agency), (Change(stream, version, (event,)),)))
        return (await lane.load(self.agency, stream))[-1]

    async def tell(self, store: EventStore, *events: Event) -> list[Recorded]:
        """Write events, and let deadline react to each in turn."""
        rows = [await self.say(event) for event in events]
        for row in rows:
            await react(store, row)
        return rows


async def react(store: EventStore, row: Recorded) -> None:
    """Every reaction that hears the row, as the feed would drive them."""
    for reaction in reactions():
        if reaction.source == row.service and row.type in reaction.types:
            await reaction.react(store, row)


class Office:
    """Deadline's log of one agency, and the neighbours that tell it things."""

    def __init__(self, store: EventStore, agency: str = AGENCY) -> None:
        self.store, self.agency, self.neighbours = store, agency, Neighbours(agency)

    async def hear(self, *events: Event) -> list[Recorded]:
        """Neighbours say something, deadline reacts."""
        return await self.neighbours.tell(self.store, *events)

    async def clock(self, name: str = "reply") -> Clock:
        """A clock of the request."""
        return state_after(clock_decider, await self.store.load(self.agency, clock_stream(REQUEST, name)))

    async def events(self, name: str = "reply") -> list[Event]:
        """A clock's stream."""
        return [load(row) for row in await self.store.load(self.agency, clock_stream(REQUEST, name))]

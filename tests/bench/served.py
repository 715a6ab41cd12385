"""Requests that were answered and served in the year before: what the log of each service holds of them.

Written while the services sleep, as fast as the log takes it; when they wake, relay, reactions and projections go through it
as through any history. One that the deciders could not have written would become a dead letter, and nothing would ever settle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from uuid import UUID, uuid4, uuid5

from msgspec.structs import replace

from bench.ground import ACTOR
from deadline.calendar.package import load_calendar
from deadline.clock.commands import HearFacts
from deadline.clock.decide import clock_decider
from deadline.clock.state import Heard
from deadline.clock_ref import clock_of_request
from deploy.place.environment import for_service
from shared.eventlog.store import Change, Commit
from shared.events.codes import Answer
from shared.events.deadline.clock import DeadlineEvent
from shared.events.deadline.facts import Began, Done, Ended
from shared.events.intake import request as intake
from shared.events.review import case as review
from shared.events.review import sheet as review_sheet
from shared.events.terms import (
    CORRECTION_NOTICE,
    REPLY_CLOCK,
    Basis,
    LetterFact,
    ReceiptFact,
    Sealed,
    ServiceFact,
    SheetVersion,
    Subject,
)
from shared.message import Event, Origin
from shared.policy import Policy
from shared.process.settings import Settings
from shared.service.runtime import Runtime
from shared.time.clock import shanghai_midnight
from support.servers.stack import LocalStack

FIRST, DAYS = date(2024, 1, 2), 330
"""They came in on so many days, and the last was served before the year ended."""
BATCH = 200
NOBODY = UUID(int=0)
TEXT = "2023年本市粮食产量"
CHAIN = ("section", "deputy", "head")
BASIS = Basis("条例第三十三条", "条例")
OUTCOME, CLAUSE = "granted", "条例第三十六条第（二）项"
ENDS = {
    REPLY_CLOCK: (Ended, "reply-dispatched", 14),
    CORRECTION_NOTICE: (Done, "formal-check-completed", 0),
}
"""Clock → what stops it, and how many days after receipt."""
Happened = Mapping[str, tuple[Event, ...]]
"""Stream → its events."""


async def write(running: LocalStack, agency: str, section: str, count: int) -> int:
    """`count` of them into the lanes of `agency`, all under one key; how many events that are."""
    runtimes = {name: Runtime(_settings(running, name)) for name in ("deadline", "review", "intake")}
    door, written = runtimes["intake"], 0
    assert door.vault is not None
    key, at = (
        await door.vault.create(agency, Subject.request(uuid4()), ("identity", "text")),
        await door.clock.now(),
    )
    office = Office(
        agency, section, key.seal("text", "content", TEXT), key.seal("identity", "name", "罗小满")
    )
    for first in range(1, count + 1, BATCH):
        some = [Served(office, n) for n in range(first, min(first + BATCH, count + 1))]
        for name, runtime in runtimes.items():
            changes = tuple(
                Change(stream, 0, events, key.key_id)
                for each in some
                for stream, events in getattr(each, name)().items()
            )
            receipt = await runtime.store.append(Commit(Origin.first(agency, ACTOR, at), changes))
            written += receipt.last_seq - receipt.first_seq + 1
    for runtime in runtimes.values():
        await runtime.close()
    return written


def _settings(running: LocalStack, service: str) -> Settings:
    given = for_service(running.state, running.folder, service)
    return Settings.model_validate(
        {name.removeprefix("LANTAI_").lower(): text for name, text in given.items()}
    )


@dataclass(frozen=True, slots=True)
class Office:
    """What they have in common: whose they were, and the words, which nobody opens."""

    agency: str
    section: str
    words: Sealed
    name: Sealed


class Served:
    """One of them, by its number in the year; each of its streams with what happened there."""

    def __init__(self, office: Office, number: int) -> None:
        self.office = office
        self.on = FIRST + timedelta(number % DAYS)
        self.of = {"request_id": uuid4()}
        self.taken = self.of | {
            "year": FIRST.year,
            "number": number,
            "received_on": self.on,
            "applicant_kind": "natural_person",
            "content": office.words,
        }
        self.document = f"海统公开〔{FIRST.year}〕{number}号"

    def after(self, days: int) -> date:
        """So many days after it came."""
        return self.on + timedelta(days)

    def intake(self) -> Happened:
        """Received, checked, accepted, made out, served."""
        digest = sha256(self.document.encode()).hexdigest()
        reply = self.of | {"outcome": OUTCOME, "document_number": self.document}
        events = (
            intake.RequestReceived(
                **self.of,
                year=FIRST.year,
                number=self.taken["number"],
                receipt=ReceiptFact(channel="web", instants={}, received_on=self.on, rule=BASIS),
                applicant=intake.ApplicantFact(
                    kind="natural_person", person=intake.Applicant(name=self.office.name)
                ),
                content=self.office.words,
                supply_form="electronic",
                delivery="download",
                query_code=self.office.name,
                query_lookup=digest,
            ),
            intake.FormalCheckCompleted(**self.of, checked_on=self.on, findings=(), basis=BASIS),
            intake.RequestAccepted(**self.taken, accepted_on=self.on),
            intake.ReplyRendered(
                **self.of,
                issue_id=self.of["request_id"],
                outcome=OUTCOME,
                letter=LetterFact(
                    document_number=self.document, sha256=digest, blob=digest, pages=1, renderer="bench"
                ),
                rendered_on=self.after(13),
            ),
            intake.ReplyDispatched(**reply, served=ServiceFact(dispatched_on=self.after(14), method="post")),
        )
        return {f"request/{self.of['request_id']}": events}

    def review(self) -> Happened:
        """Opened, assigned, reviewed, drafted, signed to the end."""
        words, draft = self.office.words, self.of | {"draft": 1}
        sheet_id = uuid5(self.of["request_id"], "sheet")
        substance = draft | {
            "outcome": OUTCOME,
            "clause": CLAUSE,
            "finding": words,
            "decision": words,
            "sheet": SheetVersion(sheet_id, 1),
        }
        events: tuple[Event, ...] = (
            review.CaseOpened(**self.taken, sheet_id=sheet_id),
            review.CaseAssigned(**self.of, section=self.office.section, assigned_on=self.after(1)),
            review.OutcomeProposed(**substance, materials=(words,), proposed_on=self.after(5)),
            *(review.DraftSigned(**draft, level=step, signed_on=self.after(8)) for step in CHAIN),
            review.ReplyIssued(
                **substance,
                materials=(words,),
                issue_id=self.of["request_id"],
                substance_sha256="0" * 64,
                issued_on=self.after(12),
            ),
        )
        sheet = review_sheet.SheetCompleted(
            sheet_id=sheet_id,
            subject=Subject("request", str(self.of["request_id"])),
            version=1,
            answers=_answers(self.office.agency),
            attribute="open",
            reason=None,
            opinions=(),
            weighed=(),
            completed_on=self.after(3),
            basis=BASIS,
        )
        return {f"sheet/{sheet_id}": (sheet,), f"case/{self.of['request_id']}": events}

    def deadline(self) -> Happened:
        """The reply's clock and that of the notice of correction, counted, and stopped in time."""
        subject = Subject.request(self.of["request_id"])
        return {
            clock_of_request(self.of["request_id"], clock).stream: tuple(
                replace(event, subject=subject) for event in _counted(clock, self.on)
            )
            for clock in ENDS
        }


@cache
def _answers(agency: str) -> dict[str, Answer]:
    return {each.id: "no" for each in Policy(agency, FIRST)["confidentiality.questions"].value}


@cache
def _counted(clock: str, on: date) -> Sequence[DeadlineEvent]:
    """What the decider makes of a clock that starts on a day and stops in time."""
    origin = Origin.first("bench", ACTOR, shanghai_midnight(on))
    kind, cause, days = ENDS[clock]
    began = Began(
        on=on,
        cause="request-received",
        working_days=20 if clock == REPLY_CLOCK else 5,
        basis=BASIS,
        warn_working_days=(5, 3, 1),
        warn_roles=("section", "deputy", "head"),
        missed_role="head",
    )
    facts = (Heard(UUID(int=1), 1, began), Heard(UUID(int=2), 2, kind(on=on + timedelta(days), cause=cause)))
    command = HearFacts(
        origin=origin, clock=clock_of_request(NOBODY, clock), facts=facts, calendar=load_calendar()
    )
    return tuple(clock_decider.decide(clock_decider.initial, command))

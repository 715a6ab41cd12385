"""Writes requests of the year before, answered and served, into the logs of intake, review and deadline.

The services must be stopped meanwhile. After their start relay, reactions and projections read these events like any
others, so the events must be such as the deciders write; otherwise they become dead letters and the stack never settles.
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
"""First day of receipt, and the number of days with receipts; the last request is served before the year ends."""
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
"""Clock → the fact that stops it, its cause, and the days after receipt."""
Streams = Mapping[str, tuple[Event, ...]]
"""Stream → its events."""


async def write(running: LocalStack, agency: str, section: str, count: int) -> int:
    """Write `count` requests into the lanes of `agency`, all under one key; return the number of events."""
    runtimes = {name: Runtime(_settings(running, name)) for name in ("deadline", "review", "intake")}
    intake_runtime, written = runtimes["intake"], 0
    assert intake_runtime.vault is not None
    key, at = (
        await intake_runtime.vault.create(agency, Subject.request(uuid4()), ("identity", "text")),
        await intake_runtime.clock.now(),
    )
    common = Common(
        agency, section, key.seal("text", "content", TEXT), key.seal("identity", "name", "罗小满")
    )
    for first in range(1, count + 1, BATCH):
        some = [ServedRequest(common, n) for n in range(first, min(first + BATCH, count + 1))]
        for name, runtime in runtimes.items():
            changes = tuple(
                Change(stream, 0, events, key.key_id)
                for each in some
                for stream, events in each.events_of(name).items()
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
class Common:
    """The agency, section and sealed texts that all requests share."""

    agency: str
    section: str
    content: Sealed
    name: Sealed


class ServedRequest:
    """One request by its number in the year, with the events of its streams in each service."""

    def __init__(self, common: Common, number: int) -> None:
        self.common = common
        self.on = FIRST + timedelta(number % DAYS)
        self.of = {"request_id": uuid4()}
        self.taken = self.of | {
            "year": FIRST.year,
            "number": number,
            "received_on": self.on,
            "applicant_kind": "natural_person",
            "content": common.content,
        }
        self.document = f"海统公开〔{FIRST.year}〕{number}号"

    def after(self, days: int) -> date:
        """The day that is `days` after receipt."""
        return self.on + timedelta(days)

    def events_of(self, service: str) -> Streams:
        """The request's events in a service."""
        written = {
            "intake": self.intake_events,
            "review": self.review_events,
            "deadline": self.deadline_events,
        }
        return written[service]()

    def intake_events(self) -> Streams:
        """The request is received, checked, accepted, rendered and served."""
        digest = sha256(self.document.encode()).hexdigest()
        reply = self.of | {"outcome": OUTCOME, "document_number": self.document}
        events = (
            intake.RequestReceived(
                **self.of,
                year=FIRST.year,
                number=self.taken["number"],
                receipt=ReceiptFact(channel="web", instants={}, received_on=self.on, rule=BASIS),
                applicant=intake.ApplicantFact(
                    kind="natural_person", person=intake.Applicant(name=self.common.name)
                ),
                content=self.common.content,
                supply_form="electronic",
                delivery="download",
                query_code=self.common.name,
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

    def review_events(self) -> Streams:
        """The case is opened, assigned, reviewed, drafted, signed and issued."""
        content, draft = self.common.content, self.of | {"draft": 1}
        sheet_id = uuid5(self.of["request_id"], "sheet")
        substance = draft | {
            "outcome": OUTCOME,
            "clause": CLAUSE,
            "finding": content,
            "decision": content,
            "sheet": SheetVersion(sheet_id, 1),
        }
        events: tuple[Event, ...] = (
            review.CaseOpened(**self.taken, sheet_id=sheet_id),
            review.CaseAssigned(**self.of, section=self.common.section, assigned_on=self.after(1)),
            review.OutcomeProposed(**substance, materials=(content,), proposed_on=self.after(5)),
            *(review.DraftSigned(**draft, level=step, signed_on=self.after(8)) for step in CHAIN),
            review.ReplyIssued(
                **substance,
                materials=(content,),
                issue_id=self.of["request_id"],
                substance_sha256="0" * 64,
                issued_on=self.after(12),
            ),
        )
        sheet = review_sheet.SheetCompleted(
            sheet_id=sheet_id,
            subject=Subject("request", str(self.of["request_id"])),
            version=1,
            answers=_answers(self.common.agency),
            attribute="open",
            reason=None,
            opinions=(),
            weighed=(),
            completed_on=self.after(3),
            basis=BASIS,
        )
        return {f"sheet/{sheet_id}": (sheet,), f"case/{self.of['request_id']}": events}

    def deadline_events(self) -> Streams:
        """The clocks of the reply and of the notice of correction are counted and stopped in time."""
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
    """The events that the decider returns for a clock that starts on a day and stops in time."""
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

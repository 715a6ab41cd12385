"""A request with a correction, a letter, an extension, a return and a reply, as events of three services.

Each act is one append, a minute after the one before. Deadline's events come from its own decider.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from deadline.clock.commands import ClockCommand
from deadline.clock.handlers import act_on_clock
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.events.intake import correction as intake_corrections
from shared.events.intake import request as intake
from shared.events.review import case as review
from shared.events.review import sheet as review_sheet
from shared.events.terms import LetterFact, Proof, Subject
from shared.message import Actor, Event, Origin, Recorded
from support.deadline import clocks
from support.deadline.clocks import AGENCY, BASIS, REQUEST, STREAM
from support.facts import went
from support.reporting.events import (
    BEGAN,
    LETTER,
    SHEET,
    TEXT,
    correction,
    draft,
    letter,
    letter_received,
    paper,
)

EXTENSION = UUID("00000000-0000-4000-8000-0000000000e1")
ISSUE = UUID("00000000-0000-4000-8000-0000000000f1")
CLERK, SECTION = (Actor(kind="staff", id="wang.li", role=role) for role in ("clerk", "section"))

STREAMS = {"intake": f"request/{REQUEST}", "review": f"case/{REQUEST}"}


class Play:
    """The stores of three services with one clock."""

    def __init__(self) -> None:
        self.at = BEGAN
        self.stores = {name: MemoryStore(name, lambda: self.at) for name in ("intake", "review", "deadline")}
        self._last: Recorded | None = None

    async def happen(self, service: str, *events: Event, actor: Actor = CLERK) -> None:
        """Append events of intake or review, by a person or a reaction."""
        stream = f"sheet/{SHEET}" if isinstance(events[0], review_sheet.SheetCompleted) else STREAMS[service]
        version = len(await self.stores[service].load(AGENCY, stream))
        await self.stores[service].append(Commit(self._origin(actor), (Change(stream, version, events),)))
        await self._next(service)

    async def count(self, command: ClockCommand) -> None:
        """Run deadline's decider on a command."""
        origin = self._origin(command.origin.actor)
        await act_on_clock(self.stores["deadline"], origin, STREAM, replace(command, origin=origin))
        await self._next("deadline")

    async def lanes(self) -> Mapping[str, Sequence[Recorded]]:
        """All lanes of the agency."""
        return {name: await store.read(AGENCY, 0, 1000) for name, store in self.stores.items()}

    def _origin(self, actor: Actor) -> Origin:
        first = Origin.first(AGENCY, actor, self.at)
        if actor.kind != "service" or self._last is None:
            return first
        return Origin(
            agency=AGENCY,
            actor=actor,
            at=self.at,
            command_id=first.command_id,
            correlation_id=self._last.correlation_id,
            causation_id=self._last.id,
        )

    async def _next(self, service: str) -> None:
        self._last = (await self.stores[service].read(AGENCY, 0, 1000))[-1]
        self.at += timedelta(minutes=1)


async def played() -> Play:
    """The play after all acts."""
    play = Play()
    await _corrected(play)
    await _consulted(play)
    await _drafted_twice(play)
    await _served(play)
    return play


async def _corrected(play: Play) -> None:
    finding = intake.Finding("description", "incomplete", "条例第二十九条")
    await play.happen("intake", clocks.received(), actor=Actor(kind="applicant", id="web"))
    await play.count(clocks.start())
    await play.happen(
        "intake",
        intake.FormalCheckCompleted(
            request_id=REQUEST, checked_on=date(2025, 3, 4), findings=(finding,), basis=BASIS
        ),
    )
    await play.happen(
        "intake",
        intake_corrections.CorrectionRequested(
            request_id=REQUEST,
            findings=(finding,),
            explanation=TEXT,
            respond_working_days=10,
            requested_on=date(2025, 3, 5),
            letter=paper("琼海统公开补〔2025〕1号"),
            basis=BASIS,
        ),
    )
    await play.happen(
        "intake",
        intake_corrections.CorrectionNoticeDispatched(
            request_id=REQUEST,
            document_number="琼海统公开补〔2025〕1号",
            respond_working_days=10,
            served=went(date(2025, 3, 6), "post", Proof(number="XA1")),
        ),
    )
    await play.count(clocks.suspend(date(2025, 3, 6)))
    await play.happen("intake", correction(), actor=Actor(kind="applicant", id="web"))
    await play.count(clocks.restart(date(2025, 3, 12)))


async def _consulted(play: Play) -> None:
    matter = {"year": 2025, "number": 1, "received_on": date(2025, 3, 3), "applicant_kind": "natural_person"}
    complete = intake.FormalCheckCompleted(
        request_id=REQUEST, checked_on=date(2025, 3, 13), findings=(), basis=BASIS
    )
    accepted = intake.RequestAccepted(
        request_id=REQUEST, accepted_on=date(2025, 3, 13), content=TEXT, **matter
    )
    await play.happen("intake", complete)
    await play.happen("intake", accepted)
    await play.happen(
        "review",
        review.CaseOpened(request_id=REQUEST, sheet_id=SHEET, content=TEXT, **matter),
        actor=Actor(kind="service", id="review", role="reaction"),
    )
    await play.happen(
        "review", review.CaseAssigned(request_id=REQUEST, section="综合统计股", assigned_on=date(2025, 3, 14))
    )
    await play.happen("review", letter(), actor=SECTION)
    await play.happen("review", letter_received(), actor=SECTION)
    await play.count(clocks.sent(date(2025, 3, 17), str(LETTER)))
    await play.happen(
        "review",
        review.ConsultationAnswered(
            request_id=REQUEST,
            consultation_id=LETTER,
            answer="consents",
            reason=None,
            arrived_on=date(2025, 3, 24),
        ),
        actor=SECTION,
    )
    await play.count(clocks.arrived(date(2025, 3, 24), str(LETTER)))


async def _drafted_twice(play: Play) -> None:
    sheet = review_sheet.SheetCompleted(
        sheet_id=SHEET,
        subject=Subject("request", str(REQUEST)),
        version=1,
        answers={"state_secret": "no"},
        attribute="part_open",
        reason=TEXT,
        opinions=(),
        weighed=(),
        completed_on=date(2025, 3, 26),
        basis=BASIS,
    )
    await play.happen("review", sheet, actor=SECTION)
    await play.happen("review", draft(1), actor=SECTION)
    returned = review.DraftReturned(
        request_id=REQUEST, draft=1, level="section", reason=TEXT, returned_on=date(2025, 3, 27)
    )
    await play.happen("review", returned, actor=SECTION)
    await _extended(play)
    await play.happen("review", draft(2), actor=SECTION)
    for level in ("section", "deputy", "head"):
        signed = review.DraftSigned(request_id=REQUEST, draft=2, level=level, signed_on=date(2025, 4, 10))
        await play.happen("review", signed, actor=Actor(kind="staff", id="wang.li", role=level))


async def _extended(play: Play) -> None:
    asked = {"request_id": REQUEST, "extension_id": EXTENSION, "working_days": 10}
    proposed = review.ExtensionProposed(reason=TEXT, proposed_on=date(2025, 3, 28), **asked)
    approved = review.ExtensionApproved(
        reason=TEXT, approver="deputy", approved_on=date(2025, 3, 31), basis=BASIS, **asked
    )
    notice = intake.ExtensionNoticeRendered(
        letter=paper("琼海统公开延〔2025〕1号"), rendered_on=date(2025, 3, 31), **asked
    )
    notice_sent = intake.ExtensionNoticeDispatched(
        document_number="琼海统公开延〔2025〕1号",
        served=went(date(2025, 4, 1), "post", Proof(number="XA2")),
        **asked,
    )
    await play.happen("review", proposed, actor=SECTION)
    await play.happen("review", approved, actor=Actor(kind="staff", id="wang.li", role="deputy"))
    await play.happen("intake", notice, actor=Actor(kind="service", id="intake", role="reaction"))
    await play.happen("intake", notice_sent)
    await play.count(clocks.extend(10, date(2025, 4, 1)))


async def _served(play: Play) -> None:
    issued = review.ReplyIssued(
        request_id=REQUEST,
        issue_id=ISSUE,
        draft=2,
        outcome="partial",
        clause="条例第三十七条",
        finding=TEXT,
        decision=TEXT,
        materials=(TEXT,),
        substance_sha256="cd" * 32,
        issued_on=date(2025, 4, 10),
    )
    rendered = intake.ReplyRendered(
        request_id=REQUEST,
        issue_id=ISSUE,
        outcome="partial",
        letter=LetterFact(
            document_number="琼海统公开〔2025〕1号", sha256="ef" * 32, blob="b", pages=2, renderer="typst"
        ),
        rendered_on=date(2025, 4, 10),
    )
    await play.happen("review", issued, actor=Actor(kind="staff", id="wang.li", role="head"))
    await play.happen("intake", rendered, actor=Actor(kind="service", id="intake", role="reaction"))
    await play.happen("intake", clocks.served(date(2025, 4, 11), "partial"))
    await play.count(clocks.stop(date(2025, 4, 11)))

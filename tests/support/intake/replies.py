"""Rows of review and deadline as they arrive over the bus, for intake's reactions."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from intake.request.handlers.loaded_request import load_request
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.events.review.case import ExtensionApproved, ReplyIssued
from shared.events.substance import Proof, substance_hash
from shared.events.terms import Basis, Evidence
from shared.message import Actor, Origin
from support.deadline import events as clock_events

AGENCY = "qionghai"
HEAD = Actor(kind="staff", id="zhou.hai", role="head")


def at(day, month=3):
    """Ten in the morning of a day of 2025 in Shanghai."""
    return datetime(2025, month, day, 2, tzinfo=UTC)


async def row_of(service, stream, event, when, key_id=None):
    """The only row of another service's lane."""
    store = MemoryStore(service, lambda: when)
    await store.append(Commit(Origin.first(AGENCY, HEAD, when), (Change(stream, 0, (event,), key_id),)))
    return (await store.read(AGENCY, 0, 1))[0]


def signed(key, loaded, outcome, clause, *, day=date(2025, 3, 10), **parts):
    """签发 of a loaded request: review's event with sealed parts; `evidence` is (kind, boxes, reference)."""
    text = {"finding": "经办股室查明的事实。", "decision": "", "materials": (), "evidence": ()} | parts
    text["evidence"] = [Proof(*each) for each in text["evidence"]]
    return ReplyIssued(
        request_id=loaded.received.request_id,
        issue_id=uuid4(),
        draft=1,
        outcome=outcome,
        clause=clause,
        finding=key.seal("text", "finding", text["finding"]),
        decision=key.seal("text", "decision", text["decision"]),
        materials=tuple(key.seal("text", "materials", line) for line in text["materials"]),
        substance_sha256=substance_hash(
            recalled=loaded.recalled(key), outcome=outcome, clause=clause, **text
        ),
        issued_on=day,
        evidence=tuple(
            Evidence(
                kind=each.kind,
                boxes={name: key.seal("text", name, text) for name, text in each.boxes.items()},
                reference=each.reference,
            )
            for each in text["evidence"]
        ),
    )


async def issued(store, key, request, outcome, clause, *, day=date(2025, 3, 10), **parts):
    """签发 as a row."""
    event = signed(key, await load_request(store, AGENCY, request), outcome, clause, day=day, **parts)
    return await row_of("review", f"case/{request}", event, at(day.day, day.month), key.key_id)


def consented(key, request, working_days=10):
    """同意延期 on 2025-03-08."""
    return ExtensionApproved(
        request_id=request,
        extension_id=UUID(int=7),
        working_days=working_days,
        reason=key.seal("text", "reason", "需要核对五个年度的分镇数据"),
        approver="deputy",
        approved_on=date(2025, 3, 8),
        basis=Basis("规程第六条（一）", "规程"),
    )


async def approved(key, request, working_days=10):
    """同意延期 as a row."""
    event = consented(key, request, working_days)
    return await row_of("review", f"case/{request}", event, at(8), key.key_id)


def struck(request, clock="correction"):
    """届满: the deadline 2025-03-19 was missed."""
    return clock_events.missed(request, date(2025, 3, 19), clock)


async def missed(request, clock="correction"):
    """届满 as a row."""
    return await row_of("deadline", f"clock/request/{request}/{clock}", struck(request, clock), at(20))

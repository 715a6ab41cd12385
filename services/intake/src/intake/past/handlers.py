"""补录历史申请: import records of the agency's older ledger; each record is one command and one event."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

from intake.past.decide import CLAUSE, ImportPastRequest, Unknown, past_request_decider
from shared.command.decider import Refusal
from shared.eventlog.store import Change, Commit, EventStore, Receipt
from shared.message import Origin, canonical
from shared.policy import Policy

RECORDS: Final = UUID("9d0a4c1e-7f55-5f0b-8f2a-3c6f2f4f9b10")
"""Namespace of the command ids of imported records: the same record always has the same command id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRecord:
    """A record of the agency's ledger; `record` is its id there, never a person's name."""

    record: str
    applicant_kind: str
    received_on: date
    closed_on: date | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The applicant kinds and outcomes of table three that a record may use; loaded once for many records."""

    kinds: frozenset[str]
    outcomes: frozenset[str]


def catalogue_of(policy: Policy) -> Catalogue:
    """The applicant kinds and outcomes that the policy lists."""
    kinds = frozenset(kind.id for kind in policy["applicant.kinds"].value)
    return Catalogue(kinds, frozenset(policy.outcomes()))


async def import_past_request(
    store: EventStore, catalogue: Catalogue, origin: Origin, past: PastRecord
) -> Receipt:
    """Import one record. A second import of it changes nothing (`repeated`). `origin` says who imports and when.

    Raises `Refusal` for an invalid record or the same id with other content; `StoreUnavailable`.
    """
    command = ImportPastRequest(
        origin=origin,
        record=past.record,
        applicant_kind=past.applicant_kind,
        received_on=past.received_on,
        closed_on=past.closed_on,
        outcome=past.outcome,
        kinds=catalogue.kinds,
        outcomes=catalogue.outcomes,
    )
    events = tuple(past_request_decider.decide(Unknown(), command))
    content = sha256(
        canonical([past.applicant_kind, past.received_on, past.closed_on, past.outcome])
    ).hexdigest()
    change = Change(f"past/{past.record}", 0, events)
    receipt = await store.append(Commit(_origin_of(origin, past.record), (change,), {"content": content}))
    if receipt.result["content"] != content:
        reason = f"记录 {past.record} 已经补录过，内容与这次不同，没有改动。请核对编号（id）。"
        raise Refusal("past-request-otherwise", reason, CLAUSE)
    return receipt


def _origin_of(template: Origin, record: str) -> Origin:
    """The origin of one record's command; its id is derived from agency and record only."""
    command_id = uuid5(RECORDS, f"{template.agency}\n{record}")
    return Origin.first(template.agency, template.actor, template.at, command_id)

"""历史申请 (past request): a request from before Lantai. Only the annual table counts it; it has no clock and no person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.command.decider import Decider, Invalid, Refusal
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.request import PastRequestImported
from shared.message import Origin
from shared.time.clock import legal_day
from shared.time.dates import chinese_date

CLAUSE: Final = "国办公开办函〔2021〕30号附件"
REGULATION_SINCE: Final = date(2008, 5, 1)
"""The day on which the regulation of 2007 came into force; no request can be older."""
RECORD_LENGTH_MAX: Final = 120
RECORD: Final = re.compile(rf"[A-Za-z0-9._/()-]{{1,{RECORD_LENGTH_MAX}}}")


@dataclass(frozen=True, slots=True)
class Unknown:
    """No record with this id was imported."""


@dataclass(frozen=True, slots=True)
class Known:
    """Imported: the record cannot be changed."""


PastRequest = Unknown | Known


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPastRequest:
    """补录: import a record of the agency's ledger; `kinds` and `outcomes` are the ids that the policy allows."""

    origin: Origin
    record: str
    applicant_kind: str
    received_on: date
    closed_on: date | None
    outcome: str | None
    kinds: frozenset[str]
    outcomes: frozenset[str]


def decide_past(state: PastRequest, command: ImportPastRequest) -> Sequence[IntakeEvent]:
    """The event that imports the record. Raises `Refusal` for a known id or an invalid field."""
    if isinstance(state, Known):
        reason = f"记录 {command.record} 已经补录过，不能再次补录。"
        raise Refusal("past-request-known", reason, CLAUSE)
    _require_record_id(command.record)
    _require_known_classes(command)
    _require_outcome_if_closed(command)
    _require_days_in_order(command, legal_day(command.origin.at))
    return (
        PastRequestImported(
            record=command.record,
            applicant_kind=command.applicant_kind,
            received_on=command.received_on,
            closed_on=command.closed_on,
            outcome=command.outcome,
        ),
    )


def evolve_past(_: PastRequest, __: IntakeEvent) -> PastRequest:
    """The state after the import, the only event of this stream."""
    return Known()


past_request_decider: Decider[PastRequest, ImportPastRequest, IntakeEvent] = Decider(
    Unknown(), decide_past, evolve_past
)


def _require_record_id(record: str) -> None:
    """The id names the stream for ever, in clear. Without Chinese characters and blanks it can hold no name and no sentence."""
    if not RECORD.fullmatch(record):
        reason = f"记录编号（id）须为 1 至 {RECORD_LENGTH_MAX} 位字母、数字和 . _ / ( ) -，不能有汉字和空格：编号永久公开，不能写姓名。文号请改写，例如 2023-0005。"
        raise Invalid("record-malformed", reason, CLAUSE)


def _require_known_classes(command: ImportPastRequest) -> None:
    """The applicant class is a column, the outcome a row of table three."""
    if command.applicant_kind not in command.kinds:
        reason = f"申请人类别（applicant_kind）须为 {'、'.join(sorted(command.kinds))} 之一。"
        raise Invalid("applicant-kind-unknown", reason, CLAUSE)
    if command.outcome is not None and command.outcome not in command.outcomes:
        reason = "办理结果（outcome）不在年报表三所列的 21 种结果之内。"
        raise Invalid("outcome-unknown", reason, CLAUSE)


def _require_outcome_if_closed(command: ImportPastRequest) -> None:
    """Closing day and outcome are both given (closed) or both missing (open)."""
    if (command.closed_on is None) != (command.outcome is None):
        reason = "办结日期（closed_on）和办理结果（outcome）须同时填写，未办结的两项都填 null。"
        raise Invalid("outcome-iff-closed", reason, CLAUSE)


def _require_days_in_order(command: ImportPastRequest, today: date) -> None:
    """Received on or after the first day of the regulation, closed on or after receipt, no day in the future."""
    received_on, closed_on = command.received_on, command.closed_on
    if received_on < REGULATION_SINCE:
        reason = f"收到日期（received_on）不能早于《条例》施行之日（{chinese_date(REGULATION_SINCE)}）。"
        raise Invalid("received-before-the-regulation", reason, CLAUSE)
    if max(received_on, closed_on or received_on) > today:
        raise Invalid("past-request-in-future", f"日期不能晚于今天（{chinese_date(today)}）。", CLAUSE)
    if closed_on is not None and closed_on < received_on:
        reason = "办结日期（closed_on）不能早于收到日期（received_on）。"
        raise Invalid("closed-before-received", reason, CLAUSE)

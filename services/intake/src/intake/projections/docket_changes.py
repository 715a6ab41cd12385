"""Columns of 收件登记簿 (docket.py) that each event sets."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from shared.events.intake.correction import (
    CorrectionLapsed,
    CorrectionNoticeDispatched,
    CorrectionRequested,
    RequestCorrected,
)
from shared.events.intake.request import (
    Applicant,
    ExtensionNoticeDispatched,
    ExtensionNoticeRendered,
    Finding,
    FormalCheckCompleted,
    KeyDestroyed,
    ReplyDispatched,
    ReplyRendered,
    RequestAccepted,
    RequestReceived,
    RequestWithdrawn,
)
from shared.events.registry import load
from shared.events.terms import Sealed
from shared.message import Recorded

REPLY_COLUMNS: Final = ("document_number", "rendered_on", "blob", "sha256")
"""The columns of the valid reply."""


def change_of(row: Recorded) -> tuple[UUID, dict[str, Any]] | None:
    """The request and the columns that an event sets; None for an event that this projection does not use."""
    match load(row):
        case RequestReceived() as event:
            return event.request_id, _received(event, row)
        case FormalCheckCompleted(request_id=request, findings=findings, checked_on=on):
            status = "incomplete" if findings else "complete"
            return request, {"status": status, "findings": _listed(findings), "checked_on": on}
        case RequestAccepted(request_id=request, accepted_on=on):
            return request, {"status": "accepted", "accepted_on": on}
        case RequestWithdrawn(request_id=request, withdrawn_on=on):
            return request, {"status": "withdrawn", "withdrawn_on": on}
        case KeyDestroyed(request_id=request):
            return request, {"key_destroyed": True}
        case event:
            return _corrected(event) or _answered(event)


def _corrected(event: object) -> tuple[UUID, dict[str, Any]] | None:
    """Columns set by the events of 补正: notice, service, correction, lapse."""
    match event:
        case CorrectionRequested(request_id=request, letter=letter):
            return request, {
                "status": "correction-drawn",
                "findings": _listed(event.findings),
                "correction_number": letter.document_number,
                "correction_blob": letter.blob,
                "correction_on": event.requested_on,
                "correction_working_days": event.respond_working_days,
                "correction_sealed": _boxes({"explanation": event.explanation}),
            }
        case CorrectionNoticeDispatched(request_id=request, served=served):
            return request, {"status": "awaiting-correction", "correction_served_on": served.dispatched_on}
        case RequestCorrected(request_id=request):
            return request, _mended(event)
        case CorrectionLapsed(request_id=request, lapsed_on=on):
            return request, {"status": "lapsed", "lapsed_on": on}
        case _:
            return None


def _mended(event: RequestCorrected) -> dict[str, Any]:
    """The corrected text. The correction ends a lapse and voids the reply that closed the request for it."""
    text = {"content": event.content, "hints": event.hints}
    mended = {
        "status": "received",
        "corrected": _boxes(_person(event.applicant.person) | text),
        "corrected_on": event.receipt.received_on,
        "lapsed_on": None,
        "supply_form": event.supply_form,
        "delivery": event.delivery,
    }
    if event.voided_number is None:
        return mended
    return mended | dict.fromkeys(REPLY_COLUMNS) | {"voided_number": event.voided_number}


def _answered(event: object) -> tuple[UUID, dict[str, Any]] | None:
    """Columns set by rendering and serving the extension notice and the reply."""
    match event:
        case ExtensionNoticeRendered(request_id=request, letter=letter):
            return request, {
                "extension_number": letter.document_number,
                "extension_blob": letter.blob,
                "extension_on": event.rendered_on,
                "extension_working_days": event.working_days,
            }
        case ExtensionNoticeDispatched(request_id=request, served=served):
            return request, {"extension_served_on": served.dispatched_on}
        case ReplyRendered(request_id=request, letter=letter):
            made = {"blob": letter.blob, "sha256": letter.sha256, "rendered_on": event.rendered_on}
            return request, {"status": "replied", "document_number": letter.document_number} | made
        case ReplyDispatched(request_id=request, served=served):
            how = {"method": served.method, "proof": msgspec.to_builtins(served.proof)}
            return request, {"status": "served", "served_on": served.dispatched_on} | how
        case _:
            return None


def _received(event: RequestReceived, row: Recorded) -> dict[str, Any]:
    text = {
        "content": event.content,
        "hints": event.hints,
        "purpose": event.purpose,
        "query_code": event.query_code,
    }
    return {
        "year": event.year,
        "number": event.number,
        "status": "received",
        "channel": event.receipt.channel,
        "received_on": event.receipt.received_on,
        "receipt_clause": event.receipt.rule.clause,
        "receipt_source": event.receipt.rule.source,
        "instants": {name: at.isoformat() for name, at in event.receipt.instants.items()},
        "applicant_kind": event.applicant.kind,
        "supply_form": event.supply_form,
        "delivery": event.delivery,
        "key_id": row.key_id,
        "sealed": _boxes(_person(event.applicant.person) | text),
        "key_destroyed": False,
    }


def _person(applicant: Applicant) -> dict[str, Sealed | None]:
    return {field: getattr(applicant, field) for field in applicant.__struct_fields__}


def _boxes(fields: Mapping[str, Sealed | None]) -> dict[str, dict[str, str]]:
    """The sealed fields that are filled in, by the names under which they were sealed."""
    return {name: {"scope": box.scope, "box": box.box} for name, box in fields.items() if box is not None}


def _listed(findings: Sequence[Finding]) -> list[dict[str, str]]:
    return [{"field": each.field, "code": each.code, "clause": each.clause} for each in findings]

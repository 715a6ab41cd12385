"""申请 (request): the states that it passes through, from nothing to the served reply."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shared.events.intake.request import Finding
from shared.events.names import NO_CORRECTION
from shared.events.terms import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """补正告知书 as drawn up: its 文号, its day, the boxes found wanting, and the working days that it gives."""

    document_number: str
    wanting: frozenset[str]
    requested_on: date
    respond_working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """补正 that came in: the notice, when and how it was served, when the corrected request was received."""

    notice: Notice
    served_on: date
    method: str
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """延期: what review approved, under its 文号; it counts from the day on which the applicant was told."""

    extension_id: UUID
    working_days: int
    document_number: str
    rendered_on: date
    served_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """答复书 as rendered."""

    issue_id: UUID
    outcome: str
    document_number: str
    rendered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFile:
    """What stays with a request from receipt on, and whether the person can still be read.

    `received_on` is the first receipt: the request's number and year in the annual table go by it, also after a
    correction. `content` is the text as it reads now; `voided`: replies that lost their ground before they were served.
    """

    request_id: UUID
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed
    corrections: tuple[Correction, ...] = ()
    extension: Extension | None = None
    voided: tuple[Reply, ...] = ()
    key_destroyed: bool = False

    def taken_over(self) -> dict[str, Any]:
        """What review takes over, since it asks nobody else."""
        return {
            "request_id": self.request_id,
            "year": self.year,
            "number": self.number,
            "received_on": self.received_on,
            "applicant_kind": self.applicant_kind,
            "content": self.content,
        }


@dataclass(frozen=True, slots=True)
class NoRequest:
    """Nothing was filed under this id."""


@dataclass(frozen=True, slots=True)
class Received:
    """已收到: waits for the formal check, the first one or that of a corrected request."""

    file: RequestFile


@dataclass(frozen=True, slots=True)
class Incomplete:
    """形式审查 found something wanting: to be corrected (补正)."""

    file: RequestFile
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CorrectionDrawn:
    """补正告知书已制作: waits to be served."""

    file: RequestFile
    notice: Notice


@dataclass(frozen=True, slots=True)
class AwaitingCorrection:
    """等待补正: the applicant was told; the reply period stands still."""

    file: RequestFile
    notice: Notice
    served_on: date
    method: str


@dataclass(frozen=True, slots=True)
class Lapsed:
    """逾期不补正: deemed abandoned; review closes it with a reply of its own kind."""

    file: RequestFile
    notice: Notice
    served_on: date
    method: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Complete:
    """形式审查 found nothing wanting: to be accepted."""

    file: RequestFile


@dataclass(frozen=True, slots=True)
class Accepted:
    """已受理: review works on it."""

    file: RequestFile


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """已撤回: the applicant wants no answer; review closes it with a reply of its own kind."""

    file: RequestFile
    withdrawn_on: date


@dataclass(frozen=True, slots=True)
class Replied:
    """已成文: the reply lies ready and waits for service. `lapse`: what it closes the request for, if it does."""

    file: RequestFile
    reply: Reply
    lapse: Lapsed | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """已送达: the end of this line."""

    file: RequestFile
    reply: Reply
    served_on: date


Unaccepted = Received | Incomplete | CorrectionDrawn | AwaitingCorrection | Complete
"""Before acceptance: review has not heard of it yet."""
Answerable = Accepted | Lapsed | Withdrawn
"""Review works on it: what it issues is rendered."""
Filed = Unaccepted | Answerable | Replied | Served
Request = NoRequest | Filed


def answerable_notice(state: Filed) -> AwaitingCorrection | Lapsed | None:
    """The notice, as it was served, that a correction still answers: as long as nobody was served a closing for want of it."""
    match state:
        case AwaitingCorrection() | Lapsed():
            return state
        case Replied(lapse=lapse):
            return lapse
        case _:
            return None


def overtaken(state: Filed, outcome: str, issue_id: UUID) -> bool:
    """Whether a reply closes the request for a lapse that is no more, or is void already: the correction had come in time."""
    if any(each.issue_id == issue_id for each in state.file.voided):
        return True
    return outcome == NO_CORRECTION and bool(state.file.corrections) and not isinstance(state, Lapsed)

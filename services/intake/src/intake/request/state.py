"""申请 (request): its states, from `NoRequest` to `Served`."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shared.events.intake.request import Finding
from shared.events.names import NO_CORRECTION
from shared.events.terms import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """补正告知书 as drawn up. `wanting`: ids of the fields to correct; `respond_working_days`: the time given."""

    document_number: str
    wanting: frozenset[str]
    requested_on: date
    respond_working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """补正 as received: the notice, day and method of its service, day of receipt of the correction."""

    notice: Notice
    served_on: date
    method: str
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """延期 as approved by review, with its 文号. It takes effect when the notice is served on the applicant."""

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
    """The part of a request that every filed state carries.

    `received_on` is the day of the first receipt, also after a correction; number and year of the annual table follow
    it. `content` is the present text; `voided`: replies that became void before they were served.
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
        """The fields that review takes over by event; review never queries intake."""
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
    """No request was filed under this id."""


@dataclass(frozen=True, slots=True)
class Received:
    """已收到: waits for the formal check, also again after a correction."""

    file: RequestFile


@dataclass(frozen=True, slots=True)
class Incomplete:
    """形式审查 found something missing or unclear: it must be corrected (补正)."""

    file: RequestFile
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CorrectionDrawn:
    """补正告知书已制作: waits to be served."""

    file: RequestFile
    notice: Notice


@dataclass(frozen=True, slots=True)
class AwaitingCorrection:
    """等待补正: the notice was served; the reply period is suspended."""

    file: RequestFile
    notice: Notice
    served_on: date
    method: str


@dataclass(frozen=True, slots=True)
class Lapsed:
    """逾期不补正: deemed abandoned; review closes it by a reply with that outcome."""

    file: RequestFile
    notice: Notice
    served_on: date
    method: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Complete:
    """形式审查 found nothing missing: ready for acceptance."""

    file: RequestFile


@dataclass(frozen=True, slots=True)
class Accepted:
    """已受理: review works on it."""

    file: RequestFile


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """已撤回: the applicant withdrew; review closes it by a reply with that outcome."""

    file: RequestFile
    withdrawn_on: date


@dataclass(frozen=True, slots=True)
class Replied:
    """已成文: the reply is rendered and waits for service. `lapse`: the lapsed correction that it closes, if any."""

    file: RequestFile
    reply: Reply
    lapse: Lapsed | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """已送达: the reply was served; the final state."""

    file: RequestFile
    reply: Reply
    served_on: date


Unaccepted = Received | Incomplete | CorrectionDrawn | AwaitingCorrection | Complete
"""States before acceptance; review does not know the request yet."""
Answerable = Accepted | Lapsed | Withdrawn
"""States in which review works on the request; a reply that it issues is rendered."""
Filed = Unaccepted | Answerable | Replied | Served
Request = NoRequest | Filed


def answerable_notice(state: Filed) -> AwaitingCorrection | Lapsed | None:
    """The served notice that a correction can still answer; None when there is none.

    A correction is possible until the reply that closes the request for the lapse is served.
    """
    match state:
        case AwaitingCorrection() | Lapsed():
            return state
        case Replied(lapse=lapse):
            return lapse
        case _:
            return None


def overtaken(state: Filed, outcome: str, issue_id: UUID) -> bool:
    """Whether an issued reply is void: it closes the request for a lapse that a timely correction has ended."""
    if any(each.issue_id == issue_id for each in state.file.voided):
        return True
    return outcome == NO_CORRECTION and bool(state.file.corrections) and not isinstance(state, Lapsed)

"""申请 (request): the states that it passes through, from nothing to the served reply."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.events.intake import Finding
from shared.events.terms import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What stays the same from receipt on, and whether the person can still be read."""

    request_id: UUID
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed
    key_destroyed: bool = False


@dataclass(frozen=True, slots=True)
class NoRequest:
    """Nothing was filed under this id."""


@dataclass(frozen=True, slots=True)
class Received:
    """已收到: waits for the formal check."""

    file: File


@dataclass(frozen=True, slots=True)
class Incomplete:
    """形式审查 found something wanting: to be corrected (补正)."""

    file: File
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Complete:
    """形式审查 found nothing wanting: to be accepted."""

    file: File


@dataclass(frozen=True, slots=True)
class Accepted:
    """已受理: review works on it."""

    file: File


@dataclass(frozen=True, slots=True)
class Reply:
    """答复书 as rendered."""

    issue_id: UUID
    outcome: str
    document_number: str
    rendered_on: date


@dataclass(frozen=True, slots=True)
class Replied:
    """已成文: the reply lies ready and waits for service."""

    file: File
    reply: Reply


@dataclass(frozen=True, slots=True)
class Served:
    """已送达: the end of this line."""

    file: File
    reply: Reply
    served_on: date


Filed = Received | Incomplete | Complete | Accepted | Replied | Served
Request = NoRequest | Filed

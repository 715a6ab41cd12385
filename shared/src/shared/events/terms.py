"""The small values that events of several services are made of."""

from datetime import date
from typing import Final, Literal, Self
from uuid import UUID

import msgspec

REPLY_CLOCK: Final = "reply"
"""The name of 答复期限 in the events of deadline: of a request's clocks the one that its reply stops."""
NO_CORRECTION: Final = "other_no_correction"
"""逾期不补正: the outcome that only a lapsed request can have, and the one end that may turn out not to be one."""


SubjectKind = Literal[
    "request", "letter", "sheet", "item", "challenge", "inquiry", "complaint", "agency-year"
]


class Subject(msgspec.Struct, frozen=True):
    """What something belongs to: a request, a letter, a 保密审查单 …, by its id."""

    kind: SubjectKind
    id: str

    @classmethod
    def request(cls, request_id: UUID) -> Self:
        """A request."""
        return cls("request", str(request_id))

    @classmethod
    def letter(cls, letter_id: UUID) -> Self:
        """征求意见书."""
        return cls("letter", str(letter_id))


class Sealed(msgspec.Struct, frozen=True, omit_defaults=True):
    """Personal data as it may lie in an event: ciphertext under a subject's key (shared/privacy opens it).

    `scope` is `identity`, `text`, `party` or `plain`; shared/privacy/sealing.py says what each is for, vault.py who holds
    it. `key_id`: the key of the box, where it is not the one that the event's row names.
    """

    scope: str
    box: str
    key_id: str | None = None


class Attachment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """附件: a file that somebody handed in or was given; its bytes lie encrypted in the store of blobs.

    Name and bytes are sealed in `scope` under the key `key_id`, that of the subject which the file belongs to. `blob` is
    the SHA-256 of the ciphertext and the address in the store; `bytes` is the length of the file itself. `sha256` is that
    of the file itself, and given only where the agency issues it: of what a person handed in it would tell, after the
    key is destroyed, whether it was a file that somebody else has too.
    """

    name: Sealed
    scope: str
    key_id: str
    media_type: str
    bytes: int
    blob: str
    sha256: str | None = None


def request_of(event: object) -> UUID | None:
    """The request that an event is about, by its own field or by its subject; None where it is about another thing."""
    subject = getattr(event, "subject", None)
    if isinstance(subject, Subject):
        return UUID(subject.id) if subject.kind == "request" else None
    request_id = getattr(event, "request_id", None)
    return request_id if isinstance(request_id, UUID) else None


class SheetVersion(msgspec.Struct, frozen=True):
    """One filling of a 保密审查单: what a draft and a reply rest on."""

    sheet_id: UUID
    version: int


class Basis(msgspec.Struct, frozen=True):
    """Why: the clause, and the act or rule that it stands in."""

    clause: str
    source: str


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """文书: a paper that the agency made and rendered, under its 文号: hashes of the PDF and of the sealed blob, and by what.

    Rendering again with the same inputs gives the same bytes: the audit replay compares them.
    """

    document_number: str
    sha256: str
    blob: str
    pages: int
    renderer: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What an outcome rests on besides its reasons: `kind` is an id of the policy (`search-record`, `earlier-case` …).

    `boxes`: the boxes of the kind by their names, each sealed under its own. A box of shape `date` holds an ISO day.
    `reference` names another paper of the agency (the earlier 文号), never a person.
    """

    kind: str
    boxes: dict[str, Sealed]
    reference: str | None = None


class CountedDay(msgspec.Struct, frozen=True):
    """A legal working day that was counted, its ordinal, and why it is one."""

    date: date
    n: int
    why: str


class SkippedDay(msgspec.Struct, frozen=True):
    """A day that was not counted, and why."""

    date: date
    why: str


class DayRange(msgspec.Struct, frozen=True):
    """Days off from `first` to `last`, both included, and the holiday's name."""

    first: date
    last: date
    name: str

"""The small values that events of several services are made of."""

from datetime import date
from typing import Final
from uuid import UUID

import msgspec

REPLY_CLOCK: Final = "reply"
"""The name of 答复期限 in the events of deadline: of a request's clocks the one that its reply stops."""
NO_CORRECTION: Final = "other_no_correction"
"""逾期不补正: the outcome that only a lapsed request can have, and the one end that may turn out not to be one."""


class Sealed(msgspec.Struct, frozen=True):
    """Personal data as it may lie in an event: ciphertext under the request's key (shared/privacy opens it).

    `scope` is `identity` (who the person is: intake alone) or `text` (what was asked and answered: intake and review).
    """

    scope: str
    box: str


class Subject(msgspec.Struct, frozen=True):
    """What a noun is about: `kind` is one of the kinds below, `id` the id of the thing among those of its kind."""

    kind: str
    id: str


REQUEST_SUBJECT: Final = "request"
"""The kind of subject that a request is; its `id` is the request's."""


def request_of(event: object) -> UUID | None:
    """The request that an event is about, by its own field or by its subject; None where it is about another thing."""
    subject = getattr(event, "subject", None)
    if isinstance(subject, Subject):
        return UUID(subject.id) if subject.kind == REQUEST_SUBJECT else None
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
    """文书: a document as it was rendered, under its 文号: hashes of the PDF and of the sealed blob, and by what.

    Rendering again with the same inputs gives the same bytes: the audit replay compares them.
    """

    document_number: str
    sha256: str
    blob: str
    pages: int
    renderer: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What an outcome rests on besides its reasons: `kind` is an id of the catalogue (`search-record`, `earlier-case` …).

    `reference` names another thing of the agency (the earlier 文号), never a person.
    """

    kind: str
    text: Sealed
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

"""The small values that events of several services are made of."""

from datetime import date, datetime
from typing import Final, Literal, Self
from uuid import UUID

import msgspec

REPLY_CLOCK: Final = "reply"
"""答复期限: of a request's clocks the one that its reply stops."""
CORRECTION_NOTICE: Final = "correction-notice"
"""补正告知期限: the agency's period to say what is wanting."""
CORRECTION: Final = "correction"
"""补正期限: the applicant's period to correct; also the kind of suspension that waits for it."""
CONFIDENTIALITY_REVIEW: Final = "confidentiality-review"
"""保密审查期限."""
CONSULTATION: Final = "consultation"
"""征求意见期限: the other side's period to answer a letter, the clock's subject."""
REASSIGNMENT: Final = "reassignment"
"""The kind of suspension that waits for a void case to be assigned anew."""


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


def request_among(*subjects: Subject | None) -> UUID | None:
    """The request among a subject and what it belongs to; None if neither is one."""
    return next((UUID(each.id) for each in subjects if each and each.kind == "request"), None)


def request_of(event: object) -> UUID | None:
    """The request that an event is about: by its subject, by what that belongs to, or by its own field."""
    named = (getattr(event, name, None) for name in ("subject", "about"))
    found = request_among(*(each for each in named if isinstance(each, Subject)))
    request_id = getattr(event, "request_id", None)
    return found or (request_id if isinstance(request_id, UUID) else None)


class SheetVersion(msgspec.Struct, frozen=True):
    """One filling of a 保密审查单: what a draft and a reply rest on."""

    sheet_id: UUID
    version: int


class Basis(msgspec.Struct, frozen=True):
    """Why: the clause, and the act or rule that it stands in."""

    clause: str
    source: str


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The part of an event that is put right as a whole: a correction of what was recorded replaces this one value."""


class ReceiptFact(Fact, frozen=True, kw_only=True):
    """收到 (条例第三十一条): through which channel, the raw instants, and the day that the rule makes of them.

    `received_on` is day 0. `arrived_on`: the day of the earliest instant, by which what is owed in time is in time;
    written only where it is another day.
    """

    channel: str
    instants: dict[str, datetime]
    received_on: date
    rule: Basis
    arrived_on: date | None = None


class LetterFact(Fact, frozen=True, kw_only=True):
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


class Proof(Fact, frozen=True, kw_only=True):
    """送达凭证: what proves a service. Codes lie clear; every other word is sealed, so that it goes with the key.

    `number`: 邮件号码, letters and digits of the post alone. `signed_by`: who signed the 送达回证, `applicant`, `agent`,
    `household`, `mailroom` or `organisation`. `note`: all that was written, where the codes do not say all of it.
    """

    number: str | None = None
    signed_by: str | None = None
    note: Sealed | None = None


class ServiceFact(Fact, frozen=True, kw_only=True):
    """送达 as the agency did it: the day on which the paper left it, the way, what proves it (国办公开办函〔2016〕235号).

    `method`: `electronic`, `in-person`, `post` or `through-agency`; None where the agency notes no way. Without `proof` the
    system's own record is the proof. A paper that was handed over was received on the same day: an event of its own.
    """

    dispatched_on: date
    method: str | None = None
    proof: Proof | None = None


class DeliveryFact(Fact, frozen=True, kw_only=True):
    """签收: the day on which a paper reached the person; without `proof` that of its service is the proof."""

    received_on: date
    proof: Proof | None = None


class ReturnFact(Fact, frozen=True, kw_only=True):
    """退回: the day on which a paper came back, and why: `refused`, `unknown`, `moved` or `unclaimed`."""

    returned_on: date
    reason: str


class CountedDay(msgspec.Struct, frozen=True, omit_defaults=True):
    """A legal working day that was counted, its ordinal, and why it is one.

    `cause`: `workday`, or `make-up-workday` with the notice's number as `ref`. `extended`: which day of the extension.
    """

    date: date
    n: int
    cause: str
    ref: str = ""
    extended: int = 0


class SkippedDay(msgspec.Struct, frozen=True, omit_defaults=True):
    """A day that was not counted, and why.

    `cause`: `weekend`; `holiday`, with its name and the notice's number as `ref`; `paused`, where `ref` holds the places
    of the letters among the count's pauses, from 1, parted by spaces.
    """

    date: date
    cause: str
    ref: str = ""
    name: str = ""


class LetterPause(msgspec.Struct, frozen=True, omit_defaults=True):
    """征求意见书 that holds a period: `kind` as of the letter, `ending` is `answered` or `silent`, "" while it is out."""

    letter: str
    kind: str
    sent_on: date
    arrived_on: date | None = None
    ending: str = ""


class Ground(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a count rests on: a rule or a notice by its code, with the clause, the act and the numbers that apply.

    `period`: so many working days. `corrected`, `reassigned`: begun anew `on` a day, so that what began `since` is void.
    `told`: the applicant was told `on` a day of so many working days more. `day-zero`, `pause`, `extension`: the rules of
    counting. `notice`: the State Council's, `ref` its number, `source` its title, `on` the day of its publication.
    """

    code: str
    clause: str = ""
    source: str = ""
    working_days: int | None = None
    on: date | None = None
    since: date | None = None
    ref: str = ""


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why something was counted: what was heard, its day, and what it refers to."""

    code: str
    on: date | None = None
    ref: str = ""
    working_days: int | None = None


class DayRange(msgspec.Struct, frozen=True):
    """Days off from `first` to `last`, both included, and the holiday's name."""

    first: date
    last: date
    name: str

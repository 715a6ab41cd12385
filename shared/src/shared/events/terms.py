"""The small values of which events of several services consist."""

from datetime import date, datetime
from typing import Final, Literal, Self
from uuid import UUID

import msgspec

from shared.events.codes import Channel, Instant, LetterKind, ReturnReason, ServiceMethod, Signer

REPLY_CLOCK: Final = "reply"
"""答复期限: the clock of a request that its reply stops."""
CORRECTION_NOTICE: Final = "correction-notice"
"""补正告知期限: the agency's period to give the correction notice."""
CORRECTION: Final = "correction"
"""补正期限: the applicant's period to correct. Also the kind of suspension that waits for the correction."""
CONFIDENTIALITY_REVIEW: Final = "confidentiality-review"
"""保密审查期限."""
CONSULTATION: Final = "consultation"
"""征求意见期限: the party's period to answer a letter. The letter is the clock's subject."""
REASSIGNMENT: Final = "reassignment"
"""The kind of suspension that waits for a void case to be assigned anew."""


SubjectKind = Literal[
    "request", "letter", "sheet", "item", "challenge", "inquiry", "complaint", "agency-year"
]


class Subject(msgspec.Struct, frozen=True):
    """The thing to which a clock, a key or a sheet belongs: a request, a letter, a 保密审查单 …, by its id."""

    kind: SubjectKind
    id: str

    @classmethod
    def request(cls, request_id: UUID) -> Self:
        """The subject of a request."""
        return cls("request", str(request_id))

    @classmethod
    def letter(cls, letter_id: UUID) -> Self:
        """The subject of a 征求意见书."""
        return cls("letter", str(letter_id))


class Sealed(msgspec.Struct, frozen=True, omit_defaults=True):
    """Personal data in an event: ciphertext under a subject's key. `shared/privacy` decrypts it.

    `scope`: `identity`, `text`, `party` or `plain`; `shared/privacy/sealing.py` says what each is for, `vault.py`
    which service may open it. `box`: the ciphertext. `key_id`: the key of the box, if it is not the key that the
    event's row names.
    """

    scope: str
    box: str
    key_id: str | None = None


class Attachment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """附件: a file that a person handed in or was given. The blob store keeps its bytes encrypted.

    Name and bytes are sealed in `scope` under the key `key_id`, which belongs to the file's subject. `blob`: the
    SHA-256 (hex) of the ciphertext, which is the address in the store. `bytes`: the length of the plain file.
    `sha256`: the hash of the plain file, only for files that the agency issues. For a file that a person handed in it
    is None: after the key is destroyed, such a hash would still show whether somebody else has the same file.
    """

    name: Sealed
    scope: str
    key_id: str
    media_type: str
    bytes: int
    blob: str
    sha256: str | None = None


def request_among(*subjects: Subject | None) -> UUID | None:
    """The first request among the subjects; None if there is none."""
    return next((UUID(each.id) for each in subjects if each and each.kind == "request"), None)


def request_of(event: object) -> UUID | None:
    """The request of an event: its subject, the subject of its subject (`about`), or its field `request_id`."""
    named = (getattr(event, name, None) for name in ("subject", "about"))
    found = request_among(*(each for each in named if isinstance(each, Subject)))
    request_id = getattr(event, "request_id", None)
    return found or (request_id if isinstance(request_id, UUID) else None)


class SheetVersion(msgspec.Struct, frozen=True):
    """One filling of a 保密审查单, to which a draft or a reply refers."""

    sheet_id: UUID
    version: int


class Basis(msgspec.Struct, frozen=True):
    """依据: the clause, and the act or rule (`source`) that contains it."""

    clause: str
    source: str


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of the parts of an event that are corrected as a whole: a later correction replaces the one value."""


class ReceiptFact(Fact, frozen=True, kw_only=True):
    """收到 (条例第三十一条): the channel, the raw instants in UTC, and the day that the channel's rule derives from them.

    `instants`: kind of instant → instant. `received_on`: day 0. `rule`: the channel's receipt rule. `arrived_on`: the
    day of the earliest instant, if it differs from `received_on`; it decides whether something that was due came in
    time.
    """

    channel: Channel
    instants: dict[Instant, datetime]
    received_on: date
    rule: Basis
    arrived_on: date | None = None


class LetterFact(Fact, frozen=True, kw_only=True):
    """文书: a paper that the agency rendered under its 文号.

    `sha256`: the hash (hex) of the PDF. `blob`: the address of the sealed PDF in the blob store. `renderer`: the
    versions of the programs. The same inputs give the same bytes, and the audit replay compares them.
    """

    document_number: str
    sha256: str
    blob: str
    pages: int
    renderer: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """佐证: what an outcome rests on besides its reasons.

    `kind`: an id of the policy (`search-record`, `earlier-case` …). `boxes`: box of the kind → its text, sealed under
    the box's name; a box of shape `date` holds an ISO day. `reference`: the 文号 of another paper of the agency, never
    a person.
    """

    kind: str
    boxes: dict[str, Sealed]
    reference: str | None = None


class Proof(Fact, frozen=True, kw_only=True):
    """送达凭证: what proves that a paper was served.

    `number`: the post's 邮件号码, letters and digits only. `signed_by`: the relation of the signer of the 送达回证 to the
    applicant, a code. `note`: the full text as typed, sealed, if the codes do not say all of it; it becomes unreadable when the
    key is destroyed.
    """

    number: str | None = None
    signed_by: Signer | None = None
    note: Sealed | None = None


class ServiceFact(Fact, frozen=True, kw_only=True):
    """送达 by the agency (国办公开办函〔2016〕235号): the day on which the paper left it, the method, the proof.

    `method`: a code; None if the agency records none. `proof`: None if the system's own record is the proof. A paper
    that was handed over was received on the same day, which an event of its own says.
    """

    dispatched_on: date
    method: ServiceMethod | None = None
    proof: Proof | None = None


class DeliveryFact(Fact, frozen=True, kw_only=True):
    """签收: the day on which a paper reached the person. `proof`: None if the proof of its service is enough."""

    received_on: date
    proof: Proof | None = None


class ReturnFact(Fact, frozen=True, kw_only=True):
    """退回: the day on which a paper came back, and the reason: `refused`, `unknown`, `moved` or `unclaimed`."""

    returned_on: date
    reason: ReturnReason


class CountedDay(msgspec.Struct, frozen=True, omit_defaults=True):
    """A working day in law that was counted: its ordinal `n` from 1, and why it is a working day.

    `cause`: `workday`, or `make-up-workday` with the notice's number as `ref`. `extended`: its ordinal within the
    extension, 0 if it is not part of one.
    """

    date: date
    n: int
    cause: str
    ref: str = ""
    extended: int = 0


class SkippedDay(msgspec.Struct, frozen=True, omit_defaults=True):
    """A day that was not counted, and why.

    `cause`: `weekend`; `holiday`, with its `name` and the notice's number as `ref`; or `paused`, where `ref` lists
    the positions, from 1 and separated by spaces, of the letters in the standing's `pauses`.
    """

    date: date
    cause: str
    ref: str = ""
    name: str = ""


class LetterPause(msgspec.Struct, frozen=True, omit_defaults=True):
    """征求意见书 that holds a period: `kind` is the letter's.

    `ending` is `answered`, `silent`, or "" while no answer came.
    """

    letter: str
    kind: LetterKind
    sent_on: date
    arrived_on: date | None = None
    ending: str = ""


class Ground(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rule or notice on which a count rests: its code, its clause and act, and the numbers that apply.

    - `period`: the period has `working_days`.
    - `corrected`, `reassigned`: the count began anew `on` that day; the count that began `since` is void.
    - `told`: the applicant was told `on` that day of `working_days` more.
    - `day-zero`, `pause`, `extension`: the rules of counting.
    - `notice`: a notice of the State Council; `ref` is its number, `source` its title, `on` the day of its
      publication.
    """

    code: str
    clause: str = ""
    source: str = ""
    working_days: int | None = None
    on: date | None = None
    since: date | None = None
    ref: str = ""


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """The reason for a count: a fact's code, its day, the thing it refers to, and its working days, if any."""

    code: str
    on: date | None = None
    ref: str = ""
    working_days: int | None = None


class DayRange(msgspec.Struct, frozen=True):
    """The days off from `first` to `last`, both included, and the holiday's name."""

    first: date
    last: date
    name: str

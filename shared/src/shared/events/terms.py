"""The small values that events of several services are made of."""

from datetime import date
from typing import Final

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


class Proof(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """送达凭证: what proves a service. Codes lie clear; every other word is sealed, so that it goes with the key.

    `number`: 邮件号码, letters and digits of the post alone. `signed_by`: who signed the 送达回证, `applicant`, `agent`,
    `household`, `mailroom` or `organisation`. `note`: all that was written, where the codes do not say all of it.
    """

    number: str | None = None
    signed_by: str | None = None
    note: Sealed | None = None


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

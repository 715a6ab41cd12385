"""Commands about 补正 (条例第三十条): the notice is rendered and served once; the correction comes, or its time passes."""

from dataclasses import dataclass
from datetime import date, datetime

from intake.request.admission import Admission
from shared.events.codes import Channel, Instant
from shared.events.intake.request import Applicant, Finding
from shared.events.terms import Basis, LetterFact, Sealed, ServiceFact
from shared.message import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCorrection:
    """要求补正 by the clerk: all that is wanting, the words that explain it, the working days to mend it.

    `fields_required` and `rounds_max` are the policy's. `explanation` is None where nothing was written.
    """

    origin: Origin
    findings: tuple[Finding, ...]
    fields_required: frozenset[str]
    explanation: Sealed | None
    respond_working_days: int
    rounds_max: int
    letter: LetterFact
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyCorrection:
    """送达补正告知书 by the clerk."""

    origin: Origin
    served: ServiceFact


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectRequest:
    """补正 by the applicant on line, or by the clerk for a paper that came in: the whole request as it reads now.

    `given` names the form's fields that are filled in, `corrected` those whose text is another than before.
    """

    origin: Origin
    admission: Admission
    channel: Channel
    receipt_rule: str
    receipt_basis: Basis
    instants: dict[Instant, datetime]
    given: frozenset[str]
    corrected: tuple[str, ...]
    applicant: Applicant
    content: Sealed
    hints: Sealed | None
    supply_form: str
    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseCorrection:
    """逾期不补正, by the clock: nothing came by `due_on`."""

    origin: Origin
    due_on: date
    basis: Basis


CorrectionCommand = RequestCorrection | NotifyCorrection | CorrectRequest | LapseCorrection

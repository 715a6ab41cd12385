"""Published codes: the values that a field of an event may hold, by kind. Their words stand in `shared/words/codes.toml`.

Codes that an agency's policy defines (outcomes, kinds of evidence, boxes of its form, roles) are not here.
"""

from collections.abc import Mapping
from typing import Final, get_args

from shared.events.deadline.clock import ClockState
from shared.events.names import CORRECTION_NOTICE, EXTENSION_NOTICE, POST, REPLY
from shared.events.review.sheet import NOT_OPEN, OPEN, PARTLY_OPEN, Answer
from shared.events.terms import (
    CONFIDENTIALITY_REVIEW,
    CONSULTATION,
    CORRECTION,
    REASSIGNMENT,
    REPLY_CLOCK,
)
from shared.events.terms import CORRECTION_NOTICE as CORRECTION_NOTICE_CLOCK

THIRD_PARTY, OTHER_AGENCY = "third_party", "other_agency"
"""第三方 (条例第三十二条), 共同制作机关等其他机关 (条例第三十四条)."""
CONSENTS, REFUSES = "consents", "refuses"
"""同意公开, 不同意公开."""

SERVICE_METHODS: Final = ("electronic", "in-person", POST, "through-agency")
"""送达方式 of 国办公开办函〔2016〕235号. A courier other than 邮政企业 is not one of them."""
SIGNERS: Final = ("applicant", "agent", "household", "mailroom", "organisation")
"""The persons who may sign the 送达回证, by their relation to the applicant."""
PAPERS: Final = (REPLY, CORRECTION_NOTICE, EXTENSION_NOTICE)
CHANNELS: Final = ("web", "counter", "post", "post_plain", "oral", "email", "fax", "telegram")
INSTANTS: Final = ("submitted", "handed_in", "arrived", "signed_for", "confirmed")
"""The kinds of raw instant of a receipt, in the order in which they can happen."""
SUPPLY_FORMS: Final = ("electronic", "paper", "inspection")
DELIVERIES: Final = ("download", "email", "post", "pick-up")
FINDING_CODES: Final = ("missing", "incomplete", "unclear")
"""The findings about a box of the form. Only the description can be filled in and still be unclear (不明确)."""
VIEW_PURPOSES: Final = ("formal-check", "contact", "serve", "dispute")
DESTRUCTION_REASONS: Final = ("retention-over", "erasure-upheld")
RETURN_REASONS: Final = ("refused", "unknown", "moved", "unclaimed")
LETTER_KINDS: Final = (THIRD_PARTY, OTHER_AGENCY)
LETTER_ANSWERS: Final = (CONSENTS, REFUSES)
SILENCE_EFFECTS: Final = ("agency-decides", "agreement", "refusal")
ATTRIBUTES: Final = (OPEN, PARTLY_OPEN, NOT_OPEN)

PUBLISHED: Final[Mapping[str, tuple[str, ...]]] = {
    "method": SERVICE_METHODS,
    "signed_by": SIGNERS,
    "paper": PAPERS,
    "series": ("request", REPLY, "correction", "extension"),
    "channel": CHANNELS,
    "instant": INSTANTS,
    "supply_form": SUPPLY_FORMS,
    "delivery": DELIVERIES,
    "finding": FINDING_CODES,
    "purpose": VIEW_PURPOSES,
    "reason": (*DESTRUCTION_REASONS, *RETURN_REASONS),
    "kind": LETTER_KINDS,
    "answer": LETTER_ANSWERS,
    "effect": SILENCE_EFFECTS,
    "attribute": ATTRIBUTES,
    "yes-no": get_args(Answer),
    "clock": (REPLY_CLOCK, CORRECTION_NOTICE_CLOCK, CORRECTION, CONFIDENTIALITY_REVIEW, CONSULTATION),
    "suspension": (CORRECTION, REASSIGNMENT),
    "clock-state": get_args(ClockState),
}
"""Kind → its codes."""

"""Published codes: the values that a field of an event may hold, by kind. Their words stand in `shared/words/codes.toml`.

Codes that an agency's policy defines (outcomes, kinds of evidence, boxes of its form, roles) are not here.
"""

from collections.abc import Mapping
from typing import Final, Literal, get_args

ServiceMethod = Literal["electronic", "in-person", "post", "through-agency"]
"""送达方式 of 国办公开办函〔2016〕235号. A courier other than 邮政企业 is not one of them."""
Signer = Literal["applicant", "agent", "household", "mailroom", "organisation"]
"""Signers of the 送达回证: the applicant, or a person by the relation to the applicant."""
PaperName = Literal["reply", "correction-notice", "extension-notice"]
Series = Literal["request", "reply", "correction", "extension"]
Channel = Literal["web", "counter", "post", "post_plain", "oral", "email", "fax", "telegram"]
Instant = Literal["submitted", "handed_in", "arrived", "signed_for", "confirmed"]
"""The kinds of raw instant of a receipt, in the order in which they can happen."""
FindingCode = Literal["missing", "incomplete", "unclear"]
"""The findings about a box of the form. Only the description can be filled in and still be unclear (不明确)."""
ViewPurpose = Literal["formal-check", "contact", "serve", "dispute"]
DestructionReason = Literal["retention-over", "erasure-upheld"]
ReturnReason = Literal["refused", "unknown", "moved", "unclaimed"]
LetterKind = Literal["third_party", "other_agency"]
LetterAnswer = Literal["consents", "refuses"]
SilenceEffect = Literal["agency-decides", "agreement", "refusal"]
Attribute = Literal["open", "part_open", "not_open"]
Answer = Literal["yes", "no", "unsure"]
ClockName = Literal["reply", "correction-notice", "correction", "confidentiality-review", "consultation"]
ClockState = Literal["unstarted", "running", "deferred", "paused", "suspended", "missed", "stopped"]
"""The states, in order: 未起算, 计时中, 日历未公布, 征求意见中, 等待补正, 逾期, 已停止."""

THIRD_PARTY: Final = "third_party"
OTHER_AGENCY: Final = "other_agency"
"""第三方 (条例第三十二条), 共同制作机关等其他机关 (条例第三十四条)."""
CONSENTS: Final = "consents"
REFUSES: Final = "refuses"
"""同意公开, 不同意公开."""
OPEN: Final = "open"
PARTLY_OPEN: Final = "part_open"
NOT_OPEN: Final = "not_open"
"""公开属性: 公开, 区分处理后部分公开 (条例第三十七条), 不予公开."""

CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)
SERVICE_METHODS: Final[tuple[ServiceMethod, ...]] = get_args(ServiceMethod)
SIGNERS: Final[tuple[Signer, ...]] = get_args(Signer)
INSTANTS: Final[tuple[Instant, ...]] = get_args(Instant)
FINDING_CODES: Final[tuple[FindingCode, ...]] = get_args(FindingCode)
LETTER_KINDS: Final[tuple[LetterKind, ...]] = get_args(LetterKind)
LETTER_ANSWERS: Final[tuple[LetterAnswer, ...]] = get_args(LetterAnswer)
ATTRIBUTES: Final[tuple[Attribute, ...]] = get_args(Attribute)
VIEW_PURPOSES: Final[tuple[ViewPurpose, ...]] = get_args(ViewPurpose)
DESTRUCTION_REASONS: Final[tuple[DestructionReason, ...]] = get_args(DestructionReason)

PUBLISHED: Final[Mapping[str, tuple[str, ...]]] = {
    "method": SERVICE_METHODS,
    "signed_by": SIGNERS,
    "paper": get_args(PaperName),
    "series": get_args(Series),
    "channel": CHANNELS,
    "instant": INSTANTS,
    "supply_form": ("electronic", "paper", "inspection"),
    "delivery": ("download", "email", "post", "pick-up"),
    "finding": FINDING_CODES,
    "purpose": VIEW_PURPOSES,
    "reason": (*DESTRUCTION_REASONS, *get_args(ReturnReason)),
    "kind": LETTER_KINDS,
    "answer": LETTER_ANSWERS,
    "effect": get_args(SilenceEffect),
    "attribute": ATTRIBUTES,
    "yes-no": get_args(Answer),
    "clock": get_args(ClockName),
    "suspension": ("correction", "reassignment"),
    "clock-state": get_args(ClockState),
}
"""Kind → its codes."""

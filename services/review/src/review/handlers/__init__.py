"""Commands on cases: load, fold, look up what the decision needs, decide, append. Idempotent by the command id."""

from review.handlers.main_line import drafter_of, open_case, return_draft
from review.handlers.office import Office, fold_rows, stream_of
from review.handlers.sides import (
    Letter,
    Opinion,
    answer_consultation,
    approve_extension,
    effects_of_silence,
    lapse_consultation,
    lift_closing,
    propose_extension,
    refuse_extension,
    require_closing,
    send_consultation,
)

__all__ = [
    "Letter",
    "Office",
    "Opinion",
    "answer_consultation",
    "approve_extension",
    "drafter_of",
    "effects_of_silence",
    "fold_rows",
    "lapse_consultation",
    "lift_closing",
    "open_case",
    "propose_extension",
    "refuse_extension",
    "require_closing",
    "return_draft",
    "send_consultation",
    "stream_of",
]

"""送达凭证 as a clerk types it in one line: what of it is a code, and what is free words to be sealed."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from intake.request.serving.rules import CLAUSE
from shared.command.decider import Invalid
from shared.events.codes import SIGNERS, Signer
from shared.words.catalogue import codes

LENGTH_MAX: Final = 100

SIGNER_WORDS: Final = codes("signed_by")
"""Code of the signer of a 送达回证 → its words."""

MAIL_NUMBER: Final = re.compile(r"(?<![A-Z0-9])(?:[A-Z]{2}\d{9}[A-Z]{2}|[A-Z]{2}\d{11}|\d{13})(?![A-Z0-9])")
"""邮件号码 of 邮政企业: of the Universal Postal Union, of domestic registered mail, of EMS."""
MOBILE: Final = re.compile(r"(?:[A-Z]{2}|86|00)1[3-9]\d{9}")
"""A number whose end may be a mobile telephone: not trusted to be one of the post."""
SIGNED: Final = re.compile(rf"(?:(?:送达)?回证[,:]?)?(?:申请人)?({'|'.join(SIGNER_WORDS.values())})")


@dataclass(frozen=True, slots=True)
class TypedProof:
    """A proof as read: its codes, and `words`, all that was typed, where the codes do not say all of it."""

    number: str | None = None
    signed_by: Signer | None = None
    words: str | None = None


def read_proof(typed: str) -> TypedProof:
    """Read one line of a form without loss. Raises `Invalid` for what is no line or too long."""
    text = typed.strip()
    if len(text) > LENGTH_MAX or not text.isprintable():
        reason = f"送达凭证最多 {LENGTH_MAX} 个字，不能有换行。请改短。"
        raise Invalid("proof-malformed", reason, CLAUSE)
    folded = "".join(unicodedata.normalize("NFKC", text).upper().split())
    found, signed = MAIL_NUMBER.search(folded), SIGNED.fullmatch(folded)
    number = found[0] if found and not MOBILE.fullmatch(found[0]) else None
    signer = next((code for code in SIGNERS if signed and SIGNER_WORDS[code] == signed[1]), None)
    said = folded in (number, SIGNER_WORDS.get(signer or ""))
    return TypedProof(number, signer, None if said else text or None)

"""One key database as seen by intake and by review, with keys that they create there."""

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from shared.events.terms import Subject
from shared.privacy.sealing import SCOPES, Scope, SubjectKey
from shared.privacy.vault import HOLDERS, Vault
from support.origins import AGENCY

SECRETS = {scope: bytes([number]) * 32 for number, scope in enumerate(SCOPES)}
INTAKES, REVIEWS = (
    {scope: SECRETS[scope] for scope in SCOPES if service in HOLDERS[scope]}
    for service in ("intake", "review")
)
REQUEST_SCOPES: Final[tuple[Scope, ...]] = ("identity", "text", "plain")
LETTER_SCOPES: Final[tuple[Scope, ...]] = ("party", "text")


@dataclass(frozen=True)
class Vaults:
    """The same keys as seen by intake and by review."""

    intake: Vault
    review: Vault


async def a_request(vaults: Vaults, agency: str = AGENCY) -> SubjectKey:
    """Create a request's key in intake."""
    return await vaults.intake.create(agency, Subject.request(uuid4()), REQUEST_SCOPES)


async def a_letter(vaults: Vaults, about: str) -> SubjectKey:
    """Create the key of a letter about a request in review."""
    return await vaults.review.create(AGENCY, Subject.letter(uuid4()), LETTER_SCOPES, about=about)

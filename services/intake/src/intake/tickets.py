"""Short-lived signed cookies that name one request. They are issued on filing, on tracking and on opening an identity.

A ticket holds no personal data. It is valid for one agency and one use, its cookie for one path, so no page address
has to name a request of the public.
"""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.web.access.signed_cookie import SignedCookie

Use = Literal["receipt", "track", "identity"]


class Ticket(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Allows one request to be shown for one use until `expires_at` (real time); `holder` is the staff login, or ""."""

    agency: str
    request_id: UUID
    use: Use
    expires_at: datetime
    holder: str = ""


TICKETS: Final = SignedCookie(b"lantai request ticket v1\n", Ticket)


class TicketIssuer:
    """Issues and reads tickets with the service's own key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def issue(self, ticket: Ticket) -> str:
        """The cookie's value."""
        return TICKETS.sign(self._key, ticket)

    def read(self, cookie: str, agency: str, use: Use, now: datetime) -> Ticket | None:
        """The ticket; None when it is absent, forged, expired, or for another agency or use."""
        ticket = TICKETS.read(self._key.public_key(), cookie, now)
        return ticket if ticket and (ticket.agency, ticket.use) == (agency, use) else None

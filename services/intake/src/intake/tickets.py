"""Short-lived signed cookies that name one request: after filing, after tracking, after opening an identity.

A ticket holds no personal data, is bound to one agency and one use, and its cookie to one path: no address of a page
ever says whose request it shows.
"""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.web.access.signed_cookie import SignedCookie

Use = Literal["receipt", "track", "identity"]


class Ticket(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which request may be shown, for what, until when (real time); `holder` is the staff login, or ""."""

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
        """The ticket, or None when it is absent, forged, run out, or for something else."""
        ticket = TICKETS.read(self._key.public_key(), cookie, now)
        return ticket if ticket and (ticket.agency, ticket.use) == (agency, use) else None

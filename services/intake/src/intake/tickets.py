"""Short-lived signed cookies that name one request: after filing, after tracking, after opening an identity.

A ticket holds no personal data, is bound to one agency and one use, and its cookie to one path: no address of a page
ever says whose request it shows.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

DOMAIN: Final = b"lantai request ticket v1\n"
SIGNATURE_BYTES: Final = 64
MAX_LENGTH: Final = 1024

Use = Literal["receipt", "track", "identity"]


class Ticket(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which request may be shown, for what, until when (real time); `holder` is the staff login, or ""."""

    agency: str
    request_id: UUID
    use: Use
    expires_at: datetime
    holder: str = ""


class TicketOffice:
    """Issues and reads tickets with the service's own key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def issue(self, ticket: Ticket) -> str:
        """The cookie's value."""
        body = msgspec.json.encode(ticket)
        return urlsafe_b64encode(self._key.sign(DOMAIN + body) + body).decode()

    def read(self, cookie: str, agency: str, use: Use, now: datetime) -> Ticket | None:
        """The ticket, or None when it is absent, forged, run out, or for something else."""
        try:
            raw = urlsafe_b64decode(cookie[:MAX_LENGTH])
            signature, body = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
            self._key.public_key().verify(signature, DOMAIN + body)
            ticket = msgspec.json.decode(body, type=Ticket)
        except (ValueError, InvalidSignature):
            return None
        fits = ticket.agency == agency and ticket.use == use and now < ticket.expires_at
        return ticket if fits else None

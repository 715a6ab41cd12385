"""Tickets: good for one agency, one use, some minutes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake.tickets import Ticket, TicketIssuer

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
OFFICE = TicketIssuer(Ed25519PrivateKey.generate())
TICKET = Ticket(
    agency="qionghai", request_id=UUID(int=1), use="track", expires_at=NOW + timedelta(minutes=30)
)


def test_a_ticket_is_read_as_it_was_issued():
    """The ticket comes back whole."""
    assert OFFICE.read(OFFICE.issue(TICKET), "qionghai", "track", NOW) == TICKET


@pytest.mark.parametrize(
    ("agency", "use", "after"),
    [("tongliao", "track", 0), ("qionghai", "identity", 0), ("qionghai", "track", 30)],
)
def test_a_ticket_is_good_for_nothing_else(agency, use, after):
    """Another agency, another use or a later time finds no ticket."""
    assert OFFICE.read(OFFICE.issue(TICKET), agency, use, NOW + timedelta(minutes=after)) is None


@pytest.mark.parametrize("cookie", ["", "x", "a" * 2000, "AAAA" * 30, "名"])
def test_what_is_no_ticket_is_refused_quietly(cookie):
    """Rubbish in the cookie reads as no ticket."""
    assert OFFICE.read(cookie, "qionghai", "track", NOW) is None


def test_a_ticket_of_another_key_is_forged():
    """A ticket that another office signed is none."""
    forged = TicketIssuer(Ed25519PrivateKey.generate()).issue(TICKET)

    assert OFFICE.read(forged, "qionghai", "track", NOW) is None

"""Browsers on a running stack with passes for any roles and agencies, as intake would issue them."""

from base64 import b64decode
from datetime import timedelta

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.place.state import State
from shared.time.clock import wall_clock
from shared.web.access.staff_pass import COOKIE, Pass, PassSigner
from support.pages.passes import held as holding

SECRET = "A" * 43
"""The form secret of these visitors."""
EVERY_ROLE = ("clerk", "section", "deputy", "head")


def pass_of(state: State, agencies: tuple[str, ...], roles: tuple[str, ...], section: str) -> str:
    """The value of the pass cookie."""
    now = wall_clock()
    claims = Pass(
        account="a.visitor",
        person="p-visitor",
        name="来访",
        agencies=agencies,
        held=holding(*roles, sections=(section,)),
        csrf=SECRET,
        issued_at=now - timedelta(minutes=1),
        expires_at=now + timedelta(minutes=14),
    )
    key = Ed25519PrivateKey.from_private_bytes(b64decode(state.pass_private_key))
    return PassSigner(key).issue(claims)


def cookies_of(
    state: State, *agencies: str, roles: tuple[str, ...] = EVERY_ROLE, section: str = "s-zonghe"
) -> dict[str, str]:
    """The cookies of a browser; without agencies it is not signed in."""
    return {COOKIE: pass_of(state, agencies, roles, section)} if agencies else {}


def visitor(state: State, *agencies: str, roles: tuple[str, ...] = EVERY_ROLE) -> httpx.Client:
    """A browser at the portal."""
    return httpx.Client(
        base_url=state.portal_url, cookies=cookies_of(state, *agencies, roles=roles), timeout=30
    )

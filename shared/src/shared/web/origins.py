"""Where a wish from a page comes from: the person at it, and the trace that its command and its events go on with."""

from datetime import datetime
from uuid import UUID

from shared.message import Actor, Origin
from shared.tracing import current_trace
from shared.web.access import Pass


def staff_origin(agency: str, held: Pass, role: str, at: datetime, command_id: UUID) -> Origin:
    """The origin of what a signed-in person wishes in `role`, which the caller has found among those of the pass."""
    actor = Actor(kind="staff", id=held.account, role=role)
    return Origin.first(agency, actor, at, command_id, current_trace())

"""Where a wish from a page comes from: the person at it, and the trace that its command and its events go on with."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from shared.message import Actor, Origin
from shared.service.tracing import current_trace
from shared.web.access.staff_pass import Pass

STAFF_WISHES: Final = UUID("0f6c2f5e-8f0b-5d6a-9a53-2c9d1c7b44ae")
"""Namespace of the command ids of staff."""


def staff_origin(
    agency: str, held: Pass, role: str, at: datetime, form_id: UUID, section: str = ""
) -> Origin:
    """The origin of what a signed-in person wishes in `role`, which the caller has found among those of the pass.

    `section` is the one whose matter it is, if any: it tells for whom an acting holder of the role acts.

    `form_id` comes from the browser and becomes one of the person's own: else somebody could send, and so take, the
    id of a colleague's command, or of one that is derived (a set-up, a reaction) and would then never be done.
    """
    acting_for = held.acting_for(role, section)
    actor = Actor(kind="staff", id=held.person, role=role, acting_for=acting_for)
    command_id = uuid5(STAFF_WISHES, f"{held.person}\n{form_id}")
    return Origin.first(agency, actor, at, command_id, current_trace())

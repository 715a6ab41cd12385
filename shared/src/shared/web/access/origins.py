"""The origin of a command from a page: the person, and the trace that command and events continue."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from shared.message import Actor, Origin
from shared.process.tracing import current_trace
from shared.web.access.staff_pass import Pass

STAFF_WISHES: Final = UUID("0f6c2f5e-8f0b-5d6a-9a53-2c9d1c7b44ae")
"""Namespace of the command ids of staff."""


def staff_origin(
    agency: str, held: Pass, role: str, at: datetime, form_id: UUID, section: str = ""
) -> Origin:
    """The origin of a signed-in person's command in `role`; the caller has checked that the pass has this role.

    `section` is the section of the case, if any; it decides for whom an acting holder of the role acts.

    The command id is derived from the person and `form_id`, which comes from the browser. Otherwise somebody could send the
    id of a colleague's command, of a set-up or of a reaction, which would then never be executed.
    """
    acting_for = held.acting_for(role, section)
    actor = Actor(kind="staff", id=held.person, role=role, acting_for=acting_for)
    command_id = uuid5(STAFF_WISHES, f"{held.person}\n{form_id}")
    return Origin.first(agency, actor, at, command_id, current_trace())

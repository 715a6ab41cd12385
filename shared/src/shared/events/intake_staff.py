"""Events of intake 受理 about staff: who may sign in, in which roles, from when to when, and for whom.

A person's id is an id of its own: it stays the same over all logins of the person, and is never an identity number.
"""

from datetime import date

from shared.events.intake import IntakeEvent


class StaffAccountOpened(IntakeEvent, frozen=True, kw_only=True):
    """开户: `person` may sign in by `login`; a person may have several logins."""

    person: str
    login: str
    name: str


class StaffAccountClosed(IntakeEvent, frozen=True, kw_only=True):
    """The account may no longer sign in, and passes issued before are void."""

    login: str
    reason: str


class StaffRoleGranted(IntakeEvent, frozen=True, kw_only=True):
    """任岗: `person` holds a role of the agency's rules from `begins_on` to `ends_on`, both days included.

    `grant` numbers the person's grants. `sections`: the sections that the person heads, works in or is in charge of in
    this role; none: the role is not bound to sections. `agencies`: those that a supervisor reads; none: the lane's
    agency alone. `acting_for`: the person whom an acting holder (代理) stands in for.
    """

    person: str
    grant: int
    role: str
    sections: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    begins_on: date
    ends_on: date | None = None
    acting_for: str | None = None


class StaffRoleEnded(IntakeEvent, frozen=True, kw_only=True):
    """离岗: the grant holds through `ended_on` and no longer."""

    person: str
    grant: int
    ended_on: date


EVENTS: tuple[type[IntakeEvent], ...] = (
    StaffAccountOpened,
    StaffAccountClosed,
    StaffRoleGranted,
    StaffRoleEnded,
)

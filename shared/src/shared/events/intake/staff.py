"""Events of intake 受理 about staff: who may sign in, in which roles, from when to when, and for whom; and sections 股室.

A person's id is an id of its own: it stays the same over all logins of the person, and is never an identity number. A
section's id stays the same under every name: cases keep the id, who reads a page sees the name of that day. A section's
day is the first on which the change holds.
"""

from datetime import date

from shared.events.intake.request import IntakeEvent


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


class SectionOpened(IntakeEvent, frozen=True, kw_only=True):
    """设立股室: cases may be assigned to it, and persons may head it."""

    section: str
    name: str
    opened_on: date


class SectionRenamed(IntakeEvent, frozen=True, kw_only=True):
    """更名: what was called by the old name before keeps it."""

    section: str
    name: str
    renamed_on: date


class SectionMerged(IntakeEvent, frozen=True, kw_only=True):
    """并入: nothing is assigned to it any more; who heads `into` works its cases."""

    section: str
    into: str
    merged_on: date


class SectionClosed(IntakeEvent, frozen=True, kw_only=True):
    """撤销: nothing is assigned to it any more, and no other section takes its cases over."""

    section: str
    closed_on: date


SectionEvent = SectionOpened | SectionRenamed | SectionMerged | SectionClosed

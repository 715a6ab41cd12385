"""Events of intake 受理 about accounts and roles of staff, and about sections 股室.

A person has one id over all logins; it is never an identity number. A section's id stays the same when it is renamed:
cases store the id, and a page shows the name of its day. A change of a section holds from its day on.
"""

from datetime import date

from shared.events.intake.intake_event import IntakeEvent


class StaffAccountOpened(IntakeEvent, frozen=True, kw_only=True):
    """开户: an administrator allowed `person` to sign in by `login`. A person may have several logins."""

    person: str
    login: str
    name: str


class StaffAccountClosed(IntakeEvent, frozen=True, kw_only=True):
    """销户: an administrator closed a login. It can no longer sign in, and the passes issued before are void."""

    login: str
    reason: str


class StaffPasswordReplaced(IntakeEvent, frozen=True, kw_only=True):
    """修改密码: the person behind a login replaced its password, knowing the former one.

    The sessions begun before have ended, and a link that was issued before is void. No event holds a password or its hash.
    """

    login: str


class StaffPasswordResetIssued(IntakeEvent, frozen=True, kw_only=True):
    """签发重设密码链接: an administrator issued a link by which the holder of a login sets a new password once.

    `reset`: the number of this link among the account's; a later link makes it void. `valid_hours`: hours of real time.
    """

    login: str
    reset: int
    valid_hours: int


class StaffPasswordResetUsed(IntakeEvent, frozen=True, kw_only=True):
    """重设密码: a new password was set by link number `reset`. The sessions begun before have ended."""

    login: str
    reset: int


class StaffRoleGranted(IntakeEvent, frozen=True, kw_only=True):
    """任岗: an administrator gave `person` a role of the agency's policy.

    It holds from `begins_on` to `ends_on`, both days included. `grant`: the number of this grant among the person's.
    `sections`: the sections that the person heads, works in or is in charge of in this role; empty: the role is not
    bound to sections. `agencies`: the agencies that a supervisor may read; empty: the lane's agency alone.
    `acting_for`: the person for whom an acting holder (代理) stands in.
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
    """离岗: an administrator ended a grant. `ended_on` is the last day on which it holds."""

    person: str
    grant: int
    ended_on: date


class SectionOpened(IntakeEvent, frozen=True, kw_only=True):
    """设立股室: an administrator added a section. Cases may be assigned to it, and persons may head it."""

    section: str
    name: str
    opened_on: date


class SectionRenamed(IntakeEvent, frozen=True, kw_only=True):
    """更名: an administrator renamed a section from `renamed_on` on. Pages about earlier days show the earlier name."""

    section: str
    name: str
    renamed_on: date


class SectionMerged(IntakeEvent, frozen=True, kw_only=True):
    """并入: an administrator merged a section into `into`, whose head takes over its cases.

    No case is assigned to it any more.
    """

    section: str
    into: str
    merged_on: date


class SectionClosed(IntakeEvent, frozen=True, kw_only=True):
    """撤销股室: an administrator closed a section.

    No case is assigned to it any more, and no section takes over its cases.
    """

    section: str
    closed_on: date


SectionEvent = SectionOpened | SectionRenamed | SectionMerged | SectionClosed

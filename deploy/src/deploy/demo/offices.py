"""The sample staff of each agency, by role and section."""

from dataclasses import dataclass

from deploy.demo.story import Request
from deploy.seed.sample_staff import Account, sample_staff

SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class Office:
    """The staff of one agency."""

    staff: tuple[Account, ...]

    def holder(self, role: str) -> str:
        """The login of the only holder of a role: clerk, deputy or head."""
        return next(each.login for each in self.staff if role in each.roles)

    def head_of(self, section: str) -> str:
        """The login of a section's head."""
        return next(each.login for each in self.staff if each.section == section)


def office_of(agency: str) -> Office:
    """The staff of an agency."""
    return Office(tuple(each for each in sample_staff() if each.agency == agency))


def clerk_of(request: Request) -> str:
    """The login of the agency's clerk (经办人)."""
    return office_of(request.agency).holder("clerk")


def supervisor() -> str:
    """The login of the supervisor, who reads every agency."""
    return next(each.login for each in sample_staff() if SUPERVISOR in each.roles)

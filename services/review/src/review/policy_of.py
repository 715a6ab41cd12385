"""The port by which a handler or a page asks for an agency's policy: the runtime's, or a test's own."""

from datetime import date
from typing import Protocol

from shared.policy import Policy


class PolicyOf(Protocol):
    """The policy of an agency on a day."""

    def __call__(self, agency_id: str, on: date) -> Policy:
        """Resolve it."""
        ...

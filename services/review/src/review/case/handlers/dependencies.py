"""The dependencies of a case's handlers."""

from dataclasses import dataclass

from shared.eventlog.store import EventStore
from shared.policy import PolicyOf
from shared.privacy.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependencies:
    """The dependencies of a case's handlers: event store, vault with keys of scope `text`, policy of an agency and day."""

    store: EventStore
    vault: Vault
    policy_of: PolicyOf

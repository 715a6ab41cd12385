"""The dependencies of a request's handlers."""

from dataclasses import dataclass

from intake.register.numbers import NumberPools
from shared.eventlog.store import EventStore
from shared.message import Origin
from shared.policy import Policy, PolicyOf
from shared.privacy.vault import Vault
from shared.time.clock import legal_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependencies:
    """The dependencies of a request's handlers: event store, key vault, policy of an agency and day, number pools."""

    store: EventStore
    vault: Vault
    policy_of: PolicyOf
    number_pools: NumberPools

    def policy(self, origin: Origin) -> Policy:
        """The agency's policy on the day of the command."""
        return self.policy_of(origin.agency, legal_day(origin.at))

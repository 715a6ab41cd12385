"""The topology of the house as its servers need it: streams, durables, databases, and who enters them.

What the services need too (names of streams, who listens to whom) comes from `shared.bus.envelope`, so that
provisioning, subject rights and the services cannot disagree.
"""

from collections.abc import Iterator
from typing import Final

from shared.bus.envelope import LISTENS
from shared.bus.envelope import SERVICES as SERVICES
from shared.bus.envelope import deliver_subject as deliver_subject
from shared.bus.envelope import event_filter as event_filter
from shared.bus.envelope import stream_name as stream_name

KEYS_DATABASE: Final = "keys"
KEY_READERS: Final = ("intake", "review")
DATABASES: Final = (*SERVICES, KEYS_DATABASE)


def durable_name(listener: str) -> str:
    """Return the durable consumer of `listener`; it has the same name in every stream."""
    return listener


def subscriptions() -> Iterator[tuple[str, str]]:
    """Yield every pair (listener, source) of the house."""
    for listener, sources in LISTENS.items():
        for source in sources:
            yield listener, source

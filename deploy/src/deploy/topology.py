"""The topology for the servers: streams, durables, databases, and their users.

Names of streams and the services that hear each other come from `shared.bus.envelope`, so provisioning, rights and
services agree.
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
    """Yield every pair (listener, source)."""
    for listener, sources in LISTENS.items():
        for source in sources:
            yield listener, source

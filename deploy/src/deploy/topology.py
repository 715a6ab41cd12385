"""Which services there are, who listens to whom, and the names that follow from it.

One place for the names of streams, durables and deliver subjects, so that provisioning, subject rights and
the tests cannot disagree.
"""

from collections.abc import Iterator, Mapping
from typing import Final

SERVICES: Final = ("intake", "review", "deadline", "reporting")

LISTENS: Final[Mapping[str, tuple[str, ...]]] = {
    "intake": ("review", "deadline"),
    "review": ("intake", "deadline"),
    "deadline": ("intake", "review"),
    "reporting": ("intake", "review", "deadline"),
}

KEYS_DATABASE: Final = "keys"
KEY_READERS: Final = ("intake", "review")
DATABASES: Final = (*SERVICES, KEYS_DATABASE)


def stream_name(service: str) -> str:
    """Return the JetStream stream that carries the events of `service`."""
    return f"EVT_{service.upper()}"


def event_subjects(service: str) -> str:
    """Return the wildcard under which `service`, and nobody else, publishes events."""
    return f"lantai.evt.{service}.>"


def durable_name(listener: str) -> str:
    """Return the durable consumer of `listener`; it has the same name in every stream."""
    return listener


def deliver_subject(listener: str, source: str) -> str:
    """Return the subject to which the events of `source` are pushed for `listener`."""
    return f"lantai.deliver.{listener}.{source}"


def subscriptions() -> Iterator[tuple[str, str]]:
    """Yield every pair (listener, source) of the house."""
    for listener, sources in LISTENS.items():
        for source in sources:
            yield listener, source

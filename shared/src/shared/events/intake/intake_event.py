"""The base of intake's events: of requests, accounts, persons and sections."""

from typing import ClassVar

from shared.message import Event


class IntakeEvent(Event, frozen=True, kw_only=True):
    """Base of intake's events. Only the deciders of intake's nouns construct them."""

    service: ClassVar[str] = "intake"

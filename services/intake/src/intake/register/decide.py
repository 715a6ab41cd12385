"""登记编号、文号: a series counts from one, without gaps, each year anew."""

from typing import Final
from uuid import UUID

from shared.events.intake.request import NumberAssigned

REQUESTS: Final = "request"
REPLIES: Final = "reply"
CORRECTIONS: Final = "correction"
EXTENSIONS: Final = "extension"


def assigned(series: str, year: int, number: int, request_id: UUID) -> NumberAssigned:
    """The number is taken by the request; the event's version on its series' stream must be the same number."""
    return NumberAssigned(series=series, year=year, number=number, request_id=request_id)

"""登记编号、文号: every series counts from one each year, without gaps."""

from typing import Final
from uuid import UUID

from shared.events.codes import Series
from shared.events.intake.request import NumberAssigned

REQUESTS: Final = "request"
REPLIES: Final = "reply"
CORRECTIONS: Final = "correction"
EXTENSIONS: Final = "extension"


def assigned(series: Series, year: int, number: int, request_id: UUID) -> NumberAssigned:
    """The event by which a request takes a number. Its version on the stream of the series must equal the number."""
    return NumberAssigned(series=series, year=year, number=number, request_id=request_id)

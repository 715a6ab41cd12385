"""登记簿: gapless yearly series of numbers. The version of an event on the stream of its series is the number."""

from asyncio import Lock
from uuid import UUID

from intake.register.decide import CORRECTIONS as CORRECTIONS
from intake.register.decide import EXTENSIONS as EXTENSIONS
from intake.register.decide import REPLIES as REPLIES
from intake.register.decide import REQUESTS as REQUESTS
from intake.register.decide import assigned
from shared.eventlog.store import Change, EventStore
from shared.events.codes import Series
from shared.events.intake.request import NumberAssigned
from shared.events.names import DocumentNumber
from shared.events.registry import load
from shared.policy import Policy


async def next_number(store: EventStore, agency: str, series: Series, year: int) -> int:
    """The next free number. Of two commits with the same number the second gets a version conflict and must ask again."""
    last = await store.last(agency, _stream(series, year))
    return last.version + 1 if last else 1


class NumberPool:
    """Hands out the next numbers of one series from memory, so that many filings can share one group commit.

    A number is only a prediction of the stream's version; the append decides. After a conflict the pool reads the log
    again. Reactions do not use the pool.
    """

    def __init__(self, store: EventStore, agency: str, series: Series, year: int) -> None:
        self._series = (store, agency, series, year)
        self._lock = Lock()
        self._next: int | None = None
        self._reading = 0

    async def draw(self) -> tuple[int, int]:
        """A number, and the count of the log reading on which it is based."""
        async with self._lock:
            if self._next is None:
                self._next = await next_number(*self._series)
                self._reading += 1
            number, self._next = self._next, self._next + 1
            return number, self._reading

    def missed(self, reading: int) -> None:
        """Discard the numbers of a log reading after one of them was not free."""
        if reading == self._reading:
            self._next = None


class NumberPools:
    """The number pools of this process, one for each series; created once for each store."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._pools: dict[tuple[str, str, int], NumberPool] = {}

    def pool(self, agency: str, series: Series, year: int) -> NumberPool:
        """The pool of a series."""
        return self._pools.setdefault((agency, series, year), NumberPool(self._store, agency, series, year))


async def holder(store: EventStore, agency: str, series: Series, year: int, number: int) -> UUID | None:
    """The request that has a number; None for a number that was not assigned."""
    row = await store.at_version(agency, _stream(series, year), number)
    event = load(row) if row else None
    return event.request_id if isinstance(event, NumberAssigned) else None


def assign(series: Series, year: int, number: int, request_id: UUID) -> Change:
    """The change that takes the number; it belongs in the same commit as the event that uses the number."""
    event = assigned(series, year, number, request_id)
    return Change(_stream(series, year), number - 1, (event,))


def document_number(policy: Policy, series: Series, year: int, number: int) -> str:
    """文号: 机关代字〔年〕n号 (GB/T 9704-2012 7.2.5: full year, no leading zero, no 第); each series has its suffix."""
    suffix = next((each.suffix for each in policy["documents.series"].value if each.id == series), "")
    return str(DocumentNumber(f"{policy['agency.document_code'].value}{suffix}", year, number))


def _stream(series: Series, year: int) -> str:
    return f"register/{series}-{year}"

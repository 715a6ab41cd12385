"""A short history of two services, copied into a ledger that the audit's tests tamper with."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID, uuid5

from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit, EventStore
from shared.message import Recorded
from support.deadline.clocks import AGENCY, REQUEST, by, received, served
from support.deadline.events import stopped

STORED = 5


class MemoryLedger:
    """`LedgerReader` over lists of copies. The lag of a lane is measured at creation."""

    def __init__(self, lanes: Mapping[tuple[str, str], Sequence[Recorded]]) -> None:
        self.lanes = {lane: list(rows) for lane, rows in lanes.items()}
        self._copied = {lane: rows[-1].seq for lane, rows in lanes.items() if rows}

    async def copied(self) -> Mapping[tuple[str, str], int]:
        return self._copied

    async def copies(self, agency: str, *, service: str, after: int, limit: int) -> Sequence[Recorded]:
        rows = sorted(self.lanes.get((service, agency), []), key=lambda row: row.seq)
        return [row for row in rows if row.seq > after][:limit]


def request_id(number: int) -> UUID:
    """The id of the n-th request."""
    return uuid5(REQUEST, str(number))


async def write_intake(store: EventStore, agency: str = AGENCY) -> None:
    """Append five events: four requests, one of them with a reply."""
    for number in range(1, STORED):
        event = received(date(2025, 3, number), request_id(number), number)
        await store.append(Commit(by(agency=agency), (Change(f"request/{request_id(number)}", 0, (event,)),)))
    reply = served(date(2025, 3, 20), request_id=request_id(1))
    change = Change(f"request/{request_id(1)}", 1, (reply,))
    await store.append(Commit(by(agency=agency), (change,)))


async def write_deadline(store: EventStore, agency: str = AGENCY) -> None:
    """Append one event of another service."""
    event = stopped(request_id(1), date(2025, 3, 20), in_time=True)
    await store.append(
        Commit(by(agency=agency), (Change(f"clock/request/{request_id(1)}/reply", 0, (event,)),))
    )


async def lanes_of(stores: Mapping[str, MemoryStore]) -> dict[tuple[str, str], Sequence[Recorded]]:
    """Every lane of every store."""
    return {
        (service, agency): await store.read(agency, 0, 1000)
        for service, store in stores.items()
        for agency in await store.heads()
    }

"""登记簿: the year's gapless series of numbers. The version of an event on its series' stream is the number."""

from asyncio import Lock
from uuid import UUID
from weakref import WeakValueDictionary

from intake.domain.numbering import REPLIES as REPLIES
from intake.domain.numbering import REQUESTS as REQUESTS
from intake.domain.numbering import assigned
from shared.store import Change, EventStore


def turn(agency: str, series: str) -> Lock:
    """Held while a number is drawn and committed: within a process a series is drawn from one by one.

    It spares conflicts, it guards nothing: another process may still be faster. Never take it in a transaction that
    has appended: who holds the turn may be waiting for that transaction.
    """
    return _TURNS.setdefault((agency, series), Lock())


async def next_number(store: EventStore, agency: str, series: str, year: int) -> int:
    """The number that is free now; who commits it second gets a version conflict and asks again."""
    last = await store.last(agency, _stream(series, year))
    return last.version + 1 if last else 1


def assign(series: str, year: int, number: int, request_id: UUID) -> Change:
    """The change that takes the number, to stand in the commit of the event that uses it."""
    event = assigned(series, year, number, request_id)
    return Change(_stream(series, year), number - 1, (event,))


def request_number(year: int, number: int) -> str:
    """登记编号 as pages and letters show it: 2025-0007."""
    return f"{year}-{number:04d}"


def document_number(code: str, year: int, number: int) -> str:
    """文号: 机关代字〔年〕n号 (GB/T 9704-2012 7.2.5: full year, no leading zero, no 第)."""
    return f"{code}〔{year}〕{number}号"


def _stream(series: str, year: int) -> str:
    return f"register/{series}-{year}"


_TURNS: WeakValueDictionary[tuple[str, str], Lock] = WeakValueDictionary()
"""Only those that somebody holds or waits for."""

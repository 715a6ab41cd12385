"""Requests from before Lantai: a lane of imports that add up to a published table."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.events.intake.request import PastRequestImported
from shared.message import Recorded
from support.deadline.clocks import AGENCY, by

SAMPLE = Path(__file__).parents[2] / "reporting" / "table" / "annual-table-sample.json"


def published() -> dict[str, list[int]]:
    """Row → figures of the published table of 2023."""
    (case,) = json.loads(SAMPLE.read_text("utf-8"))["cases"]
    rows: dict[str, list[int]] = case["t3"]
    return rows


def fitting(rows: dict[str, list[int]]) -> Iterator[PastRequestImported]:
    """Requests that add up to `rows`: those carried in are closed first; new ones that are left stay open."""
    sample = json.loads(SAMPLE.read_text("utf-8"))
    for n, kind in enumerate(list(sample["columns"])[:-1]):
        old = rows["carried_in"][n]
        for outcome in (*sample["outcome_rows"], None):
            for _ in range(rows[outcome or "carried_out"][n]):
                received_on = date(2022, 12, 20) if old > 0 else date(2023, 3, 1)
                yield past(kind, received_on, date(2023, 5, 6) if outcome else None, outcome)
                old -= 1


def past(
    kind: str, received_on: date, closed_on: date | None, outcome: str | None, record: str = ""
) -> PastRequestImported:
    """One import."""
    return PastRequestImported(
        record=record, applicant_kind=kind, received_on=received_on, closed_on=closed_on, outcome=outcome
    )


async def imported(events: Sequence[PastRequestImported], agency: str = AGENCY) -> Sequence[Recorded]:
    """A lane with one import each, as the import command writes it."""
    store = MemoryStore("intake")
    for n, event in enumerate(events, 1):
        record = event.record or f"{agency}-{n:06}"
        named = past(event.applicant_kind, event.received_on, event.closed_on, event.outcome, record)
        await store.append(Commit(by(agency=agency), (Change(f"past/{record}", 0, (named,)),)))
    return await store.read(agency, 0, len(events))

"""Makes an agency's ledger that adds up to a published table three.

A separate program that imports nothing of Lantai.     python past_ledger.py TABLE.json RECORDS > ledger.jsonl

If RECORDS exceeds the table's count, the table is repeated with further ids.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any

SEED = 2023
LATE_DAYS = 40
"""A request that is carried over came in the last days of its year, and was closed in the first of the next."""


def one_of(days: range, year: int) -> date:
    """A day of a year by its number."""
    return date(year, 1, 1) + timedelta(random.choice(days))


def dates(year: int, *, carried_in: bool, carried_out: bool) -> tuple[date, date | None]:
    """The days of receipt and of closing: before, within or after the year, as the table counts the request."""
    if carried_in:
        received = date(year, 1, 1) - timedelta(random.randint(1, LATE_DAYS))
    else:
        received = one_of(range(365 - LATE_DAYS if carried_out else 0, 365), year)
    if carried_out:
        later = date(year + 1, 1, 1) + timedelta(random.randrange(LATE_DAYS))
        return received, random.choice([None, later])
    first = max(received, date(year, 1, 1))
    return received, min(first + timedelta(random.randrange(LATE_DAYS)), date(year, 12, 31))


def records(table: dict[str, Any]) -> Iterator[dict[str, object]]:
    """One record for each request of the table, in no order."""
    (case,) = table["cases"]
    rows, made = case["t3"], []
    for n, kind in enumerate(list(table["columns"])[:-1]):
        outcomes = [name for name in table["outcome_rows"] for _ in range(rows[name][n])]
        outcomes += [None] * rows["carried_out"][n]
        random.shuffle(outcomes)
        for place, outcome in enumerate(outcomes):
            carried_in = place < rows["carried_in"][n]
            received, closed = dates(case["year"], carried_in=carried_in, carried_out=outcome is None)
            made.append(
                {
                    "applicant_kind": kind,
                    "received_on": str(received),
                    "closed_on": closed and str(closed),
                    "outcome": (outcome or random.choice(table["outcome_rows"])) if closed else None,
                }
            )
    random.shuffle(made)
    yield from made


def table_of(file: Path) -> dict[str, Any]:
    """The published table."""
    table: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return table


def ledger(table: dict[str, Any], size: int) -> Iterator[str]:
    """The number of lines that was asked for."""
    endless = (record for _ in count() for record in records(table))
    for n, record in enumerate(islice(endless, size), 1):
        yield json.dumps({"id": f"TZ-{n:06}", **record}, ensure_ascii=False)


if __name__ == "__main__":
    random.seed(SEED)
    for line in ledger(table_of(Path(sys.argv[1])), int(sys.argv[2])):
        sys.stdout.write(f"{line}\n")

"""Fixtures of deadline's tests: its log in memory, and two bureaus with different policies."""

import pytest

from deadline.calendar.handlers import load_notices
from deadline.calendar.package import rows
from shared.eventlog.memory import MemoryStore
from support.deadline.clocks import AGENCY, NOON
from support.deadline.office import Office


@pytest.fixture
async def store():
    """Deadline's log with the package's notices."""
    made = MemoryStore("deadline")
    await load_notices(made, rows(), NOON)
    return made


@pytest.fixture
def office(store):
    """琼海: pauses for third parties alone, no confidentiality clock, one working day to ask for corrections."""
    return Office(store, AGENCY)


@pytest.fixture
def tongliao(store):
    """通辽: two working days for the confidentiality review, seven to ask for corrections."""
    return Office(store, "tongliao")

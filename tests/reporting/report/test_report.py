"""Pinning a report: by whom, from what, and once."""

from dataclasses import replace

import pytest

from reporting.report.commands import PinReport
from reporting.report.handlers import report_decider
from shared.events.reporting.report import ReportPinned
from shared.message import Origin
from shared.policy import national_roles
from support.given import given
from support.origins import NOON, staff

PIN = PinReport(
    origin=Origin.first("qionghai", staff("lin.feng", "head"), NOON),
    able=national_roles().able(("head",)),
    year=2025,
    positions={"intake": 7},
    table_sha256="ab" * 32,
)
PINNED = ReportPinned(year=2025, positions={"intake": 7}, table_sha256="ab" * 32)


def test_the_head_pins_a_table():
    """The event names the positions and the hash."""
    given(report_decider).when(PIN).then(PINNED)


def test_the_same_table_is_pinned_once():
    """A second click changes nothing."""
    given(report_decider, PINNED).when(PIN).then()


def test_a_changed_table_is_pinned_anew():
    """More events, another pin; the first stays in the log."""
    given(report_decider, PINNED).when(replace(PIN, positions={"intake": 9})).then(
        ReportPinned(year=2025, positions={"intake": 9}, table_sha256="ab" * 32)
    )


@pytest.mark.parametrize("role", ["clerk", "section", "deputy", "supervisor"])
def test_others_may_not_pin(role):
    """Only the head answers for a report; supervision reads and changes nothing."""
    origin = Origin.first("qionghai", staff("li.si", role), NOON)

    command = replace(PIN, origin=origin, able=national_roles().able((role,)))
    given(report_decider).when(command).refused("not-your-role")


@pytest.mark.parametrize("positions", [{}, {"intake": 0}])
def test_nothing_cannot_be_pinned(positions):
    """A table from no events is refused."""
    given(report_decider).when(replace(PIN, positions=positions)).refused("nothing-to-pin")

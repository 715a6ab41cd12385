"""Log lines: personal numbers are masked, our own ids are not, and nothing stops because a line cannot be written."""

import json
import sys
from pathlib import Path

import pytest
import structlog

from shared.process import logs

pytestmark = pytest.mark.unit
INCIDENT = "830c4277110955123456789012345f11"


@pytest.fixture
def configured():
    """Configure logs as a service does, and undo it."""
    yield lambda: logs.configure("intake", json=True)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_numbers_of_persons_are_masked_and_ids_are_not(configured, capsys):
    """An incident is logged as the page shows it, so that it can be found; a telephone number is masked."""
    configured()

    logs.logger().error("page failed", incident=INCIDENT, request_id=INCIDENT, what="call 13812345678")

    line = json.loads(capsys.readouterr().out)
    assert (line["incident"], line["request_id"]) == (INCIDENT, INCIDENT)
    assert line["what"] == "call ***"


def test_full_disk_loses_lines_and_stops_nothing(configured, monkeypatch):
    """A line that cannot be written is lost; whoever logged goes on."""
    full = Path("/dev/full").open("w")  # noqa: SIM115  # closing it fails; a device that refuses every byte, as a full disk does
    monkeypatch.setattr(sys, "stdout", full)
    configured()

    logs.logger().error("carrier.broken")

    with pytest.raises(OSError, match="No space left"):
        full.close()

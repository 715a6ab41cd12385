"""Gears: every test has exactly one, the run ends with a table, and a skip that nobody allowed fails the run.

A gear comes from a mark (on the module, the test or the parameter), else from the folder, else it is `unit`.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

GEARS = ("unit", "contract", "container", "service", "system", "chaos", "browser", "bench")
FOLDER_GEARS = frozenset({"system", "chaos", "browser", "bench"})
SERVER_FIXTURES = frozenset({"postgres_server", "nats_server", "postgres_cluster", "service_database"})
CHROMIUM = Path("/usr/bin/chromium")


def _no_engine() -> str | None:
    """Why the container gear cannot run here, if it cannot."""
    import docker  # type: ignore[import-untyped]  # noqa: PLC0415  # it loads slowly, and only this gear needs it

    try:
        docker.from_env(timeout=5).ping()
    except Exception as error:  # noqa: BLE001  # whatever the client says, no engine answers
        return f"no Docker engine answers ({type(error).__name__})"
    return None


def _no_chromium() -> str | None:
    """Why the browser gear cannot run here, if it cannot."""
    return None if os.access(CHROMIUM, os.X_OK) else f"{CHROMIUM} is not installed"


ALLOWED: Mapping[str, Callable[[], str | None]] = {"container": _no_engine, "browser": _no_chromium}
"""The two gears that may be skipped, and who says whether and why."""


@dataclass
class House:
    """What this run knows of its tests."""

    gear_of: dict[str, str] = field(default_factory=dict)
    excused: dict[str, str] = field(default_factory=dict)
    """Node id → the reason why it may be skipped."""


HOUSE = pytest.StashKey[House]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin counting; declare the gears for runs that do not read the project's settings."""
    config.stash[HOUSE] = House()
    for gear in GEARS:
        config.addinivalue_line("markers", f"{gear}: a gear, see support/gears.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give every test its gear before `-m` chooses; excuse the gears that cannot run here."""
    house = config.stash[HOUSE]
    for item in items:
        house.gear_of[item.nodeid] = _settle(item)
    for gear, why_not in ALLOWED.items():
        concerned = [item for item in items if house.gear_of[item.nodeid] == gear]
        reason = why_not() if concerned else None
        if reason is not None:
            _excuse(house, concerned, reason)


def _settle(item: pytest.Item) -> str:
    named = {mark.name for mark in item.iter_markers() if mark.name in GEARS}
    if len(named) > 1:
        raise pytest.UsageError(f"{item.nodeid} has {len(named)} gears: {', '.join(sorted(named))}")
    folder = next((part for part in item.path.parts if part in FOLDER_GEARS), None)
    gear = named.pop() if named else folder or "unit"
    if not item.get_closest_marker(gear):
        item.add_marker(gear)
    servers = SERVER_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    if gear == "unit" and servers:
        raise pytest.UsageError(f"{item.nodeid} is in gear unit but asks for {', '.join(sorted(servers))}")
    return gear


def _excuse(house: House, items: Sequence[pytest.Item], reason: str) -> None:
    for item in items:
        item.add_marker(pytest.mark.skip(reason=reason))
        house.excused[item.nodeid] = reason


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when a test was skipped that nobody excused."""
    if session.exitstatus == pytest.ExitCode.OK and list(_unexcused(session.config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table gear → run, passed, skipped and why."""
    house = config.stash[HOUSE]
    terminalreporter.section("gears")
    terminalreporter.write_line(f"{'gear':<10} {'run':>6} {'passed':>7} {'failed':>7} {'skipped':>8}  why")
    for gear in (*GEARS, "collection"):
        counts = _counts(terminalreporter, house, gear)
        if not counts.total():
            continue
        why = sorted({reason for nodeid, reason in house.excused.items() if house.gear_of[nodeid] == gear})
        run = counts["passed"] + counts["failed"]
        figures = f"{run:>6} {counts['passed']:>7} {counts['failed']:>7} {counts['skipped']:>8}"
        terminalreporter.write_line(f"{gear:<10} {figures}  {'; '.join(why) if counts['skipped'] else ''}")
    for nodeid, reason in _unexcused(config):
        terminalreporter.write_line(f"SKIPPED WITHOUT LEAVE {nodeid}: {reason}", red=True)


def _counts(reporter: pytest.TerminalReporter, house: House, gear: str) -> Counter[str]:
    kinds = {"passed": "passed", "xpassed": "passed", "failed": "failed", "error": "failed"}
    kinds |= {"skipped": "skipped", "xfailed": "skipped"}
    return Counter(
        kind
        for category, kind in kinds.items()
        for nodeid in {report.nodeid for report in reporter.stats.get(category, ())}
        if house.gear_of.get(nodeid, "collection") == gear
    )


def _unexcused(config: pytest.Config) -> Iterator[tuple[str, str]]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    stats = reporter.stats if reporter is not None else {}
    for report in (*stats.get("skipped", ()), *stats.get("xfailed", ())):
        if report.nodeid not in config.stash[HOUSE].excused:
            yield report.nodeid, _reason(report)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2])
    return str(getattr(report, "wasxfail", "") or report.outcome)

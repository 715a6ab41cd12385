"""Gears: a gear is a class of tests that need the same servers and cost about the same time. Every test has one.

The run ends with a table, and a skip that is not allowed fails the run.

A gear comes from a mark (on the module, the test or the parameter), else from the folder, else it is `unit`. It
travels with the test's report, since tests run in several processes; all tests of a file run in one process.

A test that needs a Debian package is marked `@pytest.mark.debian("the-package")`, whatever its gear.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from support.sharing import heaviest_first

GEARS = ("unit", "contract", "container", "service", "system", "chaos", "browser", "bench")
FOLDER_GEARS = frozenset({"system", "chaos", "browser", "bench"})
SERVER_FIXTURES = frozenset({"postgres_server", "nats_server", "postgres_cluster", "service_database"})


def _packages() -> dict[str, Path]:
    """The Debian packages that .ci/run installs, each with a file whose presence shows that it is installed."""
    lines = (Path(__file__).parents[2] / ".ci/packages").read_text("utf-8").splitlines()
    packages = [line.split() for line in lines if line and not line.startswith("#")]
    return {package: Path(file) for package, file in packages}


PACKAGES = _packages()
CHROMIUM = PACKAGES["chromium"]


def _no_engine() -> str | None:
    """The reason why the container gear cannot run here, if it cannot."""
    import docker  # type: ignore[import-untyped]  # noqa: PLC0415  # it loads slowly, and only this gear needs it

    try:
        docker.from_env(timeout=5).ping()
    except Exception as error:  # noqa: BLE001  # whatever the client says, no engine answers
        return f"no Docker engine answers ({type(error).__name__})"
    return None


def _no_chromium() -> str | None:
    """The reason why the browser gear cannot run here, if it cannot."""
    return None if os.access(CHROMIUM, os.X_OK) else f"{CHROMIUM} is not installed"


ALLOWED: Mapping[str, Callable[[], str | None]] = {"container": _no_engine, "browser": _no_chromium}
"""The two gears that may be skipped, and who says whether and why. So may a test whose Debian package is absent."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the gears, for runs that do not read the project's settings."""
    for gear in GEARS:
        config.addinivalue_line("markers", f"{gear}: a gear, see support/gears.py")
    config.addinivalue_line("markers", "debian(package, …): needs Debian packages of .ci/packages")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test its gear before `-m` chooses, allow skips of gears that cannot run, and sort the heaviest
    first.
    """
    gears = {item: _settle(item) for item in items}
    for item, gear in gears.items():
        item.user_properties.append(("gear", gear))
    heaviest_first(items, gears)
    for gear, why_not in ALLOWED.items():
        concerned = [item for item in items if item.get_closest_marker(gear)]
        reason = why_not() if concerned else None
        if reason is not None:
            _excuse(concerned, reason)
    for item in items:
        if absent := _absent(item):
            _excuse([item], f"not installed: {', '.join(absent)}")


def _absent(item: pytest.Item) -> list[str]:
    """The Debian packages that a test needs and that are missing.

    Raises `UsageError` for one that .ci/run does not install.
    """
    marks = list(item.iter_markers("debian"))
    named = {package for mark in marks for package in mark.args}
    unknown = named - PACKAGES.keys()
    if unknown or not all(mark.args for mark in marks):
        what = ", ".join(sorted(unknown)) or "no package"
        raise pytest.UsageError(f"{item.nodeid} needs {what}: name a package, and list it in .ci/packages")
    return sorted(package for package in named if not PACKAGES[package].exists())


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


def _excuse(items: Sequence[pytest.Item], reason: str) -> None:
    for item in items:
        item.add_marker(pytest.mark.skip(reason=reason))
        item.user_properties.append(("excused", reason))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if a test was skipped without permission."""
    if session.exitstatus == pytest.ExitCode.OK and list(_unexcused(session.config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table gear → run, passed, skipped and why."""
    terminalreporter.section("gears")
    terminalreporter.write_line(f"{'gear':<10} {'run':>6} {'passed':>7} {'failed':>7} {'skipped':>8}  why")
    for gear in (*GEARS, "collection"):
        counts, why = _counts(terminalreporter, gear)
        if not counts.total():
            continue
        run = counts["passed"] + counts["failed"]
        figures = f"{run:>6} {counts['passed']:>7} {counts['failed']:>7} {counts['skipped']:>8}"
        terminalreporter.write_line(f"{gear:<10} {figures}  {'; '.join(sorted(why))}")
    for nodeid, reason in _unexcused(config):
        terminalreporter.write_line(f"SKIPPED WITHOUT PERMISSION {nodeid}: {reason}", red=True)


def _counts(reporter: pytest.TerminalReporter, gear: str) -> tuple[Counter[str], set[str]]:
    """The results of a gear's tests, each test counted once, and the reasons for allowed skips."""
    kinds = {"passed": "passed", "xpassed": "passed", "failed": "failed", "error": "failed"}
    kinds |= {"skipped": "skipped", "xfailed": "skipped"}
    counts, why = Counter[str](), set[str]()
    for category, kind in kinds.items():
        reports = {report.nodeid: _gear_of(report) for report in reporter.stats.get(category, ())}
        mine = [each for each in reports.values() if each.get("gear", "collection") == gear]
        counts[kind] += len(mine)
        why |= {each["excused"] for each in mine if "excused" in each}
    return counts, why


def _gear_of(report: pytest.TestReport | pytest.CollectReport) -> dict[str, str]:
    """What a test's report carries of its gear."""
    return dict(getattr(report, "user_properties", ()))


def _unexcused(config: pytest.Config) -> Iterator[tuple[str, str]]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    stats = reporter.stats if reporter is not None else {}
    for report in (*stats.get("skipped", ()), *stats.get("xfailed", ())):
        if "excused" not in _gear_of(report):
            yield report.nodeid, _reason(report)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2])
    return str(getattr(report, "wasxfail", "") or report.outcome)

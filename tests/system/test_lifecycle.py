"""The life of a local stack: begun empty, killed in parts, interrupted, begun again where it stood."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import httpx
import psutil
import pytest

from deploy.demo.acts.filing import answers_of
from deploy.demo.browser import Browser
from deploy.demo.people import Citizen, Staff
from deploy.demo.story import SHOWCASE, year
from deploy.topology import SERVICES
from support.servers.stack import LocalStack, Screen

AGENCIES = ("qionghai", "tongliao")
OF_STAFF = {"section-opened", "staff-account-opened", "staff-role-granted"}
PATIENCE_SECONDS = 60
SAMPLE = year().request(SHOWCASE)
"""A request of the demo, to be filed."""
GONE_SECONDS = 5


class Life:
    """An empty stack and the terminal that it runs in."""

    def __init__(self, stack: LocalStack, screen: Screen) -> None:
        self.stack, self.screen = stack, screen

    def doctor(self) -> int:
        """The exit code of `lantai doctor --json`."""
        return self.stack.lantai("doctor", "--json", check=False).returncode

    def pids(self) -> dict[str, int]:
        """The process of each service."""
        return {service: each["pid"] for service, each in self.stack.report()["services"].items()}

    def pid(self, server: str) -> int:
        """The process of a server."""
        return int(self.stack.report()["servers"][server]["pid"])

    def ask(self, service: str, path: str) -> httpx.Response:
        """The answer of a service at its own port."""
        return httpx.get(f"http://127.0.0.1:{self.stack.state.ports[service]}{path}", timeout=10)

    def processes(self) -> list[psutil.Process]:
        """Everything that runs for it: the command, its servers and services, and their children."""
        return [psutil.Process(self.screen.process.pid), *self.screen.process.children(recursive=True)]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """A stack that was begun with `lantai up --empty`; the tests below follow its life in their order."""
    place = tmp_path_factory.mktemp("life")
    screen = Screen(place, "--empty")
    try:
        screen.wait_for("/signin")
        yield Life(LocalStack(place), screen)
    finally:
        screen.interrupt()
        LocalStack(place).lantai("down", check=False)


def _well(life: Life) -> None:
    """Wait until the services say that they are ready, then until the doctor agrees: the command takes seconds to begin."""
    _until(lambda: all(_is_ready(life.stack.state.ports[service]) for service in SERVICES))
    _until(lambda: life.doctor() == 0)


def _is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=2).is_success
    except httpx.HTTPError:
        return False


def _until(look: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not look():
        assert time.monotonic() < until, "it never came to pass"
        time.sleep(0.2)


async def test_empty_stack_has_agencies_and_staff_but_no_request(life: Life):
    """`--empty` loads both agencies, an account for everybody, the calendar, and nothing that anybody asked."""
    report = life.stack.report()

    for agency in AGENCIES:
        Browser(life.stack.portal).open(f"/{agency}/")
    for account in report["accounts"]:
        Staff(life.stack.portal, account["login"], account["password"])
    assert {row.type for row in await life.stack.events("intake")} == OF_STAFF
    assert await life.stack.events("review") == []
    assert {row.type for row in await life.stack.events("deadline")} == {"calendar-notice-loaded"}


def test_ready_stack_is_well(life: Life):
    """The doctor ends 0 and names servers, versions, addresses, databases, accounts, lag, calendar and fonts."""
    _well(life)
    report = life.stack.report()

    assert report["ready"]
    assert set(report["databases"]) == {*SERVICES, "keys"}
    assert all(part["version"] for part in report["servers"].values())
    assert set(report["lag"]) == set(SERVICES)
    assert 2025 in report["calendar"]["covered"]
    assert set(report["fonts"]) == {"sans", "serif"}
    assert not report["exercise"]


def test_hanging_service_is_not_ready(life: Life):
    """While a service hangs the doctor ends 3; when it goes on, 0 again."""
    hanging = psutil.Process(life.pids()["review"])

    hanging.suspend()
    while_hanging = life.doctor()
    hanging.resume()

    assert while_hanging == 3
    _well(life)


def test_frozen_bus_takes_no_page_down(life: Life):
    """While the bus is frozen every service serves pages, filing works, and nobody but the carriers complains."""
    with _frozen(life.pid("nats")):
        time.sleep(1)
        filed = Citizen(life.stack.portal, SAMPLE.agency, answers_of(SAMPLE)).apply()
        ready = {service: life.ask(service, "/readyz").status_code for service in SERVICES}
        _until(lambda: not any(life.ask(service, "/carrierz").is_success for service in SERVICES))

    assert filed.number
    assert ready == dict.fromkeys(SERVICES, 200)
    _until(lambda: all(life.ask(service, "/carrierz").is_success for service in SERVICES))


def test_frozen_database_is_told_in_time(life: Life):
    """While PostgreSQL is frozen every service says within three seconds that it serves no page."""
    with _frozen(life.pid("postgres")):
        told = [life.ask(service, "/readyz") for service in SERVICES for _ in range(2)]

    assert {answer.status_code for answer in told} == {503}
    assert max(answer.elapsed.total_seconds() for answer in told) < 3
    _well(life)


@contextmanager
def _frozen(pid: int) -> Iterator[None]:
    """Freeze a process and its children."""
    server = psutil.Process(pid)
    family = [server, *server.children()]
    for each in family:
        with suppress(psutil.NoSuchProcess):
            each.suspend()
    try:
        yield
    finally:
        for each in family:
            with suppress(psutil.NoSuchProcess):
                each.resume()


def test_killed_services_come_back(life: Life):
    """Services that are killed are started again, as other processes, and become ready."""
    killed = life.pids()

    for pid in killed.values():
        psutil.Process(pid).send_signal(signal.SIGKILL)

    _well(life)
    assert not set(life.pids().values()) & set(killed.values())


def test_second_start_in_the_same_folder_is_refused(life: Life):
    """A folder whose stack runs is not started twice: exit code 5 and the way out."""
    done = life.stack.lantai("up", check=False)

    assert done.returncode == 5
    assert "lantai down" in done.stderr


async def test_interrupted_stack_resumes_where_it_stood(life: Life):
    """Ctrl-C leaves no process and exit code 4; the next `lantai up` has the same ports, data and accounts."""
    before = life.stack.report()
    rows = {service: await life.stack.events(service) for service in SERVICES}
    family = life.processes()

    assert life.screen.interrupt() == 0

    assert psutil.wait_procs(family, GONE_SECONDS)[1] == []
    assert life.doctor() == 4
    life.stack.lantai("up", "--detach")
    _well(life)
    after = life.stack.report()
    assert {key: after[key] for key in ("addresses", "databases", "accounts")} == {
        key: before[key] for key in ("addresses", "databases", "accounts")
    }
    assert {service: await life.stack.events(service) for service in SERVICES} == rows


def test_down_ends_a_detached_stack(life: Life):
    """`lantai down` ends the stack in the background, and there is nothing to end after it."""
    supervisor = psutil.Process(life.stack.report()["supervisor"])
    family = [supervisor, *supervisor.children(recursive=True)]

    life.stack.lantai("down")

    assert psutil.wait_procs(family, GONE_SECONDS)[1] == []
    assert life.stack.lantai("down", check=False).returncode == 4

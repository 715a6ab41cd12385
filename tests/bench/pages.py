"""Pages of an agency with years behind it, imported and served here, and some requests under way: p95 beside the promise.

The whole local stack, asked as a signed-in person asks, over loopback at each service's own port: what the server
takes, with the wire's fraction of a millisecond on top. `BENCH_PAGES_REQUESTS` sets how many are imported, which the
annual tables count; `BENCH_PAGES_SERVED` how many were served here, of which docket, desk and board hold every one.
"""

import os
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import httpx

from bench import catching_up, served
from bench.ground import Ground
from bench.measure import Figure, Stopwatch
from deploy.demo.portal_users import PortalUsers
from deploy.errors import Unable
from deploy.place import state
from deploy.place.folder import StackFolder
from deploy.stack import exercise
from support.pages.visitors import SECRET, cookies_of
from support.reporting.past import SAMPLE
from support.reporting.past_ledger import SEED, ledger, table_of
from support.servers.stack import LocalStack, Screen

PROMISE_MS = 50.0
GETS = 100
WARM_UP = 10
LIVE = 120
"""Requests under way: more than a bureau ever has at once."""
AGENCY, CLERK, SECTION = "qionghai", "qh.chen", "s-zonghe"
APPLICANT = {
    "applicant_kind": "natural_person",
    "name": "罗小满",
    "identity_kind": "护照",
    "identity_number": "E12345678",
    "phone": "13900000000",
    "address": "嘉积镇兴海路1号",
    "content": "2024年本市粮食产量",
    "supply_form": "electronic",
    "delivery": "download",
}
QUIET_TRIES = 30
"""Minutes for the whole history to take effect, on a busy machine too."""
START_SECONDS = 300
"""A start with a history to catch up with."""


async def figures(_: Ground) -> list[Figure]:
    """How fast the history takes effect, and then the p95 of each page in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="lantai-bench-pages-") as folder:
        place = Path(folder)
        _found(place)
        await _remember(place, int(os.environ.get("BENCH_PAGES_SERVED", "20000")))
        with stack(place) as running:
            _import(running, int(os.environ.get("BENCH_PAGES_REQUESTS", "100000")))
            caught_up = await catching_up.figures(running, await _settled(running))
            filed = _file(running)
            _hand_on(running, [each["request_id"] for each in filed])
            await _settled(running)
            found = {name: _times(client, path) for name, client, path in _pages(running, filed[-1])}
    return caught_up + [
        Figure(f"{name}, p95", _p95(times), PROMISE_MS, "the promise", 1.0, "ms", at_most=True)
        for name, times in found.items()
    ]


def _found(place: Path) -> None:
    """An exercise that was just begun, so that no page depends on the day of the run; its services sleep again."""
    folder = StackFolder.of(place).create()
    state.save(state.choose(exercise=True), folder.state)
    with stack(place):
        pass


async def _remember(place: Path, count: int) -> None:
    """Write the served requests while only the database is awake."""
    running = LocalStack(place)
    postgres = running.stack.postgres
    postgres.start()
    try:
        watch = Stopwatch()
        written = await served.write(running, AGENCY, SECTION, count)
        rate = written / watch.seconds()
        sys.stdout.write(f"{count:,} requests served before, {written:,} events, {rate:,.0f}/s\n")
    finally:
        postgres.stop()


@contextmanager
def stack(place: Path) -> Iterator[LocalStack]:
    """The stack of a folder, for as long as it is held."""
    screen = Screen(place)
    try:
        screen.wait_for("/signin", START_SECONDS)
        yield LocalStack(place)
    finally:
        screen.interrupt()


def _import(running: LocalStack, records: int) -> None:
    file = running.place / "ledger.jsonl"
    random.seed(SEED)
    with file.open("w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in ledger(table_of(SAMPLE), records))
    watch = Stopwatch()
    running.lantai("ledger", "import", str(file), "--agency", AGENCY)
    sys.stdout.write(f"{records:,} records imported, {records / watch.seconds():,.0f}/s\n")


def _file(running: LocalStack) -> list[dict[str, str]]:
    """Requests by the API, with their query codes."""
    with httpx.Client(base_url=running.portal, timeout=30) as program:
        answers = [
            program.post(f"/api/{AGENCY}/requests", json=APPLICANT, headers={"idempotency-key": str(uuid4())})
            for _ in range(LIVE)
        ]
    return [answer.raise_for_status().json() for answer in answers]


def _hand_on(running: LocalStack, request_ids: list[str]) -> None:
    """Checked, accepted, assigned: each has a case and a clock."""
    users = PortalUsers(running.portal, running.state.staff_password)
    for request_id in request_ids:
        page = f"/intake/{AGENCY}/requests/{request_id}"
        users.act(CLERK, page, "check")
        users.act(CLERK, page, "accept")
    for request_id in request_ids:
        users.act(CLERK, f"/review/{AGENCY}/cases/{request_id}", "assign", section=SECTION)
    users.close()


async def _settled(running: LocalStack) -> float:
    """Wait until everything has taken effect everywhere, since pages are not measured meanwhile; return the seconds."""
    watch = Stopwatch()
    for left in reversed(range(QUIET_TRIES)):
        try:
            await exercise.quiet(running.stack)
        except Unable:
            if not left:
                raise
        else:
            sys.stdout.write(f"everything taken effect after {watch.seconds():,.0f} s\n")
            break
    return watch.seconds()


def _pages(running: LocalStack, filed: Mapping[str, str]) -> Iterator[tuple[str, httpx.Client, str]]:
    request_id = filed["request_id"]
    for name, service, path in (
        ("docket", "intake", f"/intake/{AGENCY}/requests"),
        ("desk", "review", f"/review/{AGENCY}/desk"),
        ("case", "review", f"/review/{AGENCY}/cases/{request_id}"),
        ("board", "deadline", f"/deadline/{AGENCY}/board"),
        ("dashboard", "reporting", f"/reporting/{AGENCY}/"),
        ("table", "reporting", f"/reporting/{AGENCY}/table/2023"),
        ("register", "reporting", f"/reporting/{AGENCY}/requests"),
        ("figure", "reporting", f"/reporting/{AGENCY}/requests?year=2023&row=total_processed&column=total"),
        ("trail", "reporting", f"/reporting/{AGENCY}/requests/{request_id}"),
    ):
        yield name, _client(running, service, cookies_of(running.state, AGENCY)), path
    applicant = _client(running, "intake", {"lantai_form": SECRET})
    asked = {"code": filed["query_code"], "name": APPLICANT["name"], "csrf": SECRET}
    applicant.post(f"/{AGENCY}/track", data=asked).raise_for_status()
    yield "track", applicant, f"/{AGENCY}/track"


def _client(running: LocalStack, service: str, cookies: dict[str, str]) -> httpx.Client:
    address = f"http://127.0.0.1:{running.state.ports[service]}"
    return httpx.Client(base_url=address, cookies=cookies, timeout=30, follow_redirects=True)


def _times(client: httpx.Client, path: str) -> list[float]:
    """Milliseconds of each look."""
    taken: list[float] = []
    for _ in range(WARM_UP + GETS):
        began = perf_counter()
        client.get(path).raise_for_status()
        taken.append((perf_counter() - began) * 1000)
    client.close()
    return taken[WARM_UP:]


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]

"""A stack that was filled by the projections' former versions is started with the present code: every page serves."""

import asyncio
import re
from collections.abc import Iterator

import pytest

from deploy.databases.projections import projections_of
from deploy.demo.people import Slip
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import SHOWCASE, year
from deploy.topology import SERVICES
from support.servers.stack import SLIP, DemoStack, Screen

AGENCY = year().request(SHOWCASE).agency
PATIENCE_SECONDS = 600
READERS = {
    "clerk": ("/intake/{a}/requests", "/intake/{a}/requests/{id}", "/intake/{a}/register"),
    "section": ("/review/{a}/desk",),
    "head": (
        "/review/{a}/desk",
        "/review/{a}/cases/{id}",
        "/deadline/{a}/board",
        "/deadline/{a}/calendar",
        "/deadline/{a}/requests/{id}",
        "/reporting/",
        "/reporting/{a}/",
        "/reporting/{a}/requests",
        "/reporting/{a}/requests/{id}",
        "/reporting/{a}/requests/{id}/replay",
        "/reporting/{a}/table/2025",
    ),
}
"""Role → the pages that it reads."""
FORMER = """
do $$
declare p record; t record;
begin
  for p in select name, generation from carrier.projection loop
    for t in select c.table_schema, c.table_name, max(c.column_name) as column_name
             from information_schema.columns c
             where c.table_schema = p.name || '_' || p.generation and not exists (
               select from information_schema.key_column_usage k
               where (k.table_schema, k.table_name, k.column_name) = (c.table_schema, c.table_name, c.column_name))
             group by 1, 2
    loop
      execute format('alter table %I.%I drop column %I cascade', t.table_schema, t.table_name, t.column_name);
      execute format('alter table %I.%I add column former_note text', t.table_schema, t.table_name);
    end loop;
  end loop;
  update carrier.projection set version = version - 1;
end $$
"""
"""Makes every projection one of the version before: each table lacks a column that pages read and has one that none reads."""
OTHER_SOURCE = """
insert into carrier.checkpoint
select 'docket_' || generation, 'review', '{agency}', 5, '' from carrier.projection where name = 'docket'
"""
"""The former docket followed review, too."""
PARKED = (
    "insert into carrier.dead_letter values ('docket', 'intake', '{agency}', 99, 'no such relation', now())"
)


class Upgraded(DemoStack):
    """A stack on which one request was played, and which was started again on projections of former versions."""


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    """Play a request, turn the projections into former ones, stop, and start."""
    place = tmp_path_factory.mktemp("upgraded")
    screen = Screen(place, "--demo", f"--only={SHOWCASE}")
    try:
        screen.wait_for("演示完成", PATIENCE_SECONDS)
        stack = Upgraded(place, Slip(*SLIP.findall(screen.text)[-1]))
        for service in SERVICES:
            asyncio.run(stack.fetch(service, FORMER))
        for statement in (OTHER_SOURCE, PARKED):
            asyncio.run(stack.fetch("intake", statement.format(agency=AGENCY)))
        screen.interrupt()
        screen = Screen(place)
        screen.wait_for("/signin", PATIENCE_SECONDS)
        yield stack
    finally:
        screen.interrupt()


async def test_every_projection_is_of_this_version(upgraded: Upgraded):
    """The start said which it rebuilt; none is old, no former generation is left, and no lane is parked."""
    said = (upgraded.place / "screen.txt").read_text("utf-8")

    for service in SERVICES:
        rows = await upgraded.fetch(service, "select name, version, generation from carrier.projection")
        wanted = {projection.name: projection.version for projection in projections_of(service)}
        assert {row["name"]: row["version"] for row in rows} == wanted
        assert all(f"{service}/{name} " in said for name in wanted)
        schemas = await upgraded.fetch(service, r"select nspname from pg_namespace where nspname ~ '_\d+$'")
        live = {f"{row['name']}_{row['generation']}" for row in rows}
        assert {row["nspname"] for row in schemas if not row["nspname"].startswith("pg_")} == live
        assert await upgraded.fetch(service, "select * from carrier.dead_letter") == []


@pytest.mark.parametrize("role", READERS)
def test_every_page_serves(upgraded: Upgraded, role: str):
    """Each role reads its pages of the request, whose projections were filled from the logs."""
    users, login = PortalUsers(upgraded.portal, upgraded.state.staff_password), _login(upgraded, role)
    docket = users.read(_login(upgraded, "clerk"), f"/intake/{AGENCY}/requests")
    request_id = docket.link(upgraded.slip.number).rpartition("/")[2]

    for path in READERS[role]:
        page = users.read(login, path.format(a=AGENCY, id=request_id))
        assert page.path == path.format(a=AGENCY, id=request_id)


def test_the_applicant_reads_the_reply(upgraded: Upgraded):
    """The public pages serve, and the tracking page shows the request."""
    assert upgraded.slip.number in upgraded.citizen().track(upgraded.slip).text


def test_the_doctor_finds_everything_in_effect(upgraded: Upgraded):
    """`lantai doctor` ends 0: nothing is old, parked, behind or standing."""
    done = upgraded.lantai("doctor")

    assert not re.search("版本旧|已停住|没有动|未赶上", done.stdout)


async def test_the_doctor_names_what_is_old_and_parked(upgraded: Upgraded):
    """It ends with a code of its own while a lane is parked, and names lane and cause; with 3 while a projection is old."""
    parked = "insert into carrier.dead_letter values ('trail', 'intake', 'nobody', 7, 'poison', now())"
    await upgraded.fetch("reporting", parked)
    ill = upgraded.lantai("doctor", check=False)
    await upgraded.fetch("reporting", "delete from carrier.dead_letter where agency = 'nobody'")
    await upgraded.fetch(
        "reporting", "update carrier.projection set version = version - 1 where name = 'dashboard'"
    )
    old = upgraded.lantai("doctor", check=False)
    upgraded.lantai("migrate")

    assert (ill.returncode, old.returncode) == (8, 3)
    assert "已停住　reporting/trail ← intake/nobody，停在第 7 号事件：poison" in ill.stdout
    assert "版本旧　reporting/dashboard" in old.stdout


def _login(stack: Upgraded, role: str) -> str:
    """The sample account of the request's agency that holds a role."""
    accounts = stack.report()["accounts"]
    login: str = next(a["login"] for a in accounts if a["agency"] == AGENCY and role in a["roles"])
    return login

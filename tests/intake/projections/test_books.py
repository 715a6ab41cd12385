"""Intake's projections on PostgreSQL: what they show, and that a rebuild shows the same."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from msgspec import structs
from sqlalchemy import select

from intake.account.commands import CloseStaffAccount
from intake.account.handlers import close_account
from intake.projections import PROJECTIONS, docket, due_dates, tracking
from intake.request.application import Application
from intake.request.handlers.checking import accept_request, complete_formal_check
from intake.request.handlers.filing import file_request
from intake.request.handlers.identity import destroy_key
from intake.request.handlers.serving import serve_reply
from shared.delivery.subscription import fold_into
from shared.message import Actor, Origin
from shared.projections.generations import create_generation, generation_schema
from shared.staff.directory import StaffDirectory, account_of
from support.deadline import events as clock_events

pytestmark = pytest.mark.contract

APPLICATION = Application(
    applicant_kind="natural_person",
    name="陈小明",
    identity_kind="护照",
    identity_number="E12345678",
    phone="13800000000",
    content="2024年分镇农村居民人均可支配收入",
    supply_form="electronic",
    delivery="download",
)


async def by(site, kind="staff", role="clerk"):
    return Origin.first("qionghai", Actor(kind=kind, id="wang.li", role=role), await site.clock.now())


async def file(site):
    receipt = await file_request(site.deps, await by(site, "applicant", "self"), APPLICATION)
    await site.settle()
    return UUID(receipt.result["request_id"])


async def walk(site):
    """A request from receipt to service, its due date counted."""
    request_id = await file(site)
    await site.count_due_date(request_id)
    await complete_formal_check(site.deps, await by(site), request_id, ())
    await accept_request(site.deps, await by(site), request_id)
    await site.issue_reply(request_id)
    await serve_reply(site.deps, await by(site), request_id, date(2025, 3, 3), "electronic")
    await site.settle()
    return request_id


async def tables(connection, projection, schema):
    """Every row of a generation of a projection."""
    translated = await connection.execution_options(schema_translate_map={projection.name: schema})
    found = {
        table.name: sorted(map(repr, await translated.execute(select(table))))
        for table in projection.metadata.sorted_tables
    }
    await connection.execution_options(schema_translate_map={})
    return found


@pytest.mark.parametrize(
    "projection", [*PROJECTIONS, StaffDirectory()], ids=lambda projection: projection.name
)
async def test_a_rebuild_row_by_row_shows_what_the_live_book_shows(
    site, projection, engines, intake_database
):
    """Folded anew from the logs, one row at a time and neighbours first, a projection is the same, key destroyed or not."""
    await site.open_account("li.na", "clerk")
    request_id, head = await walk(site), await by(site, role="head")
    await destroy_key(site.deps, head, request_id, "erasure-upheld")
    await site.settle()
    logs = site.neighbours | {"intake": site.runtime.log}
    async with engines(intake_database.superuser_dsn).begin() as connection:
        await create_generation(connection, "intake", projection, 2)
        for source in sorted(projection.sources, key=lambda name: name == "intake"):
            for row in await logs[source].read("qionghai", 0, 1000):
                await fold_into(connection, projection, generation_schema(projection.name, 2), [row])

        live, rebuilt = [
            await tables(connection, projection, generation_schema(projection.name, number))
            for number in (1, 2)
        ]

    assert rebuilt == live
    assert any(live.values())


def test_the_docket_tells_of_the_door_alone():
    """What review issued and the door did not render is no line of this projection: it may be void before it is heard of."""
    assert docket.Docket().sources == {"intake"}
    assert not {"outcome", "issued_on"} & set(docket.REQUESTS.c.keys())


async def test_the_docket_shows_the_newest_first_in_pages(site):
    """Pages end with the number that the next one begins before; none is shown twice."""
    runtime = site.runtime
    for _ in range(docket.PAGE_ROWS + 2):
        await file_request(site.deps, await by(site, "applicant", "self"), APPLICATION)
    await site.settle()

    async with runtime.reading("qionghai") as connection:
        first = (await docket.page(connection, None))[: docket.PAGE_ROWS]
        second = await docket.page(connection, (2025, first[-1]["number"]))
        counted = await docket.counts(connection)

    assert [row["number"] for row in first + list(second)] == list(range(docket.PAGE_ROWS + 2, 0, -1))
    assert counted == dict.fromkeys(docket.FILTERS, 0) | dict.fromkeys(("", "new"), docket.PAGE_ROWS + 2)


async def test_the_docket_counts_what_is_done_once(site):
    """One that was served is in the total of all and of the closed, and in no other."""
    await walk(site)
    await file(site)

    async with site.runtime.reading("qionghai") as connection:
        counted = await docket.counts(connection)

    assert counted == dict.fromkeys(docket.FILTERS, 0) | {"": 2, "new": 1, "closed": 1}


async def test_the_docket_keeps_ciphertext(site):
    """No column holds a word of the person or of what was asked."""
    request_id = await walk(site)

    async with site.runtime.reading("qionghai") as connection:
        row = await docket.request_row(connection, request_id)

    assert not any(word in repr(row) for word in ("陈小明", "13800000000", "分镇", "E12345678"))
    assert (row["status"], row["document_number"]) == ("served", "海统公开〔2025〕1号")


async def test_another_agency_sees_nothing(site):
    """Queries of another agency find neither the request nor its code."""
    request_id = await walk(site)

    async with site.runtime.reading("tongliao") as connection:
        seen = [
            await docket.request_row(connection, request_id),
            await due_dates.reply_clock(connection, request_id),
            *await tracking.steps_of(connection, request_id),
            *await docket.page(connection, None),
        ]

    assert seen == [None, None]


async def test_the_steps_of_a_request_stand_in_order(site):
    """The applicant's timeline follows the lane."""
    request_id = await walk(site)

    async with site.runtime.reading("qionghai") as connection:
        steps = [step["step"] for step in await tracking.steps_of(connection, request_id)]

    assert steps == ["received", "complete", "accepted", "replied", "served"]


async def test_a_deferred_due_date_replaces_the_counted_one_and_a_stop_keeps_it(site):
    """The newest count stands; stopping the clock keeps what was counted."""
    request_id = uuid4()
    await site.count_due_date(request_id)
    deferred = clock_events.deferred(request_id, date(2026, 12, 31), 2027)
    stopped = clock_events.stopped(request_id, date(2026, 12, 1))
    kept = structs.replace(stopped.standing, not_before_on=date(2026, 12, 31), uncovered_year=2027)
    stopped = structs.replace(stopped, standing=kept)
    for event in (deferred, stopped):
        await site.hear("deadline", f"clock/request/{request_id}/reply", event)

    async with site.runtime.reading("qionghai") as connection:
        clock = await due_dates.reply_clock(connection, request_id)

    assert (clock["due_on"], clock["explanation"]) == (None, None)
    assert (clock["not_before_on"], clock["stopped_on"]) == (date(2026, 12, 31), date(2026, 12, 1))


async def test_a_closed_account_is_marked_with_its_instant(site):
    """The projection shows who may no longer sign in."""
    await site.open_account("li.na", "clerk")
    command = CloseStaffAccount(origin=await by(site), reason="调离")
    await close_account(site.runtime.store, "li.na", command)
    await site.settle()

    async with site.runtime.reading("qionghai") as connection:
        account = await account_of(connection, "qionghai", "li.na")

    assert account["person"] == "p-li.na"
    assert account["revoked_at"] is not None

"""What the clerk registers: counter, letters, fax, speech; on the log and the vault in memory."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from intake.request.application import Application, Arrival
from intake.request.handlers.filing import file_request, register_request
from intake.request.handlers.stream import first_row, received_of
from shared.command.decider import Refusal
from shared.eventlog.memory import MemoryStore
from shared.events.registry import load
from shared.message import Actor, Origin
from shared.privacy.vault import MemoryVault
from support.intake.office import office_over

NOON = datetime(2025, 3, 6, 4, tzinfo=UTC)
BARE = Application(applicant_kind="natural_person", name="陈小明", content="2024年统计公报")


def clerk(agency="qionghai", at=NOON):
    return Origin.first(agency, Actor(kind="staff", id="wang.li", role="clerk"), at)


def days_ago(days):
    return NOON - timedelta(days=days)


@pytest.fixture
def deps():
    return office_over(MemoryStore("intake"), MemoryVault())


async def register(deps, channel, agency="qionghai", application=BARE, **instants):
    arrival = Arrival(channel=channel, instants=instants)
    receipt = await register_request(deps, clerk(agency), application, arrival)
    return await received(deps, agency, receipt)


async def received(deps, agency, receipt):
    return received_of(await first_row(deps.store, agency, UUID(str(receipt.result["request_id"]))))


@pytest.mark.parametrize(
    ("agency", "channel", "instants", "received_on", "clause"),
    [
        ("qionghai", "counter", {"handed_in": 1}, date(2025, 3, 5), "规程第三条（三）1（3）"),
        ("tongliao", "counter", {"handed_in": 1}, date(2025, 3, 5), "条例第三十一条第（一）项"),
        ("qionghai", "post", {"arrived": 2, "signed_for": 1}, date(2025, 3, 4), "规程第三条（三）1（2）"),
        ("tongliao", "post", {"arrived": 2, "signed_for": 1}, date(2025, 3, 5), "条例第三十一条第（二）项"),
        (
            "qionghai",
            "post_plain",
            {"arrived": 2, "confirmed": 0},
            date(2025, 3, 4),
            "规程第三条（三）1（2）",
        ),
        (
            "tongliao",
            "post_plain",
            {"arrived": 2, "confirmed": 0},
            date(2025, 3, 6),
            "条例第三十一条第（二）项",
        ),
        ("qionghai", "fax", {"arrived": 2, "confirmed": 1}, date(2025, 3, 4), "规程第三条（三）1（2）"),
        ("qionghai", "oral", {"handed_in": 2, "confirmed": 1}, date(2025, 3, 5), "规程第三条（三）2"),
        ("tongliao", "oral", {"handed_in": 2, "confirmed": 1}, date(2025, 3, 4), "条例第三十一条第（一）项"),
    ],
)
async def test_day_zero_follows_the_channels_rule(deps, agency, channel, instants, received_on, clause):
    """Each channel is received on the day that the agency's rule chooses, and every raw instant is kept."""
    noted = {name: days_ago(days) for name, days in instants.items()}

    event = await register(deps, channel, agency, **noted)

    receipt = event.receipt
    assert (receipt.channel, receipt.received_on, receipt.rule.clause) == (channel, received_on, clause)
    assert receipt.instants == noted


@pytest.mark.parametrize(
    ("agency", "channel", "instants", "code"),
    [
        ("tongliao", "fax", {"arrived": 0, "confirmed": 0}, "channel-not-offered"),
        ("qionghai", "web", {"submitted": 0}, "channel-not-offered"),
        ("qionghai", "telephone", {"handed_in": 0}, "channel-not-offered"),
        ("qionghai", "counter", {"handed_in": -1}, "received-in-future"),
        ("qionghai", "counter", {}, "receipt-instant-missing"),
        ("tongliao", "post", {"arrived": 1}, "receipt-instant-missing"),
        ("qionghai", "post_plain", {"arrived": 1, "confirmed": 2}, "instants-out-of-order"),
        ("qionghai", "fax", {"arrived": 1, "confirmed": -1}, "received-in-future"),
        ("qionghai", "counter", {"handed_in": 365 * 10}, "received-before-agency"),
        ("tongliao", "counter", {"handed_in": 365 * 3}, "received-before-agency"),
    ],
)
async def test_what_cannot_have_come_so_is_refused(deps, agency, channel, instants, code):
    """A channel that the agency has not, a day to come, one before its rules, an order that cannot be: nothing is recorded."""
    with pytest.raises(Refusal) as refused:
        await register(deps, channel, agency, **{name: days_ago(days) for name, days in instants.items()})

    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")
    assert await deps.store.read(agency, 0, 10) == []


@pytest.mark.parametrize(("missing", "code"), [("name", "field-missing"), ("content", "field-missing")])
async def test_a_paper_says_who_asks_and_what_for(deps, missing, code):
    """Without a name or a content there is nothing to register; all else may be wanting."""
    with pytest.raises(Refusal, match=code):
        await register(deps, "counter", application=replace(BARE, **{missing: ""}), handed_in=NOON)

    assert (await register(deps, "counter", handed_in=NOON)).supply_form == ""


async def test_both_doors_share_one_register(deps):
    """A letter and a web form take the next numbers of the same series, and the clerk stands in the row."""
    web = replace(BARE, identity_kind="护照", identity_number="E1", phone="1", supply_form="paper")
    applicant = Origin.first("qionghai", Actor(kind="applicant", id="web"), NOON)
    await file_request(deps, applicant, web)

    event = await register(deps, "post", arrived=NOON, signed_for=NOON)

    rows = await deps.store.read("qionghai", 0, 10)
    assert event.number == 2
    assert [row.actor for row in rows if load(row) == event] == ["staff/wang.li/clerk/-"]


async def test_a_form_that_was_sent_twice_is_one_request(deps):
    """The same command again gives the first receipt, another text under it is refused."""
    origin, arrival = clerk(), Arrival(channel="counter", instants={"handed_in": NOON})
    first = await register_request(deps, origin, BARE, arrival)

    again = await register_request(deps, origin, BARE, arrival)

    assert (again.repeated, again.result) == (True, first.result)
    with pytest.raises(Refusal, match="already-filed-otherwise"):
        await register_request(deps, origin, replace(BARE, content="另一件"), arrival)

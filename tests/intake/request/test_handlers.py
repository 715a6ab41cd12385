"""Handlers on the log and the vault in memory."""

from asyncio import gather
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from intake.request.application import unseal_applicant
from intake.request.decide import request_decider
from intake.request.handlers.checking import accept_request, complete_formal_check
from intake.request.handlers.filing import file_request
from intake.request.handlers.identity import destroy_key, view_applicant
from intake.request.handlers.query_code import normalise_query_code
from intake.request.handlers.serving import serve_reply
from intake.request.handlers.stream import first_row, received_of, stream_of
from shared.command.decider import Refusal
from shared.command.execute import execute
from shared.eventlog.memory import MemoryStore
from shared.events.intake.request import ApplicantViewed, KeyDestroyed, NumberAssigned
from shared.events.registry import load
from shared.message import Actor, Origin
from shared.privacy.sealing import KeyDestroyedError
from shared.privacy.vault import MemoryVault
from support.intake import requests as a
from support.intake.office import APPLICATION, office_over

AT = datetime(2025, 3, 3, 1, 5, tzinfo=UTC)


def by_applicant(agency="qionghai"):
    return Origin.first(agency, Actor(kind="applicant", id="web"), AT)


def by_staff(role="clerk", at=AT):
    return Origin.first("qionghai", Actor(kind="staff", id="wang.li", role=role), at)


@pytest.fixture
def store():
    return MemoryStore("intake")


class CountingVault(MemoryVault):
    """A vault that tells which keys still open."""

    def living(self):
        """Ids of keys that were made and not destroyed."""
        return [key_id for (_, key_id), kept in self._kept.items() if None not in kept.wrapped.values()]


@pytest.fixture
def vault():
    return CountingVault()


@pytest.fixture
def deps(store, vault):
    return office_over(store, vault)


async def file(deps, origin=None, application=APPLICATION):
    return await file_request(deps, origin or by_applicant(), application)


async def events_of(store, agency="qionghai"):
    return [load(row) for row in await store.read(agency, 0, 100)]


async def test_a_filed_request_takes_a_number_and_lies_sealed(store, deps):
    """Filing writes number and request in one commit; no word of the person is in the log or the answer."""
    receipt = await file(deps)

    rows = await store.read("qionghai", 0, 10)
    plain = b"".join(row.body for row in rows).decode()
    assert [type(load(row)).__name__ for row in rows] == ["NumberAssigned", "RequestReceived"]
    assert (receipt.result["number"], receipt.result["received_on"]) == (1, "2025-03-03")
    assert not any(word in plain + str(receipt.result) for word in ("陈小明", "13800000000", "分镇"))


async def test_who_holds_the_key_reads_what_was_written(store, vault, deps):
    """The sealed fields open again under the request's key, and the query code is found by its HMAC."""
    receipt = await file(deps)

    first = await first_row(store, "qionghai", UUID(receipt.result["request_id"]))
    received, key = received_of(first), await vault.open("qionghai", first.key_id)
    code = key.unseal("query_code", received.query_code)
    assert unseal_applicant(key, received.applicant.person)["name"] == "陈小明"
    assert key.unseal("content", received.content) == APPLICATION.content
    assert received.query_lookup == vault.lookup("qionghai", normalise_query_code(code.lower()))


async def test_a_double_click_is_one_request(store, vault, deps):
    """The same command id, at once or later, gives the same request, sealed under a key that opens."""
    origin = by_applicant()

    first, second = await gather(file(deps, origin), file(deps, origin))
    third = await file(deps, origin)

    assert first.result == second.result == third.result
    assert third.repeated
    assert len(await store.read("qionghai", 0, 10)) == 2
    assert (await first_row(store, "qionghai", UUID(first.result["request_id"]))).key_id in vault.living()


async def test_many_at_once_are_numbered_without_gaps(deps):
    """Concurrent filings take the numbers 1 to 20, each once."""
    receipts = await gather(*(file(deps) for _ in range(20)))

    assert sorted(receipt.result["number"] for receipt in receipts) == list(range(1, 21))


async def test_two_processes_draw_from_one_register(store, vault):
    """Each draws ahead for itself; what the other took is drawn again, so no number is missing or given twice."""
    offices = [office_over(store, vault) for _ in range(2)]

    receipts = await gather(*(file(offices[n % 2]) for n in range(20)))

    assert sorted(receipt.result["number"] for receipt in receipts) == list(range(1, 21))


async def test_a_refused_filing_leaves_nothing(store, vault, deps):
    """A form with a required field missing takes no number, writes no event and makes no key."""
    with pytest.raises(Refusal, match="field-missing"):
        await file(deps, application=replace(APPLICATION, content=""))

    assert await events_of(store) == []
    assert vault.living() == []


@pytest.mark.parametrize("name", ["张三：经核实，本机关同意", "张三。", "“统计局”", "张三\n特此告知"])
async def test_a_name_that_says_something_is_refused(store, vault, deps, name):
    """The salutation of a letter is a name and a colon: a sentence in it would be read as the agency's."""
    with pytest.raises(Refusal, match="applicant-name-sentence"):
        await file(deps, application=replace(APPLICATION, name=name))

    assert (await store.heads(), vault.living()) == ({}, [])


@pytest.mark.parametrize(
    "name", ["买买提·艾力", "O’Brien, John", "（北京）某某统计师事务所（有限合伙）", "Müller-Lüdenscheidt"]
)
async def test_a_name_of_any_people_is_taken(deps, name):
    """Dots, hyphens, commas, apostrophes and brackets belong to names."""
    assert (await file(deps, application=replace(APPLICATION, name=name))).result["number"] == 1


async def test_tongliao_takes_no_request_on_the_web(deps):
    """An agency without a web channel refuses the web form and says what to do instead."""
    with pytest.raises(Refusal) as refused:
        await file(deps, by_applicant("tongliao"))

    assert refused.value.code == "channel-not-offered"
    assert "申请表" in refused.value.sentence


async def test_a_number_series_begins_anew_each_year(deps):
    """The first request of a new year in Shanghai is number 1 of that year."""
    await file(deps)
    new_year = replace_at(by_applicant(), datetime(2025, 12, 31, 16, 0, tzinfo=UTC))

    receipt = await file(deps, new_year)

    assert (receipt.result["year"], receipt.result["number"]) == (2026, 1)


def replace_at(origin, at):
    return Origin.first(origin.agency, origin.actor, at)


async def test_two_clerks_who_accept_make_one_acceptance(store, deps):
    """Of two concurrent acceptances one stands and the other is refused."""
    request = UUID((await file(deps)).result["request_id"])
    await complete_formal_check(deps, by_staff(), request, ())

    outcomes = await gather(
        accept_request(deps, by_staff(), request),
        accept_request(deps, by_staff(), request),
        return_exceptions=True,
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Receipt", "Refusal"]
    assert (await events_of(store))[-1].received_on == date(2025, 3, 3)


async def test_opening_an_identity_is_logged_before_it_is_shown(store, deps):
    """A clerk sees the applicant, and the log says who opened it and why."""
    request = UUID((await file(deps)).result["request_id"])

    person = await view_applicant(deps, by_staff(), request, "contact")

    assert person["phone"] == "13800000000"
    assert (await events_of(store))[-1] == ApplicantViewed(request_id=request, purpose="contact")


async def test_an_unknown_request_is_refused(deps):
    """A command on a request that is not there is a 404."""
    with pytest.raises(Refusal, match="request-unknown"):
        await accept_request(deps, by_staff(), UUID(int=9))


async def served(deps):
    """A request, served; rendering is written as the reaction would."""

    request = UUID((await file(deps)).result["request_id"])
    await complete_formal_check(deps, by_staff(), request, ())
    await accept_request(deps, by_staff(), request)
    render = a.render()
    await execute(deps.store, request_decider, render.origin, stream_of(request), render)
    noon = by_staff(at=datetime(2025, 3, 12, 4, tzinfo=UTC))
    await serve_reply(deps, noon, request, date(2025, 3, 11), "electronic")
    return request


async def test_a_destroyed_key_closes_the_person_for_ever(store, vault, deps):
    """After the head destroys the key nothing opens any more, and the log says why."""
    request = await served(deps)

    await destroy_key(deps, by_staff("head"), request, "erasure-upheld")

    key_id = (await first_row(store, "qionghai", request)).key_id
    assert isinstance((await events_of(store))[-1], KeyDestroyed)
    with pytest.raises(KeyDestroyedError):
        await vault.open("qionghai", key_id)
    with pytest.raises(Refusal, match="key-destroyed"):
        await view_applicant(deps, by_staff(), request, "contact")


async def test_a_series_is_kept_by_its_own_events(store, deps):
    """Each number's event names the request that took it."""
    receipt = await file(deps)

    assigned = (await events_of(store))[0]
    assert assigned == NumberAssigned(
        series="request", year=2025, number=1, request_id=UUID(receipt.result["request_id"])
    )

"""补正 and 撤回 on the log and the vault in memory, with the real press."""

from asyncio import gather
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from intake.request.application import Application, Arrival, unseal_applicant
from intake.request.handlers import correcting
from intake.request.handlers.checking import withdraw_request
from intake.request.handlers.correcting import correct_request, notify_correction
from intake.request.handlers.filing import file_request
from intake.request.handlers.identity import view_applicant
from intake.request.handlers.loaded_request import load_request
from shared.command.decider import Refusal
from shared.eventlog.memory import MemoryStore
from shared.events import names
from shared.events.intake.correction import CorrectionRequested, RequestCorrected
from shared.events.intake.request import Finding, NumberAssigned, RequestWithdrawn
from shared.events.registry import load
from shared.files.blobs import MemoryBlobs
from shared.message import Actor, Origin
from shared.privacy.vault import MemoryVault
from support.intake.office import office_over, papers_over
from support.intake.papers import pages_in

FINDINGS = (Finding("description", "unclear", "条例第二十九条第二款第（二）项"),)
APPLICATION = Application(
    applicant_kind="natural_person",
    name="陈小明",
    identity_kind="护照",
    identity_number="E12345678",
    phone="13800000000",
    content="你们局的经济数据",
    purpose="写论文",
    supply_form="electronic",
    delivery="download",
)
CLEAR = replace(APPLICATION, content="2024年分镇农村居民人均可支配收入", phone="13900000000")


def at(day, hour=2):
    return datetime(2025, 3, day, hour, tzinfo=UTC)


def clerk(day, role="clerk"):
    return Origin.first("qionghai", Actor(kind="staff", id="wang.li", role=role), at(day))


def applicant(day):
    return Origin.first("qionghai", Actor(kind="applicant", id="web"), at(day))


@pytest.fixture
def blobs():
    return MemoryBlobs()


@pytest.fixture
def papers(press, blobs):
    return papers_over(press, blobs)


@pytest.fixture
def vault():
    return MemoryVault()


@pytest.fixture
def deps(vault):
    return office_over(MemoryStore("intake"), vault)


async def filed(deps):
    receipt = await file_request(deps, applicant(3), APPLICATION)
    return UUID(str(receipt.result["request_id"]))


async def request_correction(
    deps, papers, request, origin=None, explanation="请写明年份和镇。", findings=FINDINGS
):
    return await correcting.request_correction(
        deps,
        papers,
        origin or clerk(4),
        request,
        findings=findings,
        explanation=explanation,
        respond_working_days=10,
    )


async def awaiting_correction(deps, papers):
    request = await filed(deps)
    await request_correction(deps, papers, request)
    await notify_correction(deps, clerk(6), request, date(2025, 3, 5), "post", "XA1")
    return request


async def last_event(deps):
    rows = await deps.store.read("qionghai", 0, 1000)
    return load(rows[-1])


async def test_a_notice_is_drawn_up_under_its_own_number(deps, papers, blobs, vault):
    """The notice takes the next number of its series in the commit of the event, and says what is wanting to whom."""
    request = await filed(deps)

    await request_correction(deps, papers, request)

    numbered, requested = [load(row) for row in await deps.store.read("qionghai", 2, 10)]
    assert numbered == NumberAssigned(series="correction", year=2025, number=1, request_id=request)
    assert requested.letter.document_number == "海统公开补〔2025〕1号"
    loaded = await load_request(deps.store, "qionghai", request)
    key = await vault.open("qionghai", loaded.key_id)
    pdf = key.open_bytes("identity", names.CORRECTION_NOTICE, blobs.kept[requested.letter.blob])
    words = "".join(pages_in(pdf))
    for part in (
        *(
            "政府信息公开申请补正告知书",
            "海统公开补〔2025〕1号",
            "陈小明：",
            "2025年3月3日",
            "你们局的经济数据",
        ),
        *("1．政府信息的内容描述不明确", "请写明年份和镇。", "10个工作日内补正", "视为放弃申请"),
        *("第三十条", "琼海市统计局", "2025年3月4日印发"),
    ):
        assert part in words
    assert "行政复议" not in words


async def test_a_refused_notice_takes_no_number_and_sets_no_page(deps, papers, blobs):
    """What the rules refuse leaves neither a number nor a file behind."""
    request = await filed(deps)

    with pytest.raises(Refusal, match="explanation-missing"):
        await request_correction(deps, papers, request, explanation="  ")

    assert len(await deps.store.read("qionghai", 0, 10)) == 2
    assert blobs.kept == {}


async def test_notices_at_once_are_numbered_without_gaps(deps, papers):
    """Clerks who draw up notices at the same time get the numbers 1 to 8, each once."""
    requests = [await filed(deps) for _ in range(8)]

    await gather(*(request_correction(deps, papers, request) for request in requests))

    events = [load(row) for row in await deps.store.read("qionghai", 0, 100)]
    numbers = [event.letter.document_number for event in events if isinstance(event, CorrectionRequested)]
    assert sorted(numbers) == [f"海统公开补〔2025〕{number}号" for number in range(1, 9)]


async def test_a_double_click_draws_one_notice(deps, papers):
    """The same command, at once or later, is one notice and one number."""
    request, origin = await filed(deps), clerk(4)

    first, second = await gather(*(request_correction(deps, papers, request, origin) for _ in range(2)))

    assert first.result == second.result
    assert len(await deps.store.read("qionghai", 0, 10)) == 4


async def test_the_applicant_corrects_on_line(deps, papers, vault):
    """The request reads as corrected, its class and purpose stay, and staff see the new contact."""
    request = await awaiting_correction(deps, papers)

    changed = replace(CLEAR, applicant_kind="business", purpose="别的")
    await correct_request(deps, applicant(12), request, changed)

    corrected = await last_event(deps)
    loaded = await load_request(deps.store, "qionghai", request)
    key = await vault.open("qionghai", loaded.key_id)
    assert (corrected.receipt.channel, corrected.receipt.received_on) == ("web", date(2025, 3, 12))
    assert corrected.corrected == ("contact", "phone", "description")
    assert loaded.opened(key) == CLEAR
    person = await view_applicant(deps, clerk(12), request, "contact")
    assert person["phone"] == "13900000000"
    assert unseal_applicant(key, corrected.applicant.person) == person


async def test_the_clerk_registers_a_correction_that_came_by_post(deps, papers):
    """A letter is received on the day of the channel's rule, which is the new day 0."""
    request = await awaiting_correction(deps, papers)
    arrival = Arrival(channel="post", instants={"arrived": at(11), "signed_for": at(12)})

    await correct_request(deps, clerk(13), request, replace(CLEAR, phone=""), arrival)

    corrected = await last_event(deps)
    assert isinstance(corrected, RequestCorrected)
    assert corrected.receipt.received_on == date(2025, 3, 11)


@pytest.mark.parametrize(
    ("origin", "application", "arrival", "code"),
    [
        (applicant(12), APPLICATION, None, "nothing-corrected"),
        (applicant(12), replace(CLEAR, content=""), None, "field-missing"),
        (clerk(12), CLEAR, None, "channel-not-offered"),
        (
            applicant(12),
            CLEAR,
            Arrival(channel="counter", instants={"handed_in": at(12)}),
            "channel-not-offered",
        ),
        (
            clerk(12),
            replace(CLEAR, content=""),
            Arrival(channel="counter", instants={"handed_in": at(12)}),
            "field-missing",
        ),
        (
            clerk(12),
            CLEAR,
            Arrival(channel="counter", instants={"handed_in": at(4)}),
            "corrected-before-notified",
        ),
    ],
)
async def test_what_is_no_correction_is_refused(deps, papers, origin, application, arrival, code):
    """No change, a required field empty, the other's door, a day before the notice: nothing is recorded."""
    request = await awaiting_correction(deps, papers)
    before = await deps.store.heads()

    with pytest.raises(Refusal, match=code):
        await correct_request(deps, origin, request, application, arrival)

    assert await deps.store.heads() == before


async def test_a_request_is_taken_back_with_its_reason_sealed(deps, vault):
    """The reason is ciphertext in the log and opens under the request's key."""
    request = await filed(deps)

    await withdraw_request(deps, applicant(5), request, date(2025, 3, 5), "已在官网找到")

    withdrawn = await last_event(deps)
    loaded = await load_request(deps.store, "qionghai", request)
    key = await vault.open("qionghai", loaded.key_id)
    assert isinstance(withdrawn, RequestWithdrawn)
    assert key.unseal("reason", withdrawn.reason) == "已在官网找到"

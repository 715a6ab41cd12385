"""Reactions on the log and the vault in memory, with the real press."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import msgspec
import pytest

from intake.request.handlers.checking import accept_request, complete_formal_check
from intake.request.handlers.filing import file_request
from intake.request.handlers.loaded_request import load_request
from intake.request.handlers.papers import Papers
from intake.request.handlers.stream import first_row, stream_of
from intake.request.reactions import FinishKeyDestruction, RenderIssuedReply, SubstanceForged
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.events import names
from shared.events.intake.request import ReplyRendered
from shared.events.registry import load
from shared.events.review.case import ReplyIssued
from shared.events.substance import substance_hash
from shared.files.blobs import BlobFolder
from shared.message import Actor, Origin
from shared.policy import Policy
from shared.privacy.sealing import KeyDestroyedError
from shared.privacy.vault import MemoryVault
from support.intake.office import APPLICATION, PressInPlace, office_over

AT = datetime(2025, 3, 3, 1, 5, tzinfo=UTC)
ISSUED_AT = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
CLERK = Actor(kind="staff", id="wang.li", role="clerk")
CLAUSE = "条例第三十六条第（二）项"
PARTS = {"finding": "经查，本机关保存该信息。", "decision": "现予提供。", "materials": ("收入数据表",)}


@pytest.fixture
def vault():
    return MemoryVault()


@pytest.fixture
def blobs(tmp_path):
    return BlobFolder(tmp_path)


@pytest.fixture
def store():
    return MemoryStore("intake", lambda: ISSUED_AT)


@pytest.fixture
def reaction(vault, blobs, press):
    return RenderIssuedReply(
        vault=vault, papers=Papers(renderer=PressInPlace(press), blobs=blobs, exercise=True), policy_of=Policy
    )


async def accepted(store, vault):
    origin = Origin.first("qionghai", Actor(kind="applicant", id="web"), AT)
    deps = office_over(store, vault)
    receipt = await file_request(deps, origin, APPLICATION)
    request = UUID(receipt.result["request_id"])
    await complete_formal_check(deps, Origin.first("qionghai", CLERK, AT), request, ())
    await accept_request(deps, Origin.first("qionghai", CLERK, AT), request)
    return request


async def issued(store, vault, request, signed=PARTS):
    """Review's row, as it comes over the bus; `signed` is what was hashed."""
    key_id = (await first_row(store, "qionghai", request)).key_id
    key = await vault.open("qionghai", key_id)
    recalled = (await load_request(store, "qionghai", request)).recalled(key)
    event = ReplyIssued(
        request_id=request,
        issue_id=uuid4(),
        draft=1,
        outcome="granted",
        clause=CLAUSE,
        finding=key.seal("text", "finding", PARTS["finding"]),
        decision=key.seal("text", "decision", PARTS["decision"]),
        materials=tuple(key.seal("text", "materials", line) for line in PARTS["materials"]),
        substance_sha256=substance_hash(recalled=recalled, outcome="granted", clause=CLAUSE, **signed),
        issued_on=date(2025, 3, 10),
    )
    review = MemoryStore("review", lambda: ISSUED_AT)
    change = Change(f"case/{request}", 0, (event,), key_id)
    await review.append(Commit(Origin.first("qionghai", CLERK, ISSUED_AT), (change,)))
    return (await review.read("qionghai", 0, 1))[0]


async def test_an_issued_reply_is_rendered_under_its_number(store, vault, blobs, reaction):
    """The signed substance becomes a sealed PDF under the next 文号, and the event holds its hashes."""
    request = await accepted(store, vault)

    await reaction.react(store, await issued(store, vault, request))

    row = (await store.load("qionghai", stream_of(request)))[-1]
    rendered, key = load(row), await vault.open("qionghai", row.key_id)
    pdf = key.open_bytes("identity", names.REPLY, await blobs.get(rendered.letter.blob))
    assert isinstance(rendered, ReplyRendered)
    assert rendered.letter.document_number == "海统公开〔2025〕1号"
    assert pdf.startswith(b"%PDF-")


async def test_the_same_issue_twice_is_rendered_once(store, vault, reaction):
    """A redelivered event makes no second number."""
    request = await accepted(store, vault)
    row = await issued(store, vault, request)

    await reaction.react(store, row)
    before = await store.heads()
    await reaction.react(store, row)

    assert await store.heads() == before


async def test_what_was_not_signed_is_not_rendered(store, vault, reaction):
    """A decision other than the signed one stops the lane and takes no number."""
    request = await accepted(store, vault)
    row = await issued(store, vault, request, signed=PARTS | {"decision": "不予提供。"})

    before = await store.heads()
    with pytest.raises(SubstanceForged):
        await reaction.react(store, row)

    assert await store.heads() == before


async def test_a_foreign_event_of_another_type_is_passed_over(store, vault, reaction):
    """A row that is no issued reply changes nothing."""
    request = await accepted(store, vault)
    row = await issued(store, vault, request)
    own = (await store.load("qionghai", stream_of(request)))[-1]

    await reaction.react(store, msgspec.structs.replace(row, type=own.type, body=own.body))

    assert load((await store.load("qionghai", stream_of(request)))[-1]) == load(own)


async def test_a_key_whose_destruction_was_interrupted_is_destroyed(store, vault):
    """The event alone suffices: the reaction destroys the key that its row names, and may do so again."""
    request = await accepted(store, vault)
    first = await first_row(store, "qionghai", request)

    await FinishKeyDestruction(vault=vault).react(store, first)
    await FinishKeyDestruction(vault=vault).react(store, first)

    with pytest.raises(KeyDestroyedError):
        await vault.open("qionghai", first.key_id)

"""Two people act at once on a case and on its sheet: nothing is issued over a sheet that is void."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from review.acts import drafting, reviewing, signing
from review.case.handlers.dependencies import Dependencies
from review.case.handlers.returning import return_draft
from review.case.reactions import FollowRequest
from review.case.state import Drafted, Issued
from review.sheet.state import Completed, Voided
from shared.command.decider import Refusal
from shared.eventlog.memory import MemoryStore
from shared.eventlog.postgres import PgStore
from shared.eventlog.store import EventStore, Receipt
from shared.message import Recorded
from shared.policy import Policy
from support.review.office import EVERY_SECTION, HEADS, Scene, accept, empty_scene
from support.review.play import GRANT, OPEN_SHEET, until_drafted
from support.servers.databases import Cluster

ROUNDS = 16
Stores = tuple[EventStore, EventStore]
Act = Callable[[Dependencies, Scene], Awaitable[Receipt]]


class YieldingStore(MemoryStore):
    """Lets others act between the load and the append of a command, as a database does."""

    async def load(self, agency: str, stream: str) -> Sequence[Recorded]:
        """Load, then wait for a turn of the loop."""
        rows = await super().load(agency, stream)
        await asyncio.sleep(0)
        return rows


@pytest.fixture(
    params=[
        pytest.param("memory", marks=pytest.mark.unit),
        pytest.param("postgres", marks=pytest.mark.contract),
    ]
)
def cluster(request: pytest.FixtureRequest) -> Cluster | None:
    """Where the log's database is made; None for the log in memory."""
    return request.getfixturevalue("postgres_cluster") if request.param == "postgres" else None


@pytest.fixture
async def stores(cluster: Cluster | None, engines: Callable[[str], AsyncEngine]) -> AsyncIterator[Stores]:
    """One log behind two stores, as two processes have it."""
    if cluster is None:
        one = YieldingStore("review")
        yield one, one
        return
    database = await cluster.service("review")
    both = PgStore("review", engines(database.app_dsn)), PgStore("review", engines(database.app_dsn))
    yield both
    for each in both:
        await each.close()
    await cluster.drop_clones()


async def drafted(store: EventStore) -> Scene:
    """A draft that everybody but the head has signed."""
    scene = await empty_scene()
    scene.store, scene.deps = store, replace(scene.deps, store=store)
    await FollowRequest(policy_of=Policy).react(store, await accept(scene, "2024年统计年鉴"))
    await until_drafted(scene)
    for level in ("section", "deputy"):
        await signing.sign_draft(scene.deps, scene.origin(level), scene.request_id, 1, heads=HEADS)
    return scene


async def raced(scene: Scene, stores: Stores, *acts: Act) -> list[Receipt | Refusal]:
    """What came of acts that begin at once, each in a process of its own."""
    offices = [replace(scene.deps, store=store) for store in stores]
    done = await asyncio.gather(
        *(act(deps, scene) for act, deps in zip(acts, offices, strict=True)), return_exceptions=True
    )
    for one in done:
        if not isinstance(one, Receipt | Refusal):
            raise one
    return done


def void(deps: Dependencies, scene: Scene) -> Awaitable[Receipt]:
    return reviewing.void_review(deps, scene.origin("section"), scene.request_id, "有误", heads=HEADS)


def sign_last(deps: Dependencies, scene: Scene) -> Awaitable[Receipt]:
    return signing.sign_draft(deps, scene.origin("head"), scene.request_id, 1, heads=EVERY_SECTION)


def fill_in_anew(deps: Dependencies, scene: Scene) -> Awaitable[Receipt]:
    return reviewing.complete_review(deps, scene.origin("section"), scene.request_id, OPEN_SHEET, heads=HEADS)


def propose_again(deps: Dependencies, scene: Scene) -> Awaitable[Receipt]:
    return drafting.propose_outcome(deps, scene.origin("section"), scene.request_id, GRANT, heads=HEADS)


async def test_no_reply_is_issued_over_a_voided_sheet(stores: Stores):
    """Of void the sheet and the last signature exactly one is done, and the other is refused with its reason."""
    for number in range(ROUNDS):
        scene = await drafted(stores[0])
        pair = (void, sign_last) if number % 2 else (sign_last, void)

        done = await raced(scene, stores, *pair)

        (refused,) = [one.code for one in done if isinstance(one, Refusal)]
        case, sheet = await scene.state(), await scene.sheet()
        if refused == "sheet-voided":
            assert isinstance(case, Drafted)
            assert isinstance(sheet, Voided)
        else:
            assert refused == "reply-already-issued"
            assert isinstance(case, Issued)
            assert isinstance(sheet, Completed)


async def test_a_draft_rests_on_the_sheet_as_it_stands(stores: Stores):
    """Of mending the sheet and drafting, the draft names the newest version, or the sheet can no longer be mended."""
    for number in range(ROUNDS):
        scene = await drafted(stores[0])
        await returned(scene)
        pair = (fill_in_anew, propose_again) if number % 2 else (propose_again, fill_in_anew)

        done = await raced(scene, stores, *pair)

        case, sheet = await scene.state(), await scene.sheet()
        assert isinstance(case, Drafted)
        assert case.draft.sheet == sheet.sheet_version
        refused = [one.code for one in done if isinstance(one, Refusal)]
        assert refused == ([] if sheet.sheet_version.version == 2 else ["draft-under-signature"])


async def returned(scene: Scene) -> None:
    """The head sends the draft back."""
    await return_draft(
        scene.deps, scene.origin("head"), scene.request_id, 1, "请写明口径。", heads=EVERY_SECTION
    )

"""Review in memory: store, vault, policy, and a request that intake has accepted."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from review.case.commands import Heads
from review.case.handlers.dependencies import Dependencies
from review.case.handlers.loaded_case import fold_rows, stream_of
from review.case.reactions import FollowRequest
from review.sheet.handlers import sheet_decider, sheet_stream
from shared.command.execute import state_after
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.events.intake.request import RequestAccepted
from shared.events.intake.staff import SectionOpened, StaffAccountOpened, StaffRoleGranted
from shared.events.substance import Recalled
from shared.events.terms import Subject
from shared.message import Actor, Origin
from shared.policy import Policy
from shared.privacy.sealing import SubjectKey
from shared.privacy.vault import MemoryVault
from shared.time.clock import FrozenClock

AGENCY = "qionghai"
SECTION = "农村股"
HEADS = Heads((SECTION,))
EVERY_SECTION = Heads()
OFFERED = {SECTION: SECTION, "普查股": "普查股"}
MORNING = datetime(2025, 3, 10, 1, 0, tzinfo=UTC)


@dataclass
class Scene:
    """The stores, vaults and dependencies of a test of handlers or pages. `vault` is review's."""

    deps: Dependencies
    store: MemoryStore
    intake: MemoryStore
    vault: MemoryVault
    door: MemoryVault
    key: SubjectKey
    request_id: UUID
    clock: FrozenClock

    def origin(self, role: str, account: str = "") -> Origin:
        """The origin of a command of staff, by default named after the role."""
        actor = Actor(kind="staff", id=account or f"the.{role}", role=role)
        return Origin.first(AGENCY, actor, self.clock._at)

    async def state(self):
        """The case, folded from its stream."""
        return fold_rows(await self.store.load(AGENCY, stream_of(self.request_id)))

    async def sheet(self):
        """The sheet of the case, folded from its stream."""
        stream = sheet_stream((await self.state()).matter.sheet_id)
        return state_after(sheet_decider, await self.store.load(AGENCY, stream))

    async def rows(self):
        """The rows of review's lane."""
        return await self.store.read(AGENCY, 0, 1000)


async def empty_scene() -> Scene:
    """A scene whose request review has not heard of."""
    clock = FrozenClock(MORNING)
    store, intake = (MemoryStore(service, lambda: clock._at) for service in ("review", "intake"))
    door, request_id = MemoryVault(), uuid4()
    key = await door.create(AGENCY, Subject.request(request_id), ("identity", "text"))
    vault = door.for_service("review")
    await open_sections(intake)
    deps = Dependencies(store=store, vault=vault, policy_of=Policy)
    return Scene(deps, store, intake, vault, door, key, request_id, clock)


async def open_sections(intake: MemoryStore) -> None:
    """The agency's sections, each named as its id."""
    origin = Origin.first(AGENCY, Actor(kind="service", id="setup"), MORNING)
    opened = (SectionOpened(section=each, name=each, opened_on=date(2025, 1, 1)) for each in OFFERED)
    changes = tuple(Change(f"section/{each.section}", 0, (each,)) for each in opened)
    await intake.append(Commit(origin, changes))


async def accepted_scene(content: str = "2024年各镇农村居民人均可支配收入") -> Scene:
    """A scene whose request was accepted and whose case is open."""
    scene = await empty_scene()
    await FollowRequest(policy_of=Policy).react(scene.store, await accept(scene, content))
    scene.clock.step(timedelta(hours=1))
    return scene


async def accept(scene: Scene, content: str):
    """The row of intake's acceptance."""
    event = RequestAccepted(
        request_id=scene.request_id,
        accepted_on=date(2025, 3, 10),
        year=2025,
        number=7,
        received_on=date(2025, 3, 7),
        applicant_kind="natural_person",
        content=scene.key.seal("text", "content", content),
    )
    change = Change(f"request/{scene.request_id}", 0, (event,), scene.key.key_id)
    await scene.intake.append(Commit(scene.origin("clerk"), (change,)))
    return (await scene.intake.read(AGENCY, 0, 10))[-1]


RECALLED = Recalled("2025-0007", date(2025, 3, 7), "“2024年各镇农村居民人均可支配收入”")
"""The accepted request as the letters about it recall it."""

STAFF = {"clerk": "王莉", "section": "陈海", "deputy": "符国强", "head": "林主任"}
"""The agency's people, each named after the role as `Scene.origin` names them."""


async def hire(scene: Scene) -> None:
    """Open accounts for the agency's staff; the section head heads 农村股."""
    for role, name in STAFF.items():
        who = f"the.{role}"
        opened = StaffAccountOpened(person=who, login=who, name=name)
        sections = (SECTION,) if role == "section" else ()
        granted = StaffRoleGranted(
            person=who, grant=1, role=role, sections=sections, begins_on=date(2025, 1, 1)
        )
        changes = (Change(f"account/{who}", 0, (opened,)), Change(f"person/{who}", 0, (granted,)))
        await scene.intake.append(Commit(scene.origin("clerk"), changes))

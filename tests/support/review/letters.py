"""Extensions and letters played through the handlers, and events of other services about a request."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from review.acts import drafting
from review.case.handlers.consultation import Letter, send_consultation
from review.case.handlers.extension import propose_extension
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.events.intake.correction import CorrectionLapsed, RequestCorrected
from shared.events.intake.request import RequestWithdrawn
from shared.events.substance import Proof
from shared.events.terms import Basis
from support.facts import came, person
from support.review.office import AGENCY, HEADS, OFFERED, SECTION, accepted_scene
from support.review.play import GRANT

DUE = date(2025, 4, 7)
LETTER = Letter(
    kind="third_party",
    party="海南某公司",
    question="是否同意公开合同金额",
    sent_on=date(2025, 3, 8),
    received_on=date(2025, 3, 10),
)
UNHELD = replace(
    GRANT,
    outcome="unable_not_held",
    clause="条例第三十六条第（四）项",
    materials=(),
    evidence=(Proof(kind="search-record", boxes={"search_where": "档案室", "search_by": "吴丽"}),),
)


async def assigned_scene():
    """A scene whose case is assigned to a section."""
    scene = await accepted_scene()
    await drafting.assign_section(
        scene.deps, scene.origin("clerk"), scene.request_id, SECTION, offered=OFFERED
    )
    return scene


async def extended(scene) -> UUID:
    """The section has asked for ten days more; the extension's id."""
    await propose_extension(
        scene.deps,
        scene.origin("section"),
        scene.request_id,
        (10, "需要向各镇核对数据"),
        due_on=DUE,
        heads=HEADS,
    )
    return (await scene.state()).circumstances.pending.extension_id


async def asked(scene) -> UUID:
    """A third party has been asked; the letter's id."""
    await send_consultation(scene.deps, scene.origin("section"), scene.request_id, LETTER, heads=HEADS)
    return (await scene.state()).circumstances.letters_out[0].consultation_id


async def heard(scene, service, stream, *events):
    """The rows of these events in another service's lane."""
    by = scene.origin("clerk")
    store = MemoryStore(service, lambda: by.at)
    await store.append(Commit(by, (Change(stream, 0, events, scene.key.key_id),)))
    return await store.read(AGENCY, 0, 10)


def withdrawn(scene) -> RequestWithdrawn:
    """The applicant withdraws the request."""
    return RequestWithdrawn(
        request_id=scene.request_id,
        withdrawn_on=date(2025, 3, 11),
        reason=None,
        year=2025,
        number=7,
        received_on=date(2025, 3, 7),
        applicant_kind="natural_person",
        content=scene.key.seal("text", "content", "分镇收入数据"),
    )


def lapsed(scene) -> CorrectionLapsed:
    """No correction came in time."""
    return CorrectionLapsed(
        request_id=scene.request_id,
        due_on=date(2025, 3, 28),
        lapsed_on=date(2025, 3, 29),
        year=2025,
        number=7,
        received_on=date(2025, 3, 7),
        applicant_kind="natural_person",
        content=scene.key.seal("text", "content", "分镇收入数据"),
        basis=Basis("条例第三十条", "条例"),
    )


def corrected(scene) -> RequestCorrected:
    """A correction that had come in time was registered after the lapse."""
    return RequestCorrected(
        request_id=scene.request_id,
        receipt=came(date(2025, 3, 28), {}, channel="post"),
        corrected=("description",),
        applicant=person(scene.key.seal("identity", "name", "王某")),
        content=scene.key.seal("text", "content", "分镇收入数据，2024年"),
        supply_form="paper",
        delivery="post",
    )

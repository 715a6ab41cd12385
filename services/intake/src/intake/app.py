"""Intake's composition root: its books, what it reacts to, its pages."""

from fastapi import APIRouter, Depends

from intake.door import Door, open_door
from intake.projections import BOOKS
from intake.reactions import FinishKeyDestruction, RenderIssuedReply
from intake.storage import PRIVATE
from intake.web import actions, api, public, receipt, signing, staff, track
from intake.web.wiring import provide
from shared.runtime import Runtime
from shared.service import Rooms

PRIVATES = (PRIVATE,)


def rooms(runtime: Runtime) -> Rooms:
    """Everything that the house runs for intake."""
    door = open_door(runtime)
    reactions = (
        RenderIssuedReply(
            vault=door.vault,
            blobs=door.blobs,
            press=door.press,
            policy_of=door.policy_of,
            exercise=door.exercise,
        ),
        FinishKeyDestruction(vault=door.vault),
    )
    return Rooms(books=BOOKS, reactions=reactions, routers=(routes(door),))


def routes(door: Door) -> APIRouter:
    """All pages. Signing in and the desk come first: `/{agency}/` would take their addresses."""
    whole = APIRouter(dependencies=[Depends(provide(door))])
    for part in (signing, api, staff, actions, receipt, track, public):
        whole.include_router(part.router)
    return whole

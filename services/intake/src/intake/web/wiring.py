"""How a route gets at the door: the composition root provides it to its routers, a route asks for `Intake`."""

from collections.abc import Awaitable, Callable
from typing import Annotated, cast

from fastapi import Depends, Request

from intake.door import Door
from shared.web.access import Pass
from shared.web.guards import public, staff


def provide(door: Door) -> Callable[[Request], Awaitable[None]]:
    """The dependency that a composition root hangs before all of intake's routes."""

    async def put(request: Request) -> None:
        request.state.door = door

    return put


async def the_door(request: Request) -> Door:
    """What `provide` put there. Not a plain function: those run in a thread of their own."""
    return cast("Door", request.state.door)


Intake = Annotated[Door, Depends(the_door)]
Public = Annotated[None, Depends(public)]
AnyStaff = Annotated[Pass, Depends(staff())]
DoorStaff = Annotated[Pass, Depends(staff("clerk", "head"))]
Clerk = Annotated[Pass, Depends(staff("clerk"))]
Head = Annotated[Pass, Depends(staff("head"))]

"""What is loaded into a stack once it is ready: nothing, agencies and staff, or a whole request played through."""

from collections.abc import Mapping
from enum import StrEnum

from deploy.session import Visit
from deploy.stack import Stack
from deploy.unable import Unable


class Opening(StrEnum):
    """How a stack begins."""

    RESUME = "resume"
    EMPTY = "empty"
    DEMO = "demo"


async def resume(stack: Stack) -> None:
    """Leave the stack as it was."""


OPENINGS: Mapping[Opening, Visit] = {Opening.RESUME: resume}
"""Every opening that this version knows how to play."""


def visit_for(opening: Opening) -> Visit:
    """Return what plays `opening`; `Unable` where this version does not know it."""
    if opening not in OPENINGS:
        raise Unable(f"本版本不支持 --{opening}：请改用 lantai up")
    return OPENINGS[opening]

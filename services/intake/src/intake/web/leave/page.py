"""退出: delete the tickets of filing and of tracking from the browser."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from intake.context import PageContext
from intake.web.parts.cookies import see_other, take_back
from shared.web.access.guards import public

Visitor = Annotated[None, Depends(public)]


@dataclass(frozen=True, slots=True)
class LeavePage:
    """The route of 退出. It contains no rule."""

    context: PageContext

    async def leave(self, request: Request, agency: str, _: Visitor) -> Response:
        """Delete both tickets and redirect to the tracking page. Whoever has none is led there all the same."""
        response = see_other(request, f"/{agency}/track?left=1")
        take_back(request, response, f"/{agency}/track", f"/{agency}/receipt")
        return response


def routes(context: PageContext) -> APIRouter:
    """The router of this page."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/{agency}/leave", LeavePage(context).leave, methods=["POST"])
    return router

"""The public home pages: the list of agencies, and the start page of each."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from intake.context import PageContext
from intake.request.from_policy import web_open
from shared.web.access.guards import public
from shared.web.wiring import web_of

Visitor = Annotated[None, Depends(public)]


@dataclass(frozen=True, slots=True)
class PublicPages:
    """The routes of these pages. They contain no rules."""

    context: PageContext

    async def agencies(self, request: Request) -> Response:
        """The agencies that are served here."""
        pages = web_of(request).pages
        return pages.render(request, "home/index.html", agencies=pages.sites.values())

    async def home(self, request: Request, agency: str, _: Visitor) -> Response:
        """机关首页: links to apply and to track, and the facts of the guide."""
        policy = await self.context.policy(agency)
        return web_of(request).pages.render(
            request, "home/home.html", policy=policy, web_open=web_open(policy)
        )


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = PublicPages(context)
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/", pages.agencies, methods=["GET"])
    router.add_api_route("/{agency}/", pages.home, methods=["GET"])
    return router

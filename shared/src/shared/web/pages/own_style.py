"""The style sheet of one service, on top of the shared one: what only its pages need to look right."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import FileResponse

from shared.web.access.guards import public
from shared.web.pages.static_files import BRIEFLY


def own_style(service: str) -> APIRouter:
    """A router for `web/<service>.css` of the service's package, at /<service>/assets/<service>.css."""
    sheet = Path(str(files(service))) / "web" / f"{service}.css"
    router = APIRouter(include_in_schema=False)

    @router.get(f"/{service}/assets/{sheet.name}")
    async def style(_: Annotated[None, Depends(public)]) -> FileResponse:
        """The style sheet; anybody may have it."""
        return FileResponse(sheet, media_type="text/css", headers={"Cache-Control": BRIEFLY})

    return router

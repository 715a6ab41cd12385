"""What only reporting's pages need to look right: the official table, on screen and on paper."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import FileResponse

from shared.web.guards import public

STYLE = Path(__file__).with_name("reporting.css")
BRIEFLY = "public, max-age=300"

router = APIRouter(include_in_schema=False)


@router.get("/reporting/assets/reporting.css")
async def style(_: Annotated[None, Depends(public)]) -> FileResponse:
    """The stylesheet; anybody may have it."""
    return FileResponse(STYLE, media_type="text/css", headers={"Cache-Control": BRIEFLY})

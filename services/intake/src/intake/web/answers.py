"""Files as answers."""

from starlette.responses import Response


def pdf(content: bytes, name: str) -> Response:
    """A PDF to open or keep; no cache may hold it."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)

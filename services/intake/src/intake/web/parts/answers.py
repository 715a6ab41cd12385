"""Files as answers."""

from starlette.responses import Response


def pdf(content: bytes, name: str, disposition: str = "inline") -> Response:
    """A PDF to open, or as an `attachment` to keep; no cache may hold it."""
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)

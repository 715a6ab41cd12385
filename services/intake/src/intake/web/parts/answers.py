"""Answers that are files."""

from starlette.responses import Response


def pdf(content: bytes, name: str, disposition: str = "inline") -> Response:
    """Answer with a PDF that the browser shows (`inline`) or saves (`attachment`). No cache may keep it."""
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)

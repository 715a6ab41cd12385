"""Static files under addresses that contain their hash, so a browser may cache them for ever."""

import hashlib
import os
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parents[1] / "static"
FOR_EVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"


@cache
def content_version(name: str) -> str:
    """The first twelve hex digits of the SHA-256 of a static file."""
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


class VersionedFiles(StaticFiles):
    """Serves the folder. A file requested by its hash may be cached for ever, any other for minutes."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file with its Cache-Control header."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])[0]
        known = asked == content_version(Path(full_path).relative_to(FOLDER).as_posix())
        response.headers["Cache-Control"] = FOR_EVER if known else BRIEFLY
        return response


def static_files() -> VersionedFiles:
    """The application to mount at `/static`."""
    return VersionedFiles(directory=FOLDER)

"""Paths that came from outside and are about to be followed."""

from urllib.parse import urlsplit

MAX_LENGTH = 2048


def local_path(asked: str, default: str = "/") -> str:
    """`asked` when it surely stays on this origin, else `default`; `//evil`, backslashes, schemes, controls do not."""
    plain = asked.isprintable() and "\\" not in asked and len(asked) <= MAX_LENGTH
    if not plain or not asked.startswith("/") or asked.startswith("//"):
        return default
    parts = urlsplit(asked)
    return default if parts.scheme or parts.netloc else asked


def here(path: str, query: str) -> str:
    """A request's own path and query, to come back to."""
    return f"{path}?{query}" if query else path

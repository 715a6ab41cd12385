"""Checks paths from outside before a redirect to them."""

from urllib.parse import urlsplit

MAX_LENGTH = 2048


def local_path(asked: str, default: str = "/") -> str:
    """`asked` if it is a path on this origin, else `default`; refused are `//evil`, backslashes, schemes and control characters."""
    plain = asked.isprintable() and "\\" not in asked and len(asked) <= MAX_LENGTH
    if not plain or not asked.startswith("/") or asked.startswith("//"):
        return default
    parts = urlsplit(asked)
    return default if parts.scheme or parts.netloc else asked


def here(path: str, query: str) -> str:
    """A request's own path and query, to come back to."""
    return f"{path}?{query}" if query else path

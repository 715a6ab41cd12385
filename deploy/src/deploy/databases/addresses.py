"""Addresses of a deployment's databases, derived from the superuser's."""

from typing import Final
from urllib.parse import urlsplit, urlunsplit

SUPERUSER_DSN: Final = "LANTAI_SUPERUSER_DSN"


def database_address(superuser: str, database: str, role: str = "", password: str = "") -> str:
    """Return the address of `database`, for the superuser or for another role."""
    parts = urlsplit(superuser)
    place = f"{role}:{password}@{parts.netloc.rpartition('@')[2]}" if role else parts.netloc
    return urlunsplit(parts._replace(netloc=place, path=f"/{database}"))

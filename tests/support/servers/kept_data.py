"""All data that a stack keeps, piece by piece, and whether given words occur in it in any encoding."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path

import nats

from deploy.bus.rights import ADMIN
from deploy.topology import DATABASES, SERVICES
from support.servers.carrier import raw_messages
from support.servers.stack import LocalStack

Piece = tuple[str, bytes]
"""A place, and the bytes found there."""
TABLES = (
    "select schemaname || '.' || tablename as name from pg_tables"
    " where schemaname not in ('pg_catalog', 'information_schema')"
)


def spellings(words: str) -> set[bytes]:
    """The bytes of `words` as text, as a JSON escape, and as hexadecimal digits of a dump."""
    plain = {words.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    escaped = json.dumps(words)[1:-1].encode()
    return plain | {escaped} | {each.hex().encode() for each in plain}


def found(pieces: Iterable[Piece], words: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs of place and words, wherever some of `words` occur in clear."""
    sought = {(each, spelling) for each in words for spelling in spellings(each)}
    return {(place, each) for place, content in pieces for each, spelling in sought if spelling in content}


async def rows(stack: LocalStack) -> AsyncIterator[Piece]:
    """Every row of every table of all five databases, as text."""
    for database in DATABASES:
        for (table,) in await stack.fetch(database, TABLES):
            for (row,) in await stack.fetch(database, f"select t::text from {table} t"):
                yield f"{database}: {table}", row.encode()


async def messages(stack: LocalStack) -> AsyncIterator[Piece]:
    """Every message of every stream, with its headers."""
    client = await nats.connect(stack.stack.nats.url_for(ADMIN))
    try:
        for service in SERVICES:
            async for message in raw_messages(client, service):
                headers = json.dumps(dict(message.headers or {})).encode()
                yield f"stream of {service}", headers + (message.data or b"")
    finally:
        await client.close()


def files(folder: Path) -> Iterator[Piece]:
    """The bytes of every file below `folder`."""
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            yield str(file.relative_to(folder)), file.read_bytes()


async def settle(stack: LocalStack) -> None:
    """Have the database write everything to its files."""
    await stack.fetch("postgres", "checkpoint")

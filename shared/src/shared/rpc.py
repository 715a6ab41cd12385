"""Reads of a log over the bus: heads, and ranges for back-fill, rebuild and audit. The only call between services."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from shared.bus import rpc_subject
from shared.message import Recorded
from shared.store import Head, LogReader, StoreUnavailable

RANGE_BYTES_MAX = 512 * 1024
"""An answer stays well under the broker's largest message (1 MiB)."""

TIMEOUT_SECONDS = 5.0


class Range(msgspec.Struct, frozen=True):
    """The question: rows of `agency` behind `after`, at most `limit`."""

    agency: str
    after: int
    limit: int


async def serve_log(client: Client, service: str, log: LogReader) -> None:
    """Answer heads and ranges of `log`, in a queue group of the service's processes."""

    async def heads(message: Msg) -> None:
        await message.respond(
            msgspec.json.encode({a: (h.seq, h.chain) for a, h in (await log.heads()).items()})
        )

    async def rows(message: Msg) -> None:
        question = msgspec.json.decode(message.data, type=Range)
        found = await log.read(question.agency, question.after, question.limit)
        await message.respond(_fitting(found))

    for verb, answer in (("heads", heads), ("range", rows)):
        await client.subscribe(rpc_subject(service, verb), queue=service, cb=answer)


def _fitting(rows: Sequence[Recorded]) -> bytes:
    """As many rows as an answer holds, one at least: the asker asks on from the last."""
    parts: list[bytes] = []
    size = 0
    for row in rows:
        part = msgspec.json.encode(row)
        size += len(part)
        if size > RANGE_BYTES_MAX and parts:
            break
        parts.append(part)
    return b"[" + b",".join(parts) + b"]"


class RemoteLog:
    """`LogReader` of another service, over the bus."""

    def __init__(self, client: Callable[[], Awaitable[Client]], service: str) -> None:
        self._client = client
        self._service = service

    async def heads(self) -> Mapping[str, Head]:
        """As the port says. Raises `StoreUnavailable` when the service does not answer."""
        answer = await self._ask("heads", b"")
        found = msgspec.json.decode(answer, type=dict[str, tuple[int, bytes]])
        return {agency: Head(seq, chain) for agency, (seq, chain) in found.items()}

    async def read(self, agency: str, after: int, limit: int) -> Sequence[Recorded]:
        """As the port says; may answer fewer rows than there are."""
        answer = await self._ask("range", msgspec.json.encode(Range(agency, after, limit)))
        return msgspec.json.decode(answer, type=list[Recorded])

    async def _ask(self, verb: str, question: bytes) -> bytes:
        try:
            client = await self._client()
            reply = await client.request(rpc_subject(self._service, verb), question, timeout=TIMEOUT_SECONDS)
        except (NatsError, TimeoutError) as error:
            raise StoreUnavailable(f"{self._service} does not answer: {error!r}") from error
        return reply.data

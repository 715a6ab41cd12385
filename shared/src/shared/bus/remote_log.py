"""Reads of a log over the bus: heads, and ranges for back-fill, rebuild and audit. The only call between services.

Every question is answered: with the data, or with an error in the headers of the NATS service convention.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.micro.request import ERROR_CODE_HEADER, ERROR_HEADER
from nats.micro.request import Request as Question

from shared.bus.envelope import rpc_subject
from shared.eventlog.store import Head, LogReader, StoreUnavailable
from shared.message import Recorded
from shared.process.logs import logger

RANGE_BYTES_MAX = 512 * 1024
"""An answer stays well under the broker's largest message (1 MiB)."""

ROWS_MAX = 2_000
"""Rows that one question reads at most; the client asks for the following rows from the last one it got."""

TIMEOUT_SECONDS = 5.0
REFUSED = "400"
UNAVAILABLE = "503"


class QuestionRefused(Exception):
    """The source refuses the question (another version, an impossible range): repeating it does not help."""


class Range(msgspec.Struct, frozen=True):
    """The question: rows of `agency` behind `after`, at most `limit`, and at most ROWS_MAX."""

    agency: str
    after: Annotated[int, msgspec.Meta(ge=0)]
    limit: Annotated[int, msgspec.Meta(ge=1)]


async def serve_log(client: Client, service: str, log: LogReader) -> None:
    """Answer heads and ranges of `log` from now on, in a queue group of the service's processes."""

    async def heads(_: bytes) -> bytes:
        return msgspec.json.encode({a: (h.seq, h.chain) for a, h in (await log.heads()).items()})

    async def rows(question: bytes) -> bytes:
        asked = msgspec.json.decode(question, type=Range)
        return _fitting(await log.read(asked.agency, asked.after, min(asked.limit, ROWS_MAX)))

    for verb, answer in (("heads", heads), ("range", rows)):
        await client.subscribe(rpc_subject(service, verb), queue=service, cb=_answering(answer))
    await client.flush()  # the broker knows the subscriptions before a client asks


def _answering(answer: Callable[[bytes], Awaitable[bytes]]) -> Callable[[Msg], Awaitable[None]]:
    """Wrap `answer` as a message handler that replies with its result or with the error."""

    async def reply(message: Msg) -> None:
        question = Question(message)
        try:
            await question.respond(await answer(message.data))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            await question.respond_error(REFUSED, str(error))
        except Exception as error:  # noqa: BLE001  # whatever keeps the log from reading, the asker must hear of it
            logger().warning("rpc.unavailable", subject=message.subject, error=repr(error))
            await question.respond_error(UNAVAILABLE, repr(error))  # one line, as headers are

    return reply


def _fitting(rows: Sequence[Recorded]) -> bytes:
    """Encode as many rows as an answer holds, at least one; the client asks for the rest from the last row."""
    parts: list[bytes] = []
    size = 0
    for row in rows:
        part = msgspec.json.encode(row)
        size += len(part)
        if size > RANGE_BYTES_MAX and parts:
            break
        parts.append(part)
    return b"[" + b",".join(parts) + b"]"


class RemoteLog(LogReader):
    """`LogReader` of another service, over the bus."""

    def __init__(self, client: Callable[[], Awaitable[Client]], service: str) -> None:
        self._client = client
        self._service = service

    async def heads(self) -> Mapping[str, Head]:
        """Return agency → head, of every lane that has an event.

        Raises `StoreUnavailable` when the service does not answer, `QuestionRefused` when it refuses the question.
        """
        answer = await self._ask("heads", b"")
        found = msgspec.json.decode(answer, type=dict[str, tuple[int, bytes]])
        return {agency: Head(seq, chain) for agency, (seq, chain) in found.items()}

    async def read(self, agency: str, after: int, limit: int) -> Sequence[Recorded]:
        """Return rows of a lane with `seq > after`, in order: at most `limit`, and fewer where the answer would be too large.

        Raises `StoreUnavailable`, `QuestionRefused`.
        """
        answer = await self._ask("range", msgspec.json.encode(Range(agency, after, limit)))
        return msgspec.json.decode(answer, type=list[Recorded])

    async def _ask(self, verb: str, question: bytes) -> bytes:
        try:
            client = await self._client()
            reply = await client.request(rpc_subject(self._service, verb), question, timeout=TIMEOUT_SECONDS)
        except (NatsError, TimeoutError) as error:
            raise StoreUnavailable(f"{self._service} does not answer: {error!r}") from error
        return _answered(self._service, reply)


def _answered(service: str, reply: Msg) -> bytes:
    """Return the reply's data; raise the error that its headers state."""
    fault = reply.headers or {}
    match fault.get(ERROR_CODE_HEADER):
        case None:
            return reply.data
        case code if code == REFUSED:
            raise QuestionRefused(f"{service}: {fault.get(ERROR_HEADER)}")
        case _:
            raise StoreUnavailable(f"{service} cannot answer: {fault.get(ERROR_HEADER)}")

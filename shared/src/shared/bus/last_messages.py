"""The last message of every lane on the bus: what it remembers of the logs, for the audit.

The login needs to read the streams' subjects and single messages, and nothing else.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import msgspec
import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from shared.bus.envelope import AUDITOR, event_filter, from_envelope, lane_filter, stream_name
from shared.message import Recorded

CONNECT_SECONDS: Final = 5
CONNECT_ATTEMPTS: Final = 2
ANSWER_SECONDS: Final = 10


class BusAway(Exception):
    """The bus does not answer, or refuses the user."""


@dataclass(frozen=True, slots=True)
class LastMessage:
    """A lane's last message; `row` is None if it cannot be read."""

    service: str
    agency: str
    row: Recorded | None


async def last_messages(address: str, services: Iterable[str]) -> Sequence[LastMessage]:
    """Return the last message of each lane of `services`. Raises `BusAway`."""
    try:
        async with _connected(address) as client:
            jetstream = client.jetstream(timeout=ANSWER_SECONDS)
            return [last for service in services for last in await _of_service(jetstream, service)]
    except (OSError, NatsError, TimeoutError) as error:
        raise BusAway(repr(error)) from error


async def _of_service(jetstream: JetStreamContext, service: str) -> Sequence[LastMessage]:
    """Return the last messages of one stream; none if it does not exist."""
    stream, found = stream_name(service), []
    try:
        info = await jetstream.stream_info(stream, subjects_filter=event_filter(service))
        for agency in sorted({subject.split(".")[3] for subject in info.state.subjects or {}}):
            message = await jetstream.get_last_msg(stream, lane_filter(service, agency))
            found.append(LastMessage(service, agency, _row(message.data or b"", service, agency)))
    except NotFoundError:  # the stream is gone, or its last message has expired meanwhile
        return found
    return found


@asynccontextmanager
async def _connected(address: str) -> AsyncIterator[Client]:
    async def silent(_: Exception) -> None:
        """Do nothing: the error that ends the connection is raised as well."""

    client = await nats.connect(
        address,
        inbox_prefix=f"_INBOX.{AUDITOR}".encode(),
        connect_timeout=CONNECT_SECONDS,
        max_reconnect_attempts=CONNECT_ATTEMPTS,
        reconnect_time_wait=1,
        error_cb=silent,
    )
    try:
        yield client
    finally:
        await client.close()


def _row(data: bytes, service: str, agency: str) -> Recorded | None:
    try:
        row = from_envelope(data)
    except (msgspec.DecodeError, ValueError):
        return None
    return row if (row.service, row.agency) == (service, agency) else None

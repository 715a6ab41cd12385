"""A client that costs little: it shares the machine with what it drives. Kept connections, one to a thread."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import local
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10.0
GONE = (OSError, HTTPException)
"""What a request raises whose answer did not come: nobody knows whether it was done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body of an answer."""

    status: int
    body: bytes


class Client:
    """Sends forms and JSON to one portal, as many at once as it has threads."""

    def __init__(self, portal: str, threads: int) -> None:
        self._address = urlsplit(portal).netloc
        self._threads = ThreadPoolExecutor(threads)
        self._mine = local()

    async def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer. Raises one of `GONE`."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, self._post, path, body, dict(headers)
        )

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown()

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection: HTTPConnection = getattr(self._mine, "connection", None) or HTTPConnection(
            self._address, timeout=TIMEOUT_SECONDS
        )
        self._mine.connection = connection
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read())
        except GONE:
            connection.close()  # the next request opens it again
            raise

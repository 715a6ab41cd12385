"""Commands over HTTP at a steady rate: every one is sent again under its own key until it is answered 2xx."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

import httpx

ONGOING_MAX = 200
RETRY_SECONDS = 0.3
FORM = {
    "applicant_kind": "natural_person",
    "identity_kind": "护照",
    "identity_number": "E12345678",
    "phone": "13800000000",
    "email": "someone@example.com",
    "address": "琼海市嘉积镇",
    "postcode": "571400",
    "content": "2024 年统计公报全文",
    "supply_form": "paper",
    "delivery": "post",
}


@dataclass
class Load:
    """Files requests with an agency until told to stop; what was answered is remembered."""

    portal: str
    agency: str
    rate: float
    random: Random
    answered: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    """Idempotency key → (agency, the stream of the request that it was told)."""
    retries: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    async def run(self, seconds: float, patience_seconds: float) -> None:
        """Send for so many seconds, then wait for what is not answered yet. Raises `TimeoutError`."""
        self.ongoing = asyncio.Semaphore(ONGOING_MAX)
        began = time.monotonic()
        async with httpx.AsyncClient(base_url=self.portal, timeout=10, limits=httpx.Limits()) as client:
            tasks = set()
            while (passed := time.monotonic() - began) < seconds:
                if len(tasks) < passed * self.rate:
                    await self.ongoing.acquire()
                    tasks.add(
                        asyncio.create_task(
                            self._command(client, UUID(int=self.random.getrandbits(128), version=4))
                        )
                    )
                else:
                    await asyncio.sleep(0.005)
            self.seconds = time.monotonic() - began
            async with asyncio.timeout(patience_seconds):
                await asyncio.gather(*tasks)

    @property
    def per_second(self) -> float:
        """Answered commands per second of sending."""
        return len(self.answered) / self.seconds

    async def _command(self, client: httpx.AsyncClient, command_id: UUID) -> None:
        try:
            while (told := await self._attempt(client, command_id)) is None:  # noqa: ASYNC110  # a server that is away tells nothing
                await asyncio.sleep(RETRY_SECONDS)
            self.answered[command_id] = (self.agency, told)
        finally:
            self.ongoing.release()

    async def _attempt(self, client: httpx.AsyncClient, command_id: UUID) -> str | None:
        """The stream that was told, or None: try again. A refusal would be a mistake of this load."""
        try:
            answer = await client.post(
                f"/api/{self.agency}/requests",
                json={**FORM, "name": f"申请人{command_id.hex[:6]}"},
                headers={"Idempotency-Key": str(command_id)},
            )
        except httpx.HTTPError as error:
            self.retries[type(error).__name__] += 1
            return None
        if answer.is_success:
            return f"request/{answer.json()['request_id']}"
        if answer.status_code < 500:  # our mistake, not a fault of the day
            raise AssertionError(f"{answer.status_code} {answer.text}")
        self.retries[str(answer.status_code)] += 1
        return None

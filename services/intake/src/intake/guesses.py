"""How often one address may guess a query code and a name."""

from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from shared.decider import Refusal

PER_ADDRESS: Final = RateLimitItemPerMinute(20, 10)
"""Wrong pairs from one address within ten minutes: guessing sixty bits is hopeless, trying is still refused."""


class Guesses:
    """Counts wrong pairs by address, in this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def refuse_flood(self, address: str) -> None:
        """Raises `Refusal` when there were too many."""
        if not self._limiter.test(PER_ADDRESS, address):
            raise Refusal(
                "track-too-often", "查询失败次数过多。请 10 分钟后再试，或者拨打本机关电话。", status=429
            )

    def wrong(self, address: str) -> None:
        """One more."""
        self._limiter.hit(PER_ADDRESS, address)

"""How often may be guessed: who guesses is refused, the person whose login or code is guessed at is not locked out.

Three counts of what failed (OWASP, Authentication: a lock that a stranger can close is a weapon of his):

- by target and address, and by address alone: refused, until the failures are old enough;
- by target alone, from everywhere: each further try only waits some seconds before it is answered.
"""

from asyncio import sleep
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Final

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from shared.command.decider import TooOften

SLOW_SECONDS: Final = 3.0
NETWORK_BITS: Final = 64
"""Of an IPv6 address: what one household or office is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Failures that are allowed, and how more of them are refused."""

    pair: RateLimitItem
    address: RateLimitItem
    target: RateLimitItem
    code: str
    reason: str
    field: str = ""


SIGN_IN: Final = Limits(
    pair=RateLimitItemPerMinute(5, 15),
    address=RateLimitItemPerMinute(30, 15),
    target=RateLimitItemPerMinute(20, 60),
    code="sign-in-too-often",
    reason="从您的网络登录失败次数过多。请 15 分钟后再试，或者联系管理员。",
    field="login",
)
"""The target is a login. An office sits behind one address."""

TRACKING: Final = Limits(
    pair=RateLimitItemPerMinute(20, 10),
    address=RateLimitItemPerMinute(100, 10),
    target=RateLimitItemPerMinute(40, 60),
    code="track-too-often",
    reason="查询失败次数过多。请 10 分钟后再试，或者拨打本机关电话。",
)
"""The target is a query code: sixty bits, so only its name is worth guessing. Many phones share one address."""

Pause = Callable[[float], Awaitable[None]]
"""Waits so many seconds."""


class Guesses:
    """Counts what failed, in this process."""

    def __init__(self, limits: Limits, pause: Pause = sleep) -> None:
        self._limits = limits
        self._pause = pause
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def admit(self, target: str, address: str) -> None:
        """Before a try is looked at; a target that is guessed at from everywhere waits. Raises `Refusal`."""
        self.refuse_flood(target, address)
        if not self._limiter.test(self._limits.target, "target", target):
            await self._pause(SLOW_SECONDS)

    def refuse_flood(self, target: str, address: str) -> None:
        """Before it is answered, too: of many tries at once no more are answered than one by one. Raises `Refusal`."""
        whence, limits = _network(address), self._limits
        pair = self._limiter.test(limits.pair, "pair", target, whence)
        if not (pair and self._limiter.test(limits.address, "address", whence)):
            raise TooOften(limits.code, limits.reason, field=limits.field)

    def wrong(self, target: str, address: str) -> None:
        """One more."""
        whence = _network(address)
        self._limiter.hit(self._limits.pair, "pair", target, whence)
        self._limiter.hit(self._limits.address, "address", whence)
        self._limiter.hit(self._limits.target, "target", target)


def _network(address: str) -> str:
    """An IPv6 address as its network, since its holder has endless ones; any other as it is."""
    return str(ip_network((address, NETWORK_BITS), strict=False)) if ":" in address else address

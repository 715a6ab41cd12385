"""Limits on failed attempts: the guessing address is refused; the holder of the login or code is not locked out.

Three counts of failed attempts (OWASP Authentication: an account lock lets a stranger lock out its holder):

- by target and address, and by address alone: attempts are refused until the failures are old enough;
- by target alone, from every address: each further attempt waits `SLOW_SECONDS` before it is answered.
"""

from asyncio import sleep
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_network
from typing import Final

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from shared.command.decider import TooOften

SLOW_SECONDS: Final = 3.0
NETWORK_BITS: Final = 64
"""Length in bits of the IPv6 prefix that one household or office is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The allowed failures, and the refusal of further attempts.

    `pair` and `address` have the same period; `reason` names it as `{minutes}`.
    """

    pair: RateLimitItem
    address: RateLimitItem
    target: RateLimitItem
    code: str
    reason: str
    field: str = ""

    @property
    def sentence(self) -> str:
        """The reason with the minutes after which the oldest failure no longer counts."""
        return self.reason.format(minutes=self.pair.get_expiry() // 60)


SIGN_IN: Final = Limits(
    pair=RateLimitItemPerMinute(5, 15),
    address=RateLimitItemPerMinute(30, 15),
    target=RateLimitItemPerMinute(20, 60),
    code="sign-in-too-often",
    reason="从您的网络登录失败次数过多。请 {minutes} 分钟后再试，或者联系管理员。",
    field="login",
)
"""Limits for signing in. The target is a login; a whole office may share one address."""

TRACKING: Final = Limits(
    pair=RateLimitItemPerMinute(20, 10),
    address=RateLimitItemPerMinute(100, 10),
    target=RateLimitItemPerMinute(40, 60),
    code="track-too-often",
    reason="查询失败次数过多。请 {minutes} 分钟后再试，或者拨打本机关电话。",
)
"""Limits for tracking. The target is a query code of sixty random bits, so only the name can be guessed. Many phones may
share one address.
"""

Pause = Callable[[float], Awaitable[None]]
"""Wait the given number of seconds."""


class Attempts:
    """Counts failed attempts, in the memory of this process."""

    def __init__(self, limits: Limits, pause: Pause = sleep) -> None:
        self._limits = limits
        self._pause = pause
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def delay_or_refuse(self, target: str, address: str) -> None:
        """Call before an attempt is checked. Waits if the target has many failures. Raises `Refusal` from a blocked address."""
        self.refuse_if_blocked(target, address)
        if not self._limiter.test(self._limits.target, "target", target):
            await self._pause(SLOW_SECONDS)

    def refuse_if_blocked(self, target: str, address: str) -> None:
        """Call again before the attempt is answered, so that parallel attempts do not pass the limit. Raises `Refusal`."""
        network, limits = network_of(address), self._limits
        pair = self._limiter.test(limits.pair, "pair", target, network)
        if not (pair and self._limiter.test(limits.address, "address", network)):
            raise TooOften(
                limits.code,
                limits.sentence,
                field=limits.field,
                retry_after_seconds=limits.pair.get_expiry(),
            )

    def count_failure(self, target: str, address: str) -> None:
        """Count a failed attempt."""
        network = network_of(address)
        self._limiter.hit(self._limits.pair, "pair", target, network)
        self._limiter.hit(self._limits.address, "address", network)
        self._limiter.hit(self._limits.target, "target", target)


def network_of(address: str) -> str:
    """The network of an IPv6 address, since one holder has many addresses; an IPv4 address, also a mapped one, is itself."""
    if ":" not in address:
        return address
    mapped = IPv6Address(address).ipv4_mapped
    return str(mapped or ip_network((address, NETWORK_BITS), strict=False))

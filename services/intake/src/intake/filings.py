"""Limits on new requests filed on line: by the address that files, and by agency.

条例第二十七条 gives everybody the right to apply, and the regulation knows no number that is too many; so the limits hold back only a
flood, and the refusal names the ways on paper. Requests that a clerk registers are not counted.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final

from limits import RateLimitItem, RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from intake.attempts import network_of
from shared.command.decider import TooOften
from shared.policy import Policy
from shared.time.clock import wall_clock

OF_ADDRESS: Final = "从您的网络一小时内提交的申请已有 {limit} 件，这件没有收下。"
OF_AGENCY: Final = "本机关一小时内收到的网上申请太多，这件没有收下。"
OTHER_WAYS: Final = "请 {minutes} 分钟后再提交；不便等候的，可以当面递交或者邮寄到{address}，电话 {phone}。"


@dataclass(frozen=True, slots=True)
class _Limit:
    """At most so many new requests of one key within an hour."""

    item: RateLimitItem
    key: tuple[str, str]
    code: str
    reason: str


class Filings:
    """Counts the new requests of the last hour, in the memory of this process. A limit of 0 does not limit."""

    def __init__(self, per_address: int, per_agency: int) -> None:
        self._per_address, self._per_agency = per_address, per_agency
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, policy: Policy, address: str) -> None:
        """Count a new request. Raises `TooOften` where a limit is used up; then nothing is counted."""
        limits = self._limits(policy.agency_id, network_of(address))
        for limit in limits:
            if not self._limiter.test(limit.item, *limit.key):
                raise self._refusal(limit, policy)
        for limit in limits:
            self._limiter.hit(limit.item, *limit.key)

    def _limits(self, agency: str, network: str) -> tuple[_Limit, ...]:
        given = (
            (self._per_address, ("address", network), "filing-too-often", OF_ADDRESS),
            (self._per_agency, ("agency", agency), "filings-exhausted", OF_AGENCY),
        )
        return tuple(
            _Limit(RateLimitItemPerHour(amount), key, code, reason)
            for amount, key, code, reason in given
            if amount
        )

    def _refusal(self, limit: _Limit, policy: Policy) -> TooOften:
        """The refusal, with the time after which the oldest request of the hour no longer counts."""
        free_at = self._limiter.get_window_stats(limit.item, *limit.key).reset_time
        seconds = max(1, ceil(free_at - wall_clock().timestamp()))
        sentence = (limit.reason + OTHER_WAYS).format(
            limit=limit.item.amount,
            minutes=ceil(seconds / 60),
            address=policy["agency.address"].value,
            phone=policy["agency.phone"].value,
        )
        return TooOften(limit.code, sentence, retry_after_seconds=seconds)

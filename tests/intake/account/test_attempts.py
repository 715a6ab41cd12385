"""Failed attempts are counted by the network that they come from."""

import pytest

from intake.attempts import SIGN_IN, TRACKING, Attempts
from shared.command.decider import TooOften

SAME_HOLDER = {
    "mapped and plain IPv4": ("::ffff:203.0.113.7", "203.0.113.7"),
    "one IPv6 prefix": ("2001:db8::1", "2001:db8::2"),
}
OTHER_HOLDER = {
    "two mapped IPv4 addresses": ("::ffff:203.0.113.7", "::ffff:198.51.100.9"),
    "two IPv4 addresses": ("203.0.113.7", "203.0.113.8"),
    "two IPv6 prefixes": ("2001:db8:0:1::1", "2001:db8:0:2::1"),
}


def blocked(first: str) -> Attempts:
    """Attempts of which an address has used up all that one login allows."""
    attempts = Attempts(SIGN_IN)
    for _ in range(SIGN_IN.pair.amount):
        attempts.count_failure("wang.li", first)
    return attempts


@pytest.mark.parametrize(("first", "second"), SAME_HOLDER.values(), ids=SAME_HOLDER)
def test_addresses_of_one_holder_are_counted_together(first, second):
    """What one address has used up another address of the same holder has not left."""
    with pytest.raises(TooOften):
        blocked(first).refuse_if_blocked("wang.li", second)


@pytest.mark.parametrize(("first", "second"), OTHER_HOLDER.values(), ids=OTHER_HOLDER)
def test_addresses_of_two_holders_are_counted_apart(first, second):
    """Failures of one network block no other."""
    blocked(first).refuse_if_blocked("wang.li", second)


@pytest.mark.parametrize(("limits", "minutes"), [(SIGN_IN, 15), (TRACKING, 10)])
def test_refusal_names_the_period_of_the_limit(limits, minutes):
    """The sentence names the minutes after which a failure no longer counts, for both limits that can block."""
    assert f"请 {minutes} 分钟后再试" in limits.sentence
    assert limits.pair.get_expiry() == limits.address.get_expiry() == minutes * 60

"""The letterhead is complete, or there is no paper."""

from datetime import date

import pytest

from shared.papers.letterhead import letterhead_of
from shared.policy import Policy, UnknownKey


class Silent(Policy):
    """An agency's policy that says nothing of some keys."""

    silent: frozenset[str] = frozenset()

    def get(self, key):
        return None if key in self.silent else super().get(key)

    def __getitem__(self, key):
        if key in self.silent:
            raise UnknownKey(self.agency_id, key)
        return super().__getitem__(key)


@pytest.fixture
def policy():
    """Qionghai's policy."""
    return Silent("qionghai", date(2025, 3, 3))


@pytest.mark.parametrize("key", ["name", "seal_name", "office", "address", "phone"])
def test_missing_part_of_the_letterhead_is_no_empty_line(policy, key):
    """Without a required part no paper is made."""
    policy.silent = frozenset({f"agency.{key}"})

    with pytest.raises(UnknownKey):
        letterhead_of(policy)


def test_postcode_and_email_may_be_missing(policy):
    """An agency need not name a postcode or an email."""
    policy.silent = frozenset({"agency.postcode", "agency.email"})

    contact = letterhead_of(policy).contact

    assert (contact.postcode, contact.email) == ("", "")

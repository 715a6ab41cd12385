"""Limits on filing, by address and by agency, without a page."""

from datetime import date

import pytest

from intake.filings import Filings
from shared.command.decider import TooOften
from shared.policy import Policy

DAY = date(2025, 3, 3)
QIONGHAI, TONGLIAO = Policy("qionghai", DAY), Policy("tongliao", DAY)


def refused(filings: Filings, policy: Policy, address: str) -> TooOften | None:
    """File once; the refusal, if there is one."""
    try:
        filings.count(policy, address)
    except TooOften as refusal:
        return refusal
    return None


def test_an_address_files_so_often_in_an_hour_and_no_more():
    """The one too many is refused with the time to wait and the ways on paper; other addresses go on."""
    filings = Filings(per_address=2, per_agency=100)

    answers = [refused(filings, QIONGHAI, "203.0.113.7") for _ in range(3)]

    assert answers[:2] == [None, None]
    assert answers[2].code == "filing-too-often"
    assert 3500 < answers[2].retry_after_seconds <= 3601
    assert QIONGHAI["agency.address"].value in answers[2].sentence
    assert QIONGHAI["agency.phone"].value in answers[2].sentence
    assert "请 60 分钟后再提交" in answers[2].sentence
    assert refused(filings, QIONGHAI, "203.0.113.8") is None


@pytest.mark.parametrize("second", ["2001:db8:1:2::2", "2001:db8:1:2:ffff::"])
def test_an_address_of_version_six_is_its_network(second):
    """Who holds a /64 files as one."""
    filings = Filings(per_address=1, per_agency=100)

    assert refused(filings, QIONGHAI, "2001:db8:1:2::1") is None
    assert refused(filings, QIONGHAI, second).code == "filing-too-often"


def test_an_agency_takes_so_many_in_an_hour_from_everywhere():
    """A flood from many addresses ends at the agency's limit; another agency takes what comes to it."""
    filings = Filings(per_address=100, per_agency=3)

    answers = [refused(filings, QIONGHAI, f"203.0.113.{n}") for n in range(4)]

    assert [answer.code if answer else "" for answer in answers] == ["", "", "", "filings-exhausted"]
    assert refused(filings, TONGLIAO, "203.0.113.1") is None


def test_what_is_refused_uses_nothing_up():
    """An address over its limit does not fill the agency's."""
    filings = Filings(per_address=1, per_agency=2)

    for _ in range(5):
        refused(filings, QIONGHAI, "203.0.113.7")

    assert refused(filings, QIONGHAI, "203.0.113.8") is None


def test_no_limit_is_none():
    """An exercise plays a year from one address."""
    filings = Filings(per_address=0, per_agency=0)

    assert [refused(filings, QIONGHAI, "203.0.113.7") for _ in range(1000)] == [None] * 1000

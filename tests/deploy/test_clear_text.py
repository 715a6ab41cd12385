"""An event holds facts: no sentence, no person in clear (HOUSE part 2). The whole played year is read by `lantai demo`."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from deploy.demo.checks.clear_text import faults_of
from shared.events.intake.request import KeyDestroyed
from shared.events.intake.staff import SectionOpened, StaffAccountOpened
from shared.events.registry import dump
from shared.events.terms import Basis, Proof
from support.deadline.clocks import REQUEST, served
from support.facts import went
from support.reporting.play import played

SENTENCE = KeyDestroyed(
    request_id=REQUEST, reason="申请人来电要求删除。", basis=Basis("第四十七条", "《个人信息保护法》")
)


def faults(event):
    """What an event holds and may not."""
    return dict(faults_of(event.type_name(), dump(event)))


async def test_a_request_that_meets_nearly_everything_holds_no_sentence():
    """Every body of intake, review and deadline is facts."""
    lanes = await (await played()).lanes()

    found = {place for rows in lanes.values() for row in rows for place, _ in faults_of(row.type, row.body)}

    assert found == set()


def test_a_seeded_sentence_is_found():
    """A reason in words instead of a code."""
    assert faults(SENTENCE) == {"key-destroyed.reason": "申请人来电要求删除。"}


@pytest.mark.parametrize(
    "number", ["13876543210", "+8613876543210", "0898-62822345", "460006199001011234", "46000619900101123X"]
)
def test_a_seeded_telephone_is_found(number):
    """Digits of a telephone or an identity number stand nowhere in clear, whatever the field."""
    event = replace(served(date(2025, 3, 3)), served=went(date(2025, 3, 3), proof=Proof(number=number)))

    assert faults(event) == {"reply-dispatched.served.proof.number": number}


@pytest.mark.parametrize("number", ["XA20250000046", "XA123456789CN", "1051234567890"])
def test_a_number_of_the_post_is_none(number):
    """What the post prints on a letter stands in clear."""
    event = replace(served(date(2025, 3, 3)), served=went(date(2025, 3, 3), proof=Proof(number=number)))

    assert faults(event) == {}


def test_an_id_is_no_telephone():
    """The digits of an id are nobody's, whatever they look like."""
    event = replace(served(date(2025, 3, 3)), request_id=UUID("86563c47-b5ed-4923-a0bb-048725157196"))

    assert faults(event) == {}


def test_a_name_is_no_sentence():
    """A section and an account may stand in clear, a sentence in their place may not."""
    account = StaffAccountOpened(person="wang.li", login="wang.li", name="王丽")
    section = SectionOpened(section="zh", name="综合统计股", opened_on=date(2025, 3, 3))

    assert {**faults(account), **faults(section)} == {}
    assert faults(replace(account, name="王丽，电话见后。")) == {
        "staff-account-opened.name": "王丽，电话见后。"
    }

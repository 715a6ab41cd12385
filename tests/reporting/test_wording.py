"""The trail's words: every event has them, codes are told in Chinese, and nothing sealed is kept."""

import re
from datetime import date

import pytest

from reporting.wording import Words, clear_facts, dictionary, tell, who
from shared.events import registry
from support.deadline_clocks import received, served


def test_every_event_has_words():
    """A new event without its sentence is found here, as is a sentence without its event."""
    assert set(dictionary()) == set(registry())


@pytest.mark.parametrize("type_name", sorted(registry()))
def test_every_sentence_asks_for_fields_that_the_event_has(type_name):
    """A misspelt field would show as a dash."""
    words: Words = dictionary()[type_name]
    asked = re.findall(r"\{(\w+)", words.sentence + words.clause + words.paper)

    assert words.title
    assert set(asked) <= set(registry()[type_name].__struct_fields__)


def test_what_is_sealed_is_not_kept():
    """Of a received request the trail keeps number, dates and class, and no ciphertext."""
    facts = clear_facts(received())

    assert facts["received_on"] == "2025-03-03"
    assert not {"applicant", "content", "query_code"} & set(facts)


def test_an_event_is_told_in_chinese():
    """Codes, days and the basis are in words."""
    told = tell("request-received", clear_facts(received(number=7)))

    assert told.sentence == "登记编号 2025-0007，网上提交，收到之日为2025年3月3日；申请人为公民（自然人）。"
    assert told.clause == "第三十三条第二款 · 《政府信息公开条例》"


def test_the_policy_s_words_are_used_for_outcomes():
    """An outcome is called what the catalogue calls it."""
    told = tell("reply-served", clear_facts(served(date(2025, 3, 20))), {"outcome": {"granted": "予以公开"}})

    assert told.sentence == "2025年3月20日送达（邮政寄送），答复结果：予以公开。"
    assert told.paper == "琼海统公开〔2025〕1号"


def test_an_unknown_event_shows_its_name():
    """Nothing is hidden for want of words."""
    assert tell("thing-happened", {}).title == "事件 thing-happened"


@pytest.mark.parametrize(
    ("actor", "shown"),
    [
        ("staff/wang.li/clerk", "经办人 王丽"),
        ("staff/gone.long/clerk", "经办人 gone.long"),
        ("service/deadline/timer", "系统（期限）"),
        ("applicant/web/self", "申请人"),
    ],
)
def test_an_actor_is_told_by_role(actor, shown):
    """Who acted, as a supervisor calls them: role and name; a login without a name stands for itself."""
    assert who(actor, {"wang.li": "王丽"}) == shown

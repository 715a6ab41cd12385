"""The trail's words: every event has them, codes are told in Chinese, and nothing sealed is kept."""

import json
import re
from datetime import date

import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from reporting.wording import Words, clear_facts, dictionary, tell, who
from shared.events import registry
from shared.events.terms import Sealed
from support.deadline_clocks import received, served
from support.strategies import events


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


@pytest.mark.parametrize("type_name", sorted(registry()))
@settings(max_examples=10)
@forall(data=st.data())
def test_every_event_is_told_whatever_it_holds(type_name, data):
    """No event that can be written breaks the page, and nothing that is sealed comes near it."""
    event = data.draw(events(registry()[type_name]))
    facts = clear_facts(event)
    told = tell(type_name, json.loads(json.dumps(facts)))

    assert told.title
    assert not [field for field, value in facts.items() if isinstance(value, Sealed)]


def test_what_is_sealed_is_not_kept():
    """Of a received request the trail tells number, dates and class, and no ciphertext."""
    facts = clear_facts(received())

    assert facts["received_on"] == "2025-03-03"
    assert "AAAA" not in json.dumps(facts)


def test_a_paper_a_finding_and_evidence_are_told_by_their_names():
    """文号 of the notice, the box that was wanting with its article, the kind of evidence with the earlier 文号."""
    facts = {
        "requested_on": "2025-03-05",
        "findings": [{"field": "description", "code": "incomplete", "clause": "条例第二十九条"}],
        "respond_working_days": 10,
        "notice": {"document_number": "琼海统公开补〔2025〕1号", "sha256": "ab", "pages": 1},
        "basis": {"clause": "第三十条", "source": "《政府信息公开条例》"},
    }
    told = tell("correction-requested", facts, {"findings": {"description": "内容描述"}})
    draft = {"evidence": [{"kind": "earlier-case", "reference": "琼海统公开〔2024〕9号"}]}

    assert "内容描述（条例第二十九条）" in told.sentence
    assert told.paper == "琼海统公开补〔2025〕1号（文件摘要 ab）"
    assert "前次答复（琼海统公开〔2024〕9号）" in tell("outcome-proposed", draft).sentence


def test_an_event_is_told_in_chinese():
    """Codes, days and the basis are in words."""
    told = tell("request-received", clear_facts(received(number=7)))

    assert told.sentence == "登记编号 2025-0007，网上提交，收到之日为2025年3月3日；申请人为公民（自然人）。"
    assert told.clause == "第三十三条第二款 · 《政府信息公开条例》"


def test_the_policy_s_words_are_used_for_outcomes():
    """An outcome is called what the catalogue calls it."""
    told = tell("reply-served", clear_facts(served(date(2025, 3, 20))), {"outcome": {"granted": "予以公开"}})

    assert told.sentence == "2025年3月20日送达（邮政寄送），凭证：系统记录；答复结果：予以公开。"
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

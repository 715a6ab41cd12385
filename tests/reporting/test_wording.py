"""The trail's words: every event has them, codes are told in Chinese, and nothing sealed is kept."""

import json
import re
from datetime import date

import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reporting.request.standing import RequestState, state_after
from reporting.wording import actor_words, clear_facts, names_of, state_lines, tell, type_and_facts
from shared.events.deadline.clock import CLOCK_EVENTS, ClockFactHeard
from shared.events.deadline.facts import (
    Began,
    Done,
    DoneBy,
    Ended,
    Extended,
    Lapsed,
    LetterAnswered,
    LetterSent,
    LetterSilent,
    NotOwed,
    Restarted,
    Suspended,
)
from shared.events.registry import registry
from shared.events.terms import Reason, Sealed
from shared.policy import Policy
from shared.words.catalogue import event_types, event_words
from support.deadline.clocks import REQUEST, received, served
from support.deadline.events import due_set
from support.history import sample
from support.intake.corrections import CORRECTED
from support.intake.requests import RENDERED
from support.reporting.events import draft
from support.review.circumstances import was_lifted
from support.strategies import events

HEARD = ClockFactHeard.type_name()
HEARD_AS = {
    "clock-started": (Began,),
    "clock-paused": (LetterSent,),
    "clock-resumed": (LetterAnswered, LetterSilent),
    "clock-extended": (Extended,),
    "clock-suspended": (Suspended,),
    "clock-restarted": (Restarted, Began),
    "clock-stopped": (Done, DoneBy, Lapsed, Ended),
    "clock-noted": (NotOwed, Done, Began),
}
"""What a fact is worded as, by what it did, and which facts do so."""
CLOCK_TYPES = {*HEARD_AS, *(event.type_name() for event in CLOCK_EVENTS)}


def test_every_event_has_words():
    """A new event without its sentence is found here, as is a sentence without its event."""
    assert event_types() == set(registry()) - {HEARD} | set(HEARD_AS)


@pytest.mark.parametrize("type_name", sorted(event_types()))
def test_every_sentence_asks_for_fields_that_the_event_has(type_name):
    """A misspelt field would show as a dash."""
    words = event_words(type_name)
    asked = re.findall(r"\{(\w+)", "".join((words.sentence, words.clause, words.paper, *words.also.values())))

    assert words.title
    known = {"generation", "in_time", "fact"} if type_name in CLOCK_TYPES else set()
    for worded in HEARD_AS.get(type_name, ()):
        assert {*asked, *words.also} <= {*worded.__struct_fields__, "clock", *known}
    if type_name in registry():
        assert {*asked, *words.also} <= {*clear_facts(sample(registry()[type_name])), *known}


@pytest.mark.parametrize("type_name", sorted(registry()))
@settings(max_examples=10)
@forall(data=st.data())
def test_every_event_is_told_whatever_it_holds(type_name, data):
    """No event that can be written breaks the page, and nothing that is sealed comes near it."""
    event = data.draw(events(registry()[type_name]))
    name, facts = type_and_facts(event)
    worded = tell(name, json.loads(json.dumps(facts)))

    assert worded.title
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
        "letter": {"document_number": "琼海统公开补〔2025〕1号", "sha256": "ab", "pages": 1},
        "basis": {"clause": "第三十条", "source": "《政府信息公开条例》"},
    }
    worded = tell("correction-requested", facts, {"findings": {"description": "内容描述"}})
    draft = {"evidence": [{"kind": "earlier-case", "reference": "琼海统公开〔2024〕9号"}]}

    assert "内容描述（条例第二十九条）" in worded.sentence
    assert worded.paper == "琼海统公开补〔2025〕1号（文件摘要 ab）"
    assert "前次答复（琼海统公开〔2024〕9号）" in tell("outcome-proposed", draft).sentence


def test_an_event_is_told_in_chinese():
    """Codes, days and the basis are in words."""
    worded = tell("request-received", clear_facts(received(number=7)))

    assert worded.sentence == "登记编号 2025-0007，网上提交，收到之日为2025年3月3日；申请人为公民（自然人）。"
    assert worded.clause == "第三十三条第二款 · 《政府信息公开条例》"


def test_the_policy_s_words_are_used_for_outcomes():
    """An outcome is called what the catalogue calls it."""
    worded = tell(
        "reply-dispatched", clear_facts(served(date(2025, 3, 20))), {"outcome": {"granted": "予以公开"}}
    )

    assert worded.sentence == "2025年3月20日送达（邮政寄送），凭证：系统记录；答复结果：予以公开。"
    assert worded.paper == "琼海统公开〔2025〕1号"


def test_a_correction_that_undid_a_closing_says_so():
    """The day by which it was judged, and the reply that is void; of an ordinary one neither is told."""
    facts = {"channel": "mail", "received_on": "2025-03-21", "corrected": ["description"]}
    late = facts | {"arrived_on": "2025-03-18", "voided_number": "琼海统公开〔2025〕3号"}

    assert tell("request-corrected", late).sentence.endswith(
        "补正实际到达之日为2025年3月18日，按期与否以该日为准。"
        "此前制作的琼海统公开〔2025〕3号尚未送达，作废，文号不再使用。"
    )
    assert tell("request-corrected", facts).sentence.endswith("重新计算。")


def test_an_unknown_event_shows_its_name():
    """Nothing is hidden for want of words."""
    assert tell("thing-happened", {}).title == "事件 thing-happened"


@pytest.mark.parametrize(
    ("actor", "shown"),
    [
        ("staff/wang.li/clerk/-", "经办人 王丽"),
        ("staff/gone.long/clerk/-", "经办人 gone.long"),
        ("staff/fu.xw/section/-", "业务机构负责人 fu.xw"),
        ("service/deadline/timer/-", "系统（期限）"),
        ("applicant/web/self/-", "申请人"),
    ],
)
def test_an_actor_is_told_by_role(actor, shown):
    """Who acted, as a supervisor calls them: role and name; a login without a name stands for itself."""
    assert actor_words(actor, {"wang.li": "王丽"}) == shown


@pytest.mark.parametrize(
    ("agency", "section", "head"),
    [("qionghai", "业务机构负责人", "主要领导"), ("tongliao", "股室负责人", "局长（组长）")],
)
def test_who_signs_is_called_what_the_policy_calls_them(agency, section, head):
    """The step of the chain has one word: in the sentence, beside the name, in a warning."""
    names = names_of(Policy(agency, date(2025, 3, 3)))
    warned = {"clock": "reply", "working_days_left": 5, "due_on": "2025-03-31", "role": "section"}

    signed = tell("draft-signed", {"level": "section", "signed_on": "2025-03-03", "draft": 1}, names)

    assert signed.sentence == f"{section}于2025年3月3日同意第1稿。"
    assert actor_words("staff/he.qm/head/-", {"he.qm": "何启明"}, names) == f"{head} 何启明"
    assert tell("warning-raised", warned, names).sentence.endswith(f"提醒：{section}。")


def test_a_period_that_warns_nobody_says_so():
    """A letter's own period is nobody's duty: the sentence does not break off."""
    missed = {"clock": "consultation-1", "due_on": "2025-08-22", "role": ""}

    assert tell("deadline-missed", missed).sentence.endswith("尚未办结，告知：无。")


def test_the_reason_of_a_count_is_told_from_its_code_with_chinese_days():
    """Facts stay as they are: only the page says 2025年2月10日, and a code without words stands for itself."""
    due = due_set(REQUEST)
    answered = replace(due, reason=Reason("letter-answered", date(2025, 2, 10)))

    assert "征求意见2025年2月10日收到意见，恢复计时" in tell(*type_and_facts(answered)).sentence
    assert "2025-13-40" in tell(*type_and_facts(replace(due, reason=Reason("2025-13-40")))).sentence


def test_a_pause_says_what_was_sent_and_when():
    """The letter is named by whom it asks."""
    facts = {"clock": "reply", "kind": "third_party", "on": "2025-01-20"}

    worded = tell("clock-paused", facts)

    assert worded.sentence == "答复期限：2025年1月20日发出征求第三方意见书，等待答复期间不计入期限。"


@pytest.mark.parametrize("answer", ["", "consents", "refuses", "agency-decides", "agreement", "refusal"])
def test_a_letter_stands_in_words_whatever_came_of_it(answer):
    """Out, answered, or silent with any of the policy's effects: never a code."""
    lines = dict(
        state_lines(RequestState(letters={"1": answer}), names_of(Policy("qionghai", date(2025, 3, 3))))
    )

    assert re.fullmatch(r"[\u4e00-\u9fff：，]+", lines["征求意见"][0])


def test_a_void_reply_is_marked_among_the_papers():
    """The correction that came in time took its closing back; the 文号 stays, and says that it counts for nothing."""
    corrected = replace(CORRECTED, voided_number=RENDERED.letter.document_number)
    names = names_of(Policy("qionghai", date(2025, 3, 3)))

    before = dict(state_lines(state_after([RENDERED]), names))["文书"][0]
    after = dict(state_lines(state_after([RENDERED, corrected]), names))["文书"][0]

    assert RENDERED.letter.document_number in before
    assert "作废" not in before
    assert after == before.replace("）", "，已作废）")


def test_a_case_that_was_set_aside_has_no_draft_any_more():
    """Its number is not used again, and its outcome is void: the line says that there is none, and breaks off nowhere."""
    names = names_of(Policy("qionghai", date(2025, 3, 3)))

    lines = dict(state_lines(state_after([draft(1), was_lifted()]), names))

    assert lines["拟答复意见"] == ["尚无"]


def test_a_case_is_handled_and_not_reviewed():
    """The menu says 办理, and so do the trail and the ledger; 审查 is left to the formal and the confidentiality review."""
    assert actor_words("service/review/opening/-", {}) == "系统（办理）"
    assert "审查" not in "".join(tell(name, {}).sentence for name in ("case-opened", "request-accepted"))

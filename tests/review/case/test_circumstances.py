"""The required end of a case, its extension, and the letters for others' opinions."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from review.acts.case_and_sheet import facts_of
from review.case.consultation import unweighed
from review.case.state import Assigned
from shared.command.decider import BrokenHistory, Refusal
from support.review import cases as a
from support.review import circumstances as b
from support.review.acts import decide, fold

CLOSING = b.was_required()
ASKED = (*a.REVIEWED, *b.was_asked())
REFUSED_BY_THIRD = (*ASKED, b.was_answered("refuses", "涉及报价"))
WEIGHED = a.was_reviewed(yes=("trade_secret",), version=2, weighed=(b.LETTER,))
EXTENDING = (*a.REVIEWED, b.was_extension_proposed())
TOO_LATE = date(2025, 3, 7)

HAPPENS = {
    "a withdrawal opens a case to close it": ((), b.require(), (a.was_opened(), CLOSING)),
    "an open case must end": (a.OPENED, b.require(), (CLOSING,)),
    "an assigned case must end": (a.ASSIGNED, b.require(), (CLOSING,)),
    "a reviewed case must end": (a.REVIEWED, b.require(), (CLOSING,)),
    "a case under signature must end": (a.SIGNED_TWICE, b.require(), (CLOSING,)),
    "a returned case must end": (a.RETURNED, b.require(), (CLOSING,)),
    "an issued reply stays": (a.ISSUED, b.require(), ()),
    "the first end stays": ((*a.OPENED, CLOSING), b.require("other_no_correction"), ()),
    "the end needs no review": (
        (*a.ASSIGNED, CLOSING),
        a.answer_with("other_other", "report-6-3"),
        None,
    ),
    "the end overtakes a draft": (
        (*a.SIGNED_TWICE, CLOSING),
        a.answer_with("other_other", "report-6-3"),
        None,
    ),
    "what is set aside is opened anew": (b.SET_ASIDE, a.open_case(), (a.was_opened(),)),
    "what is set aside may end after all": (b.SET_ASIDE, b.require(), (a.was_opened(), CLOSING)),
    "the section asks for more days": (a.REVIEWED, b.extend(), (b.was_extension_proposed(),)),
    "an extension on the last day": (a.REVIEWED, b.extend(due_on=a.TODAY), (b.was_extension_proposed(),)),
    "an extension while no date stands": (a.DRAFTED, b.extend(due_on=None), (b.was_extension_proposed(),)),
    "the deputy agrees": (EXTENDING, b.approve(), (b.was_approved(),)),
    "the deputy does not agree": (EXTENDING, b.turn_down(), (b.was_turned_down(),)),
    "after a refusal it is asked anew": (
        (*EXTENDING, b.was_turned_down()),
        b.extend(),
        (b.was_extension_proposed(),),
    ),
    "the section asks a third party": (a.ASSIGNED, b.ask(), b.was_asked()),
    "two letters may be out": (ASKED, b.ask(kind="other_agency", letter=a.ISSUE), b.ANOTHER),
    "the clerk notes an answer": (ASKED, b.answered(), (b.was_answered(),)),
    "the section notes an answer": (ASKED, b.answered(role="section", heads=a.HEADS), (b.was_answered(),)),
    "the section weighs a refusal": (
        REFUSED_BY_THIRD,
        a.review(yes=("trade_secret",), reason="涉及内部管理"),
        (WEIGHED,),
    ),
    "a refusal has its reason": (
        ASKED,
        b.answered("refuses", reason="涉及报价"),
        (b.was_answered("refuses", "涉及报价"),),
    ),
    "silence has its effect": (ASKED, b.lapse(), (b.has_lapsed(),)),
    "silence of an agency is agreement": (
        (*a.REVIEWED, *b.was_asked("other_agency")),
        b.lapse(),
        (b.has_lapsed("agreement"),),
    ),
    "an answer in time that is noted late": (
        (*ASKED, b.has_lapsed()),
        b.answered("refuses", reason="涉及报价", arrived_on=date(2025, 3, 9)),
        (b.was_answered("refuses", "涉及报价", date(2025, 3, 9)),),
    ),
    "silence after an answer is nothing": ((*ASKED, b.was_answered()), b.lapse(), ()),
    "silence after silence is nothing": ((*ASKED, b.has_lapsed()), b.lapse(), ()),
    "silence about an unknown letter is nothing": (a.REVIEWED, b.lapse(), ()),
    "silence without a case is nothing": ((), b.lapse(), ()),
    "silence after the reply is nothing": ((*ASKED, *a.ISSUED[3:]), b.lapse(), ()),
    "granted after consent": ((*ASKED, b.was_answered()), a.propose(), (a.was_proposed(),)),
    "granted after silence": ((*ASKED, b.has_lapsed()), a.propose(), (a.was_proposed(),)),
    "granted after another agency's doubts": (
        (*a.REVIEWED, *b.was_asked("other_agency"), b.was_answered("refuses", "数据待核")),
        a.propose(),
        (a.was_proposed(),),
    ),
    "granted against a refusal that the sheet has weighed": (
        (*REFUSED_BY_THIRD, WEIGHED),
        a.propose(),
        (a.was_proposed(sheet=2),),
    ),
    "nothing to give need not wait": (ASKED, a.answer_with("unable_not_held", "36(4)"), None),
}

REFUSED = {
    "another outcome than the required one": ((*a.REVIEWED, CLOSING), a.propose(), "closing-required"),
    "an old draft is signed after the end is required": (
        (*a.SIGNED_TWICE, CLOSING),
        a.sign("head"),
        "draft-missing",
    ),
    "an extension of what must end": ((*a.REVIEWED, CLOSING), b.extend(), "closing-required"),
    "an extension is approved of what must end": ((*EXTENDING, CLOSING), b.approve(), "closing-required"),
    "a letter about what must end": ((*a.REVIEWED, CLOSING), b.ask(), "closing-required"),
    "assigning what is set aside": (b.SET_ASIDE, a.assign(), "case-set-aside"),
    "an extension by the clerk": (a.REVIEWED, b.extend("clerk"), "not-your-role"),
    "an extension by another section": (a.REVIEWED, b.extend(heads=a.STRANGER), "not-your-section"),
    "an extension before assignment": (a.OPENED, b.extend(), "section-not-assigned"),
    "an extension after issue": (a.ISSUED, b.extend(), "reply-already-issued"),
    "an extension without case": ((), b.extend(), "case-unknown"),
    "an extension after the due date": (a.REVIEWED, b.extend(due_on=TOO_LATE), "extension-too-late"),
    "an extension of no day": (a.REVIEWED, b.extend(days=0), "extension-days"),
    "an extension too long": (a.REVIEWED, b.extend(days=21), "extension-days"),
    "an extension without reason": (a.REVIEWED, b.extend(reason=""), "extension-reason-missing"),
    "an extension while one is pending": (EXTENDING, b.extend(), "extension-pending"),
    "a second extension": ((*EXTENDING, b.was_approved()), b.extend(), "extension-used"),
    "approved by another role": (EXTENDING, b.approve("head"), "not-your-role"),
    "approved by the proposer": (
        EXTENDING,
        b.approve(account="the.section"),
        "proposer-may-not-approve",
    ),
    "approved after the due date": (EXTENDING, b.approve(due_on=TOO_LATE), "extension-too-late"),
    "approved without being asked": (a.REVIEWED, b.approve(), "extension-not-pending"),
    "approved twice": ((*EXTENDING, b.was_approved()), b.approve(), "extension-not-pending"),
    "another extension is approved": (
        EXTENDING,
        b.approve(extension_id=uuid4()),
        "extension-not-pending",
    ),
    "turned down without reason": (EXTENDING, b.turn_down(reason=""), "extension-reason-missing"),
    "turned down by the section": (EXTENDING, b.turn_down("section"), "not-your-role"),
    "a letter by the clerk": (a.REVIEWED, b.ask("clerk"), "not-your-role"),
    "a letter by another section": (a.REVIEWED, b.ask(heads=a.EVERY_SECTION), "not-your-section"),
    "a letter before assignment": (a.OPENED, b.ask(), "section-not-assigned"),
    "a letter about a draft under signature": (a.DRAFTED, b.ask(), "draft-under-signature"),
    "a letter of no kind": (a.REVIEWED, b.ask(kind="neighbour"), "consultation-kind-unknown"),
    "a letter to nobody": (a.REVIEWED, b.ask(party=""), "consultation-party-missing"),
    "a letter that asks nothing": (
        a.REVIEWED,
        replace(b.ask(), question=None),
        "consultation-question-missing",
    ),
    "sent before the request": (a.REVIEWED, b.ask(sent_on=date(2025, 3, 2)), "consultation-dates"),
    "served before it was sent": (a.REVIEWED, b.ask(received_on=date(2025, 3, 4)), "consultation-dates"),
    "served tomorrow": (a.REVIEWED, b.ask(received_on=date(2025, 3, 11)), "consultation-dates"),
    "an answer by the deputy": (ASKED, b.answered(role="deputy"), "not-your-role"),
    "an answer by another section": (ASKED, b.answered(role="section"), "not-your-section"),
    "an answer to no letter": (a.REVIEWED, b.answered(), "consultation-unknown"),
    "an answer that says nothing": (ASKED, b.answered("perhaps"), "consultation-answer-unknown"),
    "a refusal without reason": (ASKED, b.answered("refuses"), "consultation-reason-missing"),
    "an answer before the letter": (
        ASKED,
        b.answered(arrived_on=date(2025, 3, 4)),
        "consultation-dates",
    ),
    "an answer of tomorrow": (ASKED, b.answered(arrived_on=date(2025, 3, 11)), "consultation-dates"),
    "an answer twice": ((*ASKED, b.was_answered()), b.answered(), "consultation-closed"),
    "an answer after the time": (
        (*ASKED, b.has_lapsed(lapsed_on=date(2025, 3, 9))),
        b.answered(),
        "consultation-closed",
    ),
    "granted while a letter is out": (ASKED, a.propose(), "consultation-open"),
    "granted against a refusal": (REFUSED_BY_THIRD, a.propose(), "third-party-refused"),
    "a refusal is weighed without reason": (REFUSED_BY_THIRD, a.review(), "review-reason-missing"),
    "issued after a refusal that was noted late": (
        (*ASKED, b.has_lapsed(), *a.SIGNED_TWICE[3:], b.was_answered("refuses", "涉及报价")),
        a.sign("head"),
        "third-party-refused",
    ),
}


@pytest.mark.parametrize(("given", "when", "then"), HAPPENS.values(), ids=HAPPENS)
def test_a_command_makes_happen(given, when, then):
    """A command in the right place makes exactly these events happen (None: one event), and they fold."""
    state = fold(given)

    events = tuple(decide(state, when))

    assert events == then if then is not None else len(events) == 1
    fold((*given, *events))


@pytest.mark.parametrize(("given", "when", "code"), REFUSED.values(), ids=REFUSED)
def test_a_command_is_refused(given, when, code):
    """What a rule forbids is refused with its code and a Chinese sentence that says what to do."""
    with pytest.raises(Refusal) as refused:
        decide(fold(given), when)

    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")
    assert "请" in refused.value.sentence


def test_a_required_end_makes_drafts_void_and_keeps_their_count():
    """A draft under signature is overtaken: the next one has the next number and no signature."""
    state = fold((*a.SIGNED_TWICE, CLOSING))

    assert isinstance(state[0], Assigned)
    assert state[0].drafts == 1
    assert facts_of(state[1]) is not None
    (draft,) = decide(state, a.answer_with("other_other", "report-6-3"))
    assert draft.draft == 2


def test_a_draft_without_a_sheet_is_overtaken_too():
    """Where no review was needed the overtaken case waits without one."""
    drafted = (*a.ASSIGNED, *decide(fold(a.ASSIGNED), unheld()))

    state, sheet = fold((*drafted, CLOSING))

    assert isinstance(state, Assigned)
    assert state.drafts == 1
    assert facts_of(sheet) is None


def unheld():
    """Not held: an outcome that needs no sheet."""
    return a.answer_with("unable_not_held", "36(4)")


def test_circumstances_go_with_the_case():
    """An approved extension and an answered letter are known at every later stage."""
    beside = (b.was_extension_proposed(), b.was_approved(), *b.was_asked(), b.was_answered())

    state, _ = fold((*a.ASSIGNED, *beside, *a.ISSUED[2:]))

    assert state.circumstances.pending is None
    assert state.circumstances.extensions[0].decided is True
    assert state.circumstances.letters_out == ()


@pytest.mark.parametrize("event", [b.was_required(), b.was_extension_proposed(), *b.was_asked()])
@pytest.mark.parametrize("history", [(), a.ISSUED])
def test_nothing_follows_an_issued_reply(history, event):
    """Beside the main line nothing happens before a case is open, or after its reply."""
    with pytest.raises(BrokenHistory):
        fold((*history, event))


def test_an_answer_to_a_letter_that_was_never_sent_is_refused():
    """A history with an answer out of nowhere is named, not folded into a guess."""
    with pytest.raises(BrokenHistory):
        fold((*a.REVIEWED, b.was_answered()))


def test_a_refusal_weighs_until_the_next_sheet():
    """A third party's refusal stands against release until the review is completed anew."""
    before, old = fold(REFUSED_BY_THIRD)
    after, new = fold((*REFUSED_BY_THIRD, WEIGHED))

    assert unweighed(before, facts_of(old)) == {b.LETTER}
    assert unweighed(after, facts_of(new)) == frozenset()
    assert after == before


ABOUT_AGENCY = (*a.REVIEWED, *b.was_asked("other_agency"))
ABOUT_AGENCIES = {
    "sent before the request": (a.REVIEWED, b.ask(kind="other_agency", sent_on=date(2025, 3, 2))),
    "a refusal without reason": (ABOUT_AGENCY, b.answered("refuses")),
    "granted while the letter is out": (ABOUT_AGENCY, a.propose()),
}


@pytest.mark.parametrize(("given", "when"), ABOUT_AGENCIES.values(), ids=ABOUT_AGENCIES)
def test_refusal_about_another_agency_cites_its_article(given, when):
    """A letter to another agency is refused by 条例第三十四条, in a sentence that names no third party."""
    with pytest.raises(Refusal) as refused:
        decide(fold(given), when)

    assert refused.value.clause == "条例第三十四条"
    assert "第三方" not in refused.value.sentence

"""What each command makes of a case, and what it is refused for."""

from dataclasses import replace

import pytest

from review.acts.case_and_sheet import facts_of
from review.case.decide import case_decider
from review.case.signing import stage_of
from review.case.state import Assigned, Drafted, Issued, Returned
from shared.command.decider import BrokenHistory, Refusal
from shared.events.intake.request import NumberAssigned
from support.review import cases as a
from support.review.acts import decide, fold

VOIDED = (*a.REVIEWED, a.was_voided())
VOIDED_UNDER_SIGNATURE = (*a.SIGNED_TWICE, a.was_voided())

HAPPENS = {
    "an accepted request opens a case": ((), a.open_case(), (a.was_opened(),)),
    "the clerk assigns": (a.OPENED, a.assign(), (a.was_assigned(),)),
    "the clerk assigns anew": (a.ASSIGNED, a.assign("普查股"), (a.was_assigned("普查股"),)),
    "blanks round a section are nothing": (a.OPENED, a.assign(" 普查股 "), (a.was_assigned("普查股"),)),
    "the section reviews": (a.ASSIGNED, a.review(), (a.was_reviewed(),)),
    "the section finds it not open": (
        a.ASSIGNED,
        a.review(attribute="not_open", reason="涉及内部管理"),
        (a.was_reviewed("not_open"),),
    ),
    "a business secret is open with a reason": (
        a.ASSIGNED,
        a.review(yes=("trade_secret",), reason="涉及内部管理"),
        (a.was_reviewed(yes=("trade_secret",)),),
    ),
    "the section mends its sheet": (a.REVIEWED, a.review(), (a.was_reviewed(version=2),)),
    "a returned case may be reviewed anew": (a.RETURNED, a.review(), (a.was_reviewed(version=2),)),
    "the section drafts": (a.REVIEWED, a.propose(), (a.was_proposed(),)),
    "after a return comes the next draft": (a.RETURNED, a.propose(), (a.was_proposed(2),)),
    "a new sheet after a return keeps the count": (
        (*a.RETURNED, a.was_reviewed(version=2)),
        a.propose(),
        (a.was_proposed(2, sheet=2),),
    ),
    "the drafter confirms for the section": (a.DRAFTED, a.sign("section"), (a.was_signed("section"),)),
    "the deputy signs": (a.SIGNED_ONCE, a.sign("deputy"), (a.was_signed("deputy"),)),
    "the deputy signs whatever section the deputy is of": (
        a.SIGNED_ONCE,
        a.sign("deputy", heads=a.EVERY_SECTION),
        (a.was_signed("deputy"),),
    ),
    "the last signature issues": (a.SIGNED_TWICE, a.sign("head"), (a.was_signed("head"), a.was_issued())),
    "one person may sign at each level he holds": (
        a.SIGNED_TWICE,
        a.sign("head", account="the.deputy"),
        (a.was_signed("head"), a.was_issued()),
    ),
    "the section voids its sheet": (a.REVIEWED, a.void(), (a.was_voided(),)),
    "a sheet is voided under signature": (a.SIGNED_TWICE, a.void(), (a.was_voided(),)),
    "a voided sheet is filled in anew": (VOIDED, a.review(), (a.was_reviewed(version=2),)),
    "a case whose sheet is void goes to another section": (
        VOIDED,
        a.assign("普查股"),
        (a.was_assigned("普查股"),),
    ),
    "a draft on a voided sheet goes back": (
        VOIDED_UNDER_SIGNATURE,
        a.send_back("head"),
        (a.was_returned("head"),),
    ),
    "whose turn it is may return": (a.SIGNED_ONCE, a.send_back("deputy"), (a.was_returned("deputy"),)),
    "a draft that a shortened chain has signed is issued": (
        a.SIGNED_TWICE,
        a.issue(chain=a.CHAIN[:2]),
        (a.was_issued(),),
    ),
}

REFUSED = {
    "opened twice": (a.OPENED, a.open_case(), "case-already-open"),
    "assigned by the section": (a.OPENED, a.assign(role="section"), "not-your-role"),
    "assigned to nobody": (a.OPENED, a.assign(" "), "section-missing"),
    "assigned to the same": (a.ASSIGNED, a.assign(), "section-unchanged"),
    "assigned after review": (a.REVIEWED, a.assign("普查股"), "already-reviewed"),
    "assigned while drafted": (a.DRAFTED, a.assign("普查股"), "already-reviewed"),
    "assigned after return": (a.RETURNED, a.assign("普查股"), "already-reviewed"),
    "assigned after issue": (a.ISSUED, a.assign("普查股"), "reply-already-issued"),
    "assigned without case": ((), a.assign(), "case-unknown"),
    "reviewed by the clerk": (a.ASSIGNED, a.review("clerk"), "not-your-role"),
    "reviewed before assignment": (a.OPENED, a.review(), "section-not-assigned"),
    "reviewed under signature": (a.DRAFTED, a.review(), "draft-under-signature"),
    "reviewed after issue": (a.ISSUED, a.review(), "reply-already-issued"),
    "reviewed without case": ((), a.review(), "case-unknown"),
    "reviewed without attribute": (a.ASSIGNED, a.review(attribute=""), "attribute-unknown"),
    "a question left open": (a.ASSIGNED, a.review(left_out=("trade_secret",)), "question-unanswered"),
    "an answer to no question": (
        a.ASSIGNED,
        replace(a.review(), questions=a.QUESTIONS[:-1]),
        "question-unknown",
    ),
    "a state secret is open": (
        a.ASSIGNED,
        a.review(yes=("state_secret",), reason="已核"),
        "must-stay-closed",
    ),
    "a respondent can be recognised, and it is open": (
        a.ASSIGNED,
        a.review(yes=("statistical_respondent",), reason="已核"),
        "must-stay-closed",
    ),
    "a state secret without reason": (
        a.ASSIGNED,
        a.review(yes=("state_secret",), attribute="not_open"),
        "review-reason-missing",
    ),
    "a business secret without reason": (
        a.ASSIGNED,
        a.review(yes=("trade_secret",)),
        "review-reason-missing",
    ),
    "privacy without reason": (a.ASSIGNED, a.review(yes=("personal_privacy",)), "review-reason-missing"),
    "not open without reason": (a.ASSIGNED, a.review(attribute="not_open"), "review-reason-missing"),
    "reviewed by another section": (a.ASSIGNED, a.review(heads=a.STRANGER), "not-your-section"),
    "reviewed by a head of no section": (a.ASSIGNED, a.review(heads=a.EVERY_SECTION), "not-your-section"),
    "drafted by another section": (a.REVIEWED, a.propose(heads=a.STRANGER), "not-your-section"),
    "confirmed by another section": (
        a.DRAFTED,
        a.sign("section", heads=a.STRANGER),
        "not-your-section",
    ),
    "returned by another section": (
        a.DRAFTED,
        a.send_back("section", heads=a.STRANGER),
        "not-your-section",
    ),
    "drafted by the clerk": (a.REVIEWED, a.propose("clerk"), "not-your-role"),
    "drafted before assignment": (a.OPENED, a.propose(), "section-not-assigned"),
    "granted before review": (a.ASSIGNED, a.propose(), "confidentiality-review-missing"),
    "drafted under signature": (a.DRAFTED, a.propose(), "draft-under-signature"),
    "drafted after issue": (a.ISSUED, a.propose(), "reply-already-issued"),
    "drafted without case": ((), a.propose(), "case-unknown"),
    "an outcome that is not offered": (
        a.REVIEWED,
        a.propose(outcome="noproc_petition"),
        "outcome-not-offered",
    ),
    "an article of another outcome": (a.REVIEWED, a.propose(clause="条例第三十七条"), "clause-impossible"),
    "granting what is not open": (
        (*a.ASSIGNED, a.was_reviewed("not_open")),
        a.propose(),
        "information-not-open",
    ),
    "no finding": (a.REVIEWED, a.propose(finding=""), "finding-missing"),
    "no decision": (a.REVIEWED, a.propose(decision=""), "decision-missing"),
    "no material": (a.REVIEWED, a.propose(materials=()), "materials-missing"),
    "signed in another role": (a.SIGNED_ONCE, a.sign("deputy", role="section"), "not-your-role"),
    "signed before there is a draft": (a.REVIEWED, a.sign("section"), "draft-missing"),
    "signed before assignment": (a.OPENED, a.sign("section"), "draft-missing"),
    "signed after return": (a.RETURNED, a.sign("section"), "draft-missing"),
    "signed after issue": (a.ISSUED, a.sign("head"), "reply-already-issued"),
    "signed without case": ((), a.sign("head"), "case-unknown"),
    "signed out of turn": (a.DRAFTED, a.sign("head"), "not-your-turn"),
    "signed twice": (a.SIGNED_ONCE, a.sign("section"), "level-already-signed"),
    "signed beyond the chain": (a.SIGNED_TWICE, a.sign("head", chain=a.CHAIN[:2]), "nobody-left-to-sign"),
    "signed after a newer draft": (
        (*a.RETURNED, a.was_proposed(2)),
        a.sign("section", draft=1),
        "draft-superseded",
    ),
    "signed by the drafter at another level": (
        a.SIGNED_ONCE,
        a.sign("deputy", account="the.section"),
        "drafter-may-not-sign",
    ),
    "returned in another role": (a.SIGNED_ONCE, a.send_back("deputy", role="clerk"), "not-your-role"),
    "returned out of turn": (a.DRAFTED, a.send_back("deputy"), "not-your-turn"),
    "returned without reason": (a.SIGNED_ONCE, a.send_back("deputy", reason=""), "return-reason-missing"),
    "returned after issue": (a.ISSUED, a.send_back("head"), "reply-already-issued"),
    "a sheet is voided by the clerk": (a.REVIEWED, a.void("clerk"), "not-your-role"),
    "a sheet is voided by another section": (a.REVIEWED, a.void(heads=a.STRANGER), "not-your-section"),
    "a sheet is voided without reason": (a.REVIEWED, a.void(reason=""), "sheet-void-reason-missing"),
    "a sheet is voided that nobody filled in": (a.ASSIGNED, a.void(), "sheet-not-standing"),
    "a sheet is voided twice": (VOIDED, a.void(), "sheet-not-standing"),
    "a sheet is voided after issue": (a.ISSUED, a.void(), "reply-already-issued"),
    "a sheet is voided without case": ((), a.void(), "case-unknown"),
    "granted on a voided sheet": (VOIDED, a.propose(), "confidentiality-review-missing"),
    "signed on a voided sheet": (VOIDED_UNDER_SIGNATURE, a.sign("head"), "sheet-voided"),
    "issued on a voided sheet": (VOIDED_UNDER_SIGNATURE, a.issue(chain=a.CHAIN[:2]), "sheet-voided"),
    "issued by the section": (a.SIGNED_TWICE, a.issue("section"), "not-your-role"),
    "issued before the last signature": (a.SIGNED_TWICE, a.issue(), "sign-off-incomplete"),
    "issued without a chain": (a.DRAFTED, a.issue(chain=()), "sign-off-incomplete"),
    "issued without a draft": (a.REVIEWED, a.issue(), "draft-missing"),
    "issued twice": (a.ISSUED, a.issue(), "reply-already-issued"),
}


@pytest.mark.parametrize(("given", "when", "then"), HAPPENS.values(), ids=HAPPENS)
def test_a_command_makes_happen(given, when, then):
    """A command on a case in the right place makes exactly these events happen."""
    state = fold(given)

    events = decide(state, when)

    assert tuple(events) == then
    fold((*given, *events))


@pytest.mark.parametrize(("given", "when", "code"), REFUSED.values(), ids=REFUSED)
def test_a_command_is_refused(given, when, code):
    """A command that a rule forbids is refused with its code and a Chinese sentence that says what to do."""
    state = fold(given)

    with pytest.raises(Refusal) as refused:
        decide(state, when)

    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")
    assert "请" in refused.value.sentence


def test_an_impossible_article_names_the_possible_ones():
    """A refused pair of outcome and article lists the articles that the outcome may rest on."""
    state = fold(a.REVIEWED)

    with pytest.raises(Refusal, match="条例第三十六条第（二）项（所申请公开信息可以公开，提供该政府信息）"):
        decide(state, a.propose(clause="条例第十六条"))


def test_out_of_turn_names_whose_turn_it_is():
    """A signature out of turn is told who signs now."""
    state = fold(a.SIGNED_ONCE)

    with pytest.raises(Refusal, match="请先由分管领导审核"):
        decide(state, a.sign("head"))


@pytest.mark.parametrize(
    ("history", "kind", "stage"),
    [
        (a.REVIEWED, Assigned, "reviewed"),
        (a.SIGNED_ONCE, Drafted, "drafted"),
        (a.RETURNED, Returned, "returned"),
        ((*a.RETURNED, a.was_reviewed(version=2)), Returned, "reviewed"),
        (a.ISSUED, Issued, "issued"),
    ],
)
def test_a_history_leads_to_a_state(history, kind, stage):
    """A state keeps what its history said: the section, the sheet, the draft."""
    case, sheet = fold(history)

    assert isinstance(case, kind)
    assert case.section == "综合统计股"
    assert sheet.attribute == "open"
    assert stage_of(case, facts_of(sheet)) == stage


def test_a_new_draft_begins_without_signatures():
    """Signatures belong to one draft: the next one starts with none."""
    state, _ = fold((*a.RETURNED, a.was_proposed(2)))

    assert isinstance(state, Drafted)
    assert state.draft.number == 2
    assert state.signed == ()


@pytest.mark.parametrize(
    "history",
    [
        (a.was_assigned(),),
        (a.was_opened(), a.was_opened()),
        (*a.ASSIGNED, a.was_reviewed()),
        (*a.OPENED, a.was_proposed()),
        (*a.ASSIGNED, a.was_signed("section")),
        (*a.ASSIGNED, a.was_returned("section")),
        (*a.ASSIGNED, a.was_issued()),
    ],
)
def test_an_impossible_history_is_refused(history):
    """A history that no command could have written is named, not folded into a guess."""
    with pytest.raises(BrokenHistory):
        case_decider.fold(history)


def test_an_event_of_another_noun_is_refused():
    """An event of another service never folds into a case."""
    foreign = NumberAssigned(series="reply", year=2025, number=1, request_id=a.REQUEST)

    with pytest.raises(BrokenHistory, match="number-assigned"):
        case_decider.fold((foreign,))

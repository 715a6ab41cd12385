"""What holds of a case whatever anybody tries, in whatever order."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from review.domain.decider import case_decider
from shared.decider import Refusal
from shared.events.review import ConfidentialityReviewCompleted, DraftSigned, OutcomeProposed, ReplyIssued
from support import review_cases as a

ROLES = st.sampled_from(("clerk", "section", "deputy", "head", "supervisor"))
PEOPLE = st.sampled_from(("", "the.section", "wang.li"))
DRAFTS = st.integers(1, 3)
CHAINS = st.sampled_from((a.CHAIN, a.CHAIN, a.CHAIN[:2], a.CHAIN[1:], ()))
ASKED = st.sampled_from([question.id for question in a.QUESTIONS])

COMMANDS = st.one_of(
    st.just(a.open_case()),
    st.builds(a.assign, st.sampled_from(("综合统计股", "普查股", "")), ROLES),
    st.builds(
        a.review,
        ROLES,
        attribute=st.sampled_from(("open", "not_open", "")),
        yes=st.sets(ASKED),
        left_out=st.sets(ASKED, max_size=1),
        reason=st.sampled_from(("", "已征得同意")),
    ),
    st.builds(a.propose, ROLES, finding=st.sampled_from(("", "已检索"))),
    st.builds(a.sign, ROLES, draft=DRAFTS, account=PEOPLE, chain=CHAINS),
    st.builds(a.send_back, ROLES, draft=DRAFTS),
    st.builds(a.issue, ROLES, draft=DRAFTS, chain=CHAINS),
)
USUAL = (
    a.open_case(),
    a.assign(),
    a.review(),
    a.propose(),
    a.sign("section"),
    a.sign("deputy"),
    a.sign("head"),
)
"""The way a case goes when nobody errs: random commands fall between its steps."""


@st.composite
def wishes(draw):
    """The usual way with anything in between, and anything after."""
    stray = st.lists(COMMANDS, max_size=3)
    steps = [(*draw(stray), usual) for usual in USUAL]
    return [command for step in steps for command in step] + draw(st.lists(COMMANDS, max_size=5))


def played(commands):
    """All events that the commands make happen; refused ones leave no trace."""
    state, history = case_decider.initial, []
    for command in commands:
        try:
            events = case_decider.decide(state, command)
        except Refusal:
            continue
        state = case_decider.fold(events, state)
        history.extend((event, command) for event in events)
    return history


@given(wishes())
def test_a_case_issues_at_most_once(commands):
    """However often people try, one case gives one reply, and nothing happens to it afterwards."""
    events = [event for event, _ in played(commands)]

    issued = [event for event in events if isinstance(event, ReplyIssued)]
    assert len(issued) <= 1
    assert not issued or events[-1] is issued[0]


@given(wishes())
def test_no_reply_without_review_and_every_signature(commands):
    """A reply follows an open review of the case and every step of the chain on that very draft."""
    history = played(commands)
    if not history or not isinstance(history[-1][0], ReplyIssued):
        return
    reply, last = history[-1]
    events = [event for event, _ in history]
    sheets = [event for event in events if isinstance(event, ConfidentialityReviewCompleted)]
    signed = [
        event.level for event in events if isinstance(event, DraftSigned) and event.draft == reply.draft
    ]
    assert sheets[-1].attribute == "open"
    assert {name for name, yes in sheets[-1].answers.items() if yes} <= {"trade_secret", "personal_privacy"}
    assert last.signing.chain
    assert {step.id for step in last.signing.chain} <= set(signed)


@given(wishes())
def test_what_was_decided_folds(commands):
    """The history that decide wrote folds from the beginning to the state that was reached step by step."""
    events = [event for event, _ in played(commands)]

    state = case_decider.initial
    for event in events:
        state = case_decider.evolve(state, event)

    assert case_decider.fold(events) == state


@given(wishes())
def test_drafts_are_numbered_in_order(commands):
    """Drafts count 1, 2, 3 … however often the sheet is mended in between."""
    numbers = [event.draft for event, _ in played(commands) if isinstance(event, OutcomeProposed)]

    assert numbers == list(range(1, len(numbers) + 1))


@given(PEOPLE)
def test_the_usual_way_ends_in_a_reply(account):
    """Whoever signs last, unless he drafted, the usual way ends in one reply."""
    signs_last = replace(USUAL[-1], origin=a.origin("head", account))
    events = [event for event, _ in played((*USUAL[:-1], signs_last))]

    assert isinstance(events[-1], ReplyIssued) is (account != "the.section")

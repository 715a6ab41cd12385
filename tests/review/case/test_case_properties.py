"""What holds of a case whatever anybody tries, in whatever order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.acts.case_and_sheet import facts_of
from review.case.consultation import unweighed
from review.case.decide import case_decider
from review.case.state import NoCase
from shared.command.decider import Refusal
from shared.events.names import DocumentNumber
from shared.events.review.case import (
    ClosingLifted,
    ClosingRequired,
    DraftSigned,
    ExtensionApproved,
    OutcomeProposed,
    ReplyIssued,
)
from shared.events.review.sheet import SheetCompleted, SheetEvent, SheetVoided
from shared.events.terms import SheetVersion
from support.review import cases as a
from support.review.acts import decide, fold
from support.review.attempts import PEOPLE, attempted_commands, usual
from support.review.outcomes import CATALOGUE, FITTING, KINDS, NEEDS, PAIRS


def played(commands):
    """All events that the commands make happen, with case and sheet before each; refused ones leave no trace."""
    history = []
    for command in commands:
        state = fold(events_of(history))
        history.extend((event, command, state) for event in tried(state, command))
    return history


def tried(state, command):
    """What a command makes happen; nothing where it is refused."""
    try:
        return decide(state, command)
    except Refusal:
        return ()


def events_of(history):
    """The events alone."""
    return [event for event, _, _ in history]


def lives_of(history):
    """What happened from each opening of the case to its end, or to the lifting of its lapse."""
    lives = [[]]
    for each in history:
        lives[-1].append(each)
        if isinstance(each[0], ClosingLifted):
            lives.append([])
    return lives


@given(attempted_commands())
def test_a_case_issues_at_most_once(commands):
    """However often people try, one case gives one reply, which only the lifting of its lapse makes void."""
    for life in lives_of(played(commands)):
        events = events_of(life)
        issued = [event for event in events if isinstance(event, ReplyIssued)]
        assert len(issued) <= 1
        if issued and events[-1] is not issued[0]:
            assert isinstance(events[-1], ClosingLifted)
            assert (events[-2], issued[0].outcome) == (issued[0], "other_no_correction")


@given(attempted_commands())
def test_no_reply_without_every_signature(commands):
    """A reply follows every step of the chain on that very draft, which nothing has overtaken."""
    history = played(commands)
    if not history or not isinstance(history[-1][0], ReplyIssued):
        return
    reply, last, _ = history[-1]
    events = events_of(history)
    signed = {e.level for e in events if isinstance(e, DraftSigned) and e.draft == reply.draft}
    assert last.signing.chain
    assert {step.id for step in last.signing.chain} <= signed
    assert reply.draft == max(e.draft for e in events if isinstance(e, OutcomeProposed))


@given(attempted_commands())
def test_no_reply_without_the_review_it_needs(commands):
    """What is given away was found open, what is kept back was found closed, and both by the newest sheet."""
    events = events_of(played(commands))
    if not events or not isinstance(events[-1], ReplyIssued) or events[-1].outcome not in FITTING:
        return
    sheet = [event for event in events if isinstance(event, SheetCompleted | SheetVoided)][-1]
    assert isinstance(sheet, SheetCompleted)
    assert events[-1].sheet == SheetVersion(sheet.sheet_id, sheet.version)
    allowed = {
        "granted": {"open"},
        "partial": {"open", "part_open"},
        "deny_law_forbids": {"part_open", "not_open"},
    }
    assert sheet.attribute in allowed[events[-1].outcome]
    if sheet.attribute == "open":
        assert {name for name, answer in sheet.answers.items() if answer == "yes"} <= {
            "trade_secret",
            "personal_privacy",
        }


@given(attempted_commands())
def test_no_answer_without_clause_reason_and_evidence(commands):
    """Every draft, and so every refusal, has an article of its outcome, its grounds, and what it rests on."""
    for draft in events_of(played(commands)):
        if isinstance(draft, OutcomeProposed | ReplyIssued):
            article = next(x for x in CATALOGUE[draft.outcome].articles if x.clause == draft.clause)
            assert draft.finding.box
            assert draft.decision.box
            kinds = tuple(each.kind for each in draft.evidence)
            assert kinds == NEEDS.get((draft.outcome, article.id), ())
            numbers = [each.reference for each in draft.evidence if KINDS[each.kind].reference]
            assert all(DocumentNumber.parse(number) for number in numbers)


@given(attempted_commands())
def test_after_a_required_end_nothing_else_is_answered(commands):
    """Once the applicant has withdrawn or let the time pass, only that can be the reply."""
    for life in lives_of(played(commands)):
        events = events_of(life)
        required = [event.outcome for event in events if isinstance(event, ClosingRequired)]
        assert len(required) <= 1
        if required and isinstance(events[-1], ReplyIssued):
            assert events[-1].outcome == required[0]


@given(attempted_commands())
def test_only_a_lapse_is_lifted(commands):
    """A withdrawal stands; and a lapse that is lifted was required before."""
    for life in lives_of(played(commands)):
        events = events_of(life)
        if events and isinstance(events[-1], ClosingLifted):
            (required,) = [event for event in events if isinstance(event, ClosingRequired)]
            assert required.outcome == events[-1].outcome == "other_no_correction"


@given(attempted_commands())
def test_nothing_is_released_while_others_are_asked(commands):
    """No release while a letter is out, or against a third party's refusal that no sheet has weighed."""
    for event, _, before in played(commands):
        if isinstance(event, ReplyIssued) and event.outcome in ("granted", "partial"):
            case, sheet = before
            assert case.circumstances.letters_out == ()
            assert not unweighed(case, facts_of(sheet))


@given(attempted_commands())
def test_a_case_is_extended_once_by_somebody_else(commands):
    """One extension at most, approved by the named role and never by who proposed it."""
    for life in lives_of(played(commands)):
        approvals = [each for each in life if isinstance(each[0], ExtensionApproved)]
        assert len(approvals) <= 1
        for _, command, _ in approvals:
            assert command.origin.actor.role == "deputy"
            assert command.origin.actor.id != command.proposer


@given(attempted_commands())
def test_what_was_decided_folds(commands):
    """The history that decide wrote folds from the beginning to the state that was reached step by step."""
    events = events_of(played(commands))
    of_case = [event for event in events if not isinstance(event, SheetEvent)]

    state = case_decider.initial
    for event in of_case:
        state = case_decider.evolve(state, event)

    assert fold(events)[0] == case_decider.fold(of_case) == state
    over = not events or isinstance(events[-1], ClosingLifted)
    assert over is isinstance(state, NoCase)


@given(attempted_commands())
def test_drafts_are_numbered_in_order(commands):
    """Drafts count 1, 2, 3 … however often the sheet is mended, or the end required, in between."""
    numbers = [event.draft for event in events_of(played(commands)) if isinstance(event, OutcomeProposed)]

    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("pair", PAIRS)
@given(account=PEOPLE)
def test_the_usual_way_ends_in_a_reply(pair, account):
    """Whoever signs last, unless he drafted, the usual way to each answer ends in one reply."""
    *steps, last = usual(pair)
    signs_last = replace(last, origin=a.origin("head", account))

    events = events_of(played((*steps, signs_last)))

    assert isinstance(events[-1], ReplyIssued) is (account != "the.section")


@given(st.lists(attempted_commands(), min_size=2, max_size=2))
def test_no_event_is_ever_lost(ways):
    """Whatever is tried later, what has happened stays as it was and in its place."""
    first = played(ways[0])

    both = played([*ways[0], *ways[1]])

    assert events_of(both)[: len(first)] == events_of(first)

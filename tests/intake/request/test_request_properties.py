"""What holds of a request whatever anybody tries, in whatever order."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from intake.request.decide import request_decider
from shared.command.decider import Refusal
from shared.events.intake.correction import CorrectionLapsed, CorrectionRequested, RequestCorrected
from shared.events.intake.request import (
    ExtensionNoticeRendered,
    Finding,
    PaperReceived,
    ReplyDispatched,
    ReplyRendered,
    RequestAccepted,
    RequestReceived,
)
from support.intake import corrections as c
from support.intake import requests as a

DAYS = st.integers(1, 25).map(lambda day: date(2025, 3, day))
METHODS = st.sampled_from(("electronic", "post", "in-person", "courier"))
PROOFS = st.sampled_from((None, a.MAILED, a.SIGNED))
FINDINGS = st.lists(
    st.sampled_from((a.FINDING, c.UNCLEAR, Finding("purpose", "missing", ""), Finding("fax", "missing", ""))),
    max_size=2,
).map(tuple)

AGAIN = UUID(int=9)
"""A second issue: what review signs after its first was void."""
COMMANDS = st.one_of(
    st.builds(
        a.file_request,
        channel=st.sampled_from(("web", "counter", "email")),
        given=st.sampled_from((a.ADMISSION.fields_required, frozenset())),
    ),
    FINDINGS.map(lambda findings: a.check(*findings)),
    st.just(a.accept()),
    st.builds(c.request, findings=FINDINGS, respond_working_days=st.integers(-1, 70)),
    st.builds(c.notify, served_on=DAYS, method=METHODS, proof=PROOFS),
    st.builds(
        c.correct,
        corrected=st.sampled_from(((), ("description",))),
        channel=st.sampled_from(("web", "fax")),
        receipt_rule=st.sampled_from(("enters-mailbox", "applicant-confirms")),
        instants=st.tuples(st.integers(4, 24), st.integers(4, 24)).map(
            lambda days: {"submitted": c.at(min(days)), "confirmed": c.at(max(days))}
        ),
        origin=st.just(a.origin(c.at(24))),
    ),
    st.just(c.lapse()),
    DAYS.map(a.withdraw),
    st.just(a.render_extension()),
    st.builds(a.notify_extension, DAYS, METHODS, PROOFS),
    st.builds(
        a.render,
        st.sampled_from(("granted", "other_other", "other_no_correction")),
        st.sampled_from((a.ISSUE, AGAIN)),
    ),
    st.builds(a.serve, DAYS, METHODS, PROOFS),
    st.sampled_from(("contact", "curiosity")).map(a.view),
    st.builds(a.destroy, st.sampled_from(("erasure-upheld", "whim")), st.sampled_from(("head", "clerk"))),
)
USUAL = (
    a.file_request(),
    a.check(a.FINDING),
    c.request(),
    c.notify(),
    c.correct(),
    a.check(),
    a.accept(),
    a.render_extension(),
    a.notify_extension(),
    a.render(),
    a.serve(),
    a.destroy(),
)
"""The longest way of a request when nobody errs: random commands fall between its steps."""
FOUND_LATE = (
    *USUAL[:4],
    c.lapse(),
    a.render("other_no_correction"),
    c.correct(origin=a.origin(c.at(24))),
    a.check(),
    a.accept(),
    a.render(issue_id=AGAIN),
    a.serve(),
)
"""The way of one that was closed while its correction lay on a desk."""


@st.composite
def attempted_commands(draw):
    """The usual way with steps left out and anything in between."""
    way = draw(st.sampled_from((USUAL, FOUND_LATE)))
    steps = [step for step in way if draw(st.integers(0, 9))]
    stray = st.lists(COMMANDS, max_size=2)
    return [command for step in steps for command in (*draw(stray), step)] + draw(
        st.lists(COMMANDS, max_size=4)
    )


def played(commands):
    """The history that the commands make, and every refusal on the way."""
    state, history, refusals = request_decider.initial, [], []
    for command in commands:
        try:
            events = request_decider.decide(state, command)
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        state = request_decider.fold(events, state)
        history.extend(events)
    return state, history, refusals


def of(history, *kinds):
    return [event for event in history if isinstance(event, kinds)]


def voided(history):
    """The numbers of what a correction made void."""
    came = of(history, RequestCorrected)
    return {event.voided_number for event in came if event.voided_number}


@given(attempted_commands())
def test_a_request_is_answered_at_most_once(commands):
    """However often people try, one request is received, accepted and served once, and rendered once but for what is void."""
    _, history, _ = played(commands)

    for kind in (RequestReceived, RequestAccepted, ReplyDispatched, ExtensionNoticeRendered):
        assert len(of(history, kind)) <= 1
    rendered, void = of(history, ReplyRendered), voided(history)
    standing = [event for event in rendered if event.letter.document_number not in void]
    assert len(standing) <= 1
    assert len({event.issue_id for event in rendered}) == len(rendered)
    assert all(
        event.document_number == standing[0].letter.document_number for event in of(history, ReplyDispatched)
    )


@given(attempted_commands())
def test_only_a_closing_that_nobody_has_is_void(commands):
    """What is void was rendered before, for want of a correction, and is never served."""
    _, history, _ = played(commands)

    for number in voided(history):
        (rendered,) = [each for each in of(history, ReplyRendered) if each.letter.document_number == number]
        assert rendered.outcome == "other_no_correction"
        assert number not in {each.document_number for each in of(history, ReplyDispatched)}


@given(attempted_commands())
def test_no_event_is_lost(commands):
    """The history folds from the beginning to the state that was reached, and each step makes one event, and a receipt where a paper was handed over."""
    state, history, refusals = played(commands)

    assert request_decider.fold(history) == state
    acts = len(history) - len(of(history, PaperReceived))
    assert acts + len(refusals) == len(commands)


@given(attempted_commands())
def test_nothing_is_refused_without_code_clause_and_reason(commands):
    """Every refusal has a stable code, an article and a Chinese sentence; only what nobody filed has no article."""
    _, _, refusals = played(commands)

    for refusal in refusals:
        assert refusal.code.replace("-", "").isalpha()
        assert refusal.sentence.endswith("。")
        assert refusal.clause or refusal.code == "request-unknown"


@given(attempted_commands())
def test_what_is_wanting_is_told_once(commands):
    """One notice a request, a lapse after it, a correction after either, and never a notice after acceptance."""
    _, history, _ = played(commands)

    requested = of(history, CorrectionRequested)
    assert len(requested) <= 1
    kinds = [type(event) for event in history]
    came, lapsed = of(history, RequestCorrected), of(history, CorrectionLapsed)
    assert len(came) <= len(requested) >= len(lapsed)
    if came and lapsed:
        assert kinds.index(CorrectionLapsed) < kinds.index(RequestCorrected)
        assert (came[0].receipt.arrived_on or came[0].receipt.received_on) <= lapsed[0].due_on
    if requested and RequestAccepted in kinds:
        assert kinds.index(CorrectionRequested) < kinds.index(RequestAccepted)

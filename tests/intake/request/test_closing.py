"""撤回、延期、送达凭证: given events, when a command, then events or a refusal."""

from datetime import UTC, date, datetime

import pytest

from intake.request.decide import request_decider
from intake.request.state import Replied
from shared.command.decider import BrokenHistory, Refusal
from support.intake import corrections as c
from support.intake import requests as a

ACCEPTED = a.TO_SERVED[:3]
RENDERED = a.TO_SERVED[:4]
EXTENDED = (*ACCEPTED, a.EXTENSION_RENDERED)
TOLD = (*EXTENDED, a.EXTENSION_NOTIFIED)
WITHDRAWN = (a.RECEIVED, a.WITHDRAWN)
LAPSED = (*c.TOLD, c.LAPSED)


def decide(given, command):
    return tuple(request_decider.decide(request_decider.fold(given), command))


@pytest.mark.parametrize(
    ("given", "when", "then"),
    [
        ((a.RECEIVED,), a.withdraw(), a.WITHDRAWN),
        (c.DRAWN, a.withdraw(), a.WITHDRAWN),
        (c.TOLD, a.withdraw(), a.WITHDRAWN),
        (ACCEPTED, a.withdraw(), a.WITHDRAWN),
        (TOLD, a.withdraw(), a.WITHDRAWN),
        (WITHDRAWN, a.render(), a.RENDERED),
        (ACCEPTED, a.render_extension(), a.EXTENSION_RENDERED),
        (EXTENDED, a.notify_extension(), (a.EXTENSION_NOTIFIED, a.EXTENSION_RECEIVED)),
        (TOLD, a.render(), a.RENDERED),
        (EXTENDED, a.render(), a.RENDERED),
        ((*EXTENDED, a.RENDERED), a.notify_extension(), (a.EXTENSION_NOTIFIED, a.EXTENSION_RECEIVED)),
    ],
)
def test_each_command_in_its_place_makes_its_event(given, when, then):
    """Withdrawal until the reply is made out, an extension once while review works, the reply after either."""
    assert decide(given, when) == (then if isinstance(then, tuple) else (then,))


@pytest.mark.parametrize(
    ("given", "when", "code"),
    [
        ((), a.withdraw(), "request-unknown"),
        (WITHDRAWN, a.withdraw(), "already-withdrawn"),
        (LAPSED, a.withdraw(), "correction-lapsed"),
        (RENDERED, a.withdraw(), "already-replied"),
        (a.TO_SERVED, a.withdraw(), "already-replied"),
        ((a.RECEIVED,), a.withdraw(date(2025, 3, 7)), "withdrawn-out-of-range"),
        ((a.RECEIVED,), a.withdraw(date(2025, 3, 2)), "withdrawn-out-of-range"),
        (WITHDRAWN, a.accept(), "request-closed"),
        (WITHDRAWN, a.check(), "already-checked"),
        (WITHDRAWN, a.render_extension(), "extension-out-of-place"),
        (EXTENDED, a.render_extension(), "extension-out-of-place"),
        (RENDERED, a.render_extension(), "extension-out-of-place"),
        (a.TO_SERVED[:2], a.render_extension(), "extension-out-of-place"),
        (ACCEPTED, a.notify_extension(), "extension-not-rendered"),
        (TOLD, a.notify_extension(), "extension-already-notified"),
        ((*EXTENDED, a.RENDERED, a.SERVED), a.notify_extension(), "extension-out-of-place"),
        ((*EXTENDED, a.WITHDRAWN), a.notify_extension(), "extension-out-of-place"),
        (EXTENDED, a.notify_extension(date(2025, 3, 7)), "served-before-rendered"),
        (EXTENDED, a.notify_extension(date(2025, 3, 11)), "served-in-future"),
        (EXTENDED, a.notify_extension(proof=None), "proof-missing"),
        (RENDERED, a.serve(method="post"), "proof-missing"),
        (RENDERED, a.serve(method="in-person"), "proof-missing"),
    ],
)
def test_a_command_out_of_place_is_refused(given, when, code):
    """What the state does not allow is refused under its stable code, in a Chinese sentence."""
    with pytest.raises(Refusal) as refused:
        decide(given, when)

    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")


def test_an_extension_that_is_noted_after_the_reply_was_made_out_stays_with_it():
    """条例第三十三条第二款 asks when the applicant was told: the reply waits for its service as before, the file knows the day."""
    state = request_decider.fold((*EXTENDED, a.RENDERED, a.EXTENSION_NOTIFIED))

    assert isinstance(state, Replied)
    assert state.file.extension.served_on == date(2025, 3, 9)
    assert request_decider.decide(state, a.serve()) == (a.SERVED, a.FETCHED)


def test_the_proof_of_service_is_kept():
    """The post's number stands in the event."""
    (served,) = decide(RENDERED, a.serve(method="post", proof=a.MAILED))

    assert (served.served.method, served.served.proof) == ("post", a.MAILED)


def test_a_withdrawn_request_keeps_its_text_for_review():
    """The withdrawal of a corrected request carries the text as it reads now."""
    noon = datetime(2025, 3, 13, 4, tzinfo=UTC)
    (withdrawn,) = decide((*c.TOLD, c.CORRECTED), a.withdraw(date(2025, 3, 13), noon))

    assert withdrawn.content == c.CORRECTED.content


def test_an_extension_that_was_told_without_a_notice_is_not_believed():
    """A service without its paper is a broken history."""
    with pytest.raises(BrokenHistory):
        request_decider.fold((*ACCEPTED, a.EXTENSION_NOTIFIED))

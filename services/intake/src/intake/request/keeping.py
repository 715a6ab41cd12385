"""Decides opening the applicant's identity and destroying the key."""

from collections.abc import Sequence

from intake.request import rules
from intake.request.commands import DestroyKey, ViewApplicant
from intake.request.state import Filed, Served
from shared.command.decider import Gone, Refusal
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.request import ApplicantViewed, KeyDestroyed
from shared.events.terms import Basis
from shared.time.clock import legal_day


def view(state: Filed, command: ViewApplicant) -> Sequence[IntakeEvent]:
    """Record that the identity is opened; every opening is recorded. Refused: key destroyed, purpose not listed."""
    if state.file.key_destroyed:
        raise Gone(
            "key-destroyed",
            "申请人信息的密钥已经销毁，任何人都不能再查看。",
            "《个人信息保护法》第四十七条",
        )
    purpose = rules.view_purpose_known(command.purpose)
    return (ApplicantViewed(request_id=state.file.request_id, purpose=purpose),)


def destroy(state: Filed, command: DestroyKey) -> Sequence[IntakeEvent]:
    """Destroy the key. Refused: not the head, before the reply is served, reason not listed, retention not over."""
    rules.require_right_to_destroy(command.able)
    if state.file.key_destroyed:
        sentence = "这件申请的密钥已经销毁，不用重复操作。"
        raise Refusal("key-already-destroyed", sentence, "《个人信息保护法》第四十七条")
    if not isinstance(state, Served):
        sentence = "答复还没有送达，不能销毁密钥。请在办结后再办理。"
        raise Refusal("request-still-open", sentence, f"{rules.REGULATION}第三十三条")
    reason = rules.destruction_reason_known(command.reason)
    if reason == "retention-over":
        rules.require_retention_over(state.served_on, command.retention_years, legal_day(command.origin.at))
    basis = Basis("第四十七条", "《个人信息保护法》")
    return (KeyDestroyed(request_id=state.file.request_id, reason=reason, basis=basis),)

"""Handlers of 补正 (条例第三十条): draw up the notice, serve it, receive the correction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from intake.register import numbers
from intake.request import from_policy
from intake.request.application import Application, Arrival, seal_applicant, seal_given
from intake.request.commands import RequestCommand
from intake.request.correction.commands import CorrectRequest, NotifyCorrection, RequestCorrection
from intake.request.handlers.dependencies import Dependencies
from intake.request.handlers.loaded_request import LoadedRequest, key_of, load_request, sealed_proof
from intake.request.handlers.papers import UNSET, Numbering, Papers, commit_numbered
from intake.request.handlers.stream import act_on_request
from intake.request.papers.asked import Head, asked_of, paper_of
from intake.request.papers.notices import correction_letter
from intake.request.receipt import CHANNEL_INSTANTS
from intake.request.rules import name_is_a_name
from shared.eventlog.store import Receipt
from shared.events.codes import ServiceMethod
from shared.events.intake.request import Finding
from shared.events.names import CONTENT, CORRECTION_NOTICE, EXPLANATION, HINTS
from shared.events.terms import ServiceFact
from shared.message import Origin
from shared.privacy.sealing import SubjectKey
from shared.time.clock import legal_day


async def request_correction(
    deps: Dependencies,
    papers: Papers,
    origin: Origin,
    request_id: UUID,
    *,
    findings: Sequence[Finding],
    explanation: str,
    respond_working_days: int,
) -> Receipt:
    """要求补正 by the clerk: render 补正告知书 under the next 文号 and record it in one commit.

    `findings` name fields that the policy requires, with a code of `shared.events.codes.FINDING_CODES` and the field's
    clause. Refused: a second notice, after acceptance, no finding, no explanation, less than one working day.
    """
    loaded = await load_request(deps.store, origin.agency, request_id)
    key = await key_of(deps.vault, origin.agency, loaded)
    policy, on, application = deps.policy(origin), legal_day(origin.at), loaded.opened(key)
    asked = asked_of(policy, loaded.state.file, application.content)
    letter = correction_letter(policy, asked, findings, explanation, respond_working_days)
    command = RequestCorrection(
        origin=origin,
        findings=tuple(findings),
        fields_required=from_policy.fields_required(policy),
        explanation=seal_given(key, "text", EXPLANATION, explanation.strip()),
        respond_working_days=respond_working_days,
        rounds_max=policy["correction.rounds_max"].value,
        letter=UNSET,
        basis=policy["correction.notice_working_days"].basis,
    )

    async def command_with(number: int) -> RequestCommand:
        written = numbers.document_number(policy, numbers.CORRECTIONS, on.year, number)
        head = Head(policy, application.name, written, on, papers.exercise)
        paper = paper_of(head, letter)
        return replace(command, letter=await papers.make(key, CORRECTION_NOTICE, paper))

    return await commit_numbered(
        deps.store, Numbering(numbers.CORRECTIONS, on.year, request_id), command_with, command
    )


async def notify_correction(
    deps: Dependencies,
    origin: Origin,
    request_id: UUID,
    served_on: date,
    method: ServiceMethod,
    proof: str = "",
) -> Receipt:
    """送达补正告知书 by the clerk: suspends the reply period and starts the period to correct."""
    sealed = await sealed_proof(deps, origin.agency, request_id, proof)
    served = ServiceFact(dispatched_on=served_on, method=method, proof=sealed)
    command = NotifyCorrection(origin=origin, served=served)
    return await act_on_request(deps.store, request_id, command)


async def correct_request(
    deps: Dependencies,
    origin: Origin,
    request_id: UUID,
    application: Application,
    arrival: Arrival | None = None,
) -> Receipt:
    """补正: receive the whole corrected application, from the tracking page (no `arrival`) or from the clerk.

    Applicant class and purpose stay unchanged: the class is fixed at receipt, the purpose cannot be corrected.
    Refused: notice not served yet, time to correct over, nothing changed, a required field of the web form empty,
    a name that holds a sentence.
    """
    instants = dict.fromkeys(CHANNEL_INSTANTS[from_policy.WEB], origin.at)
    came = arrival or Arrival(channel=from_policy.WEB, instants=instants)
    loaded = await load_request(deps.store, origin.agency, request_id)
    key = await key_of(deps.vault, origin.agency, loaded)
    return await act_on_request(
        deps.store, request_id, _corrected(deps, origin, loaded, key, application, came)
    )


def _corrected(
    deps: Dependencies,
    origin: Origin,
    loaded: LoadedRequest,
    key: SubjectKey,
    application: Application,
    arrival: Arrival,
) -> CorrectRequest:
    """Build the command with all texts sealed under the request's key."""
    policy, before = deps.policy(origin), loaded.opened(key)
    rule = policy[f"receipt_rule.{arrival.channel}"]
    now = replace(application, applicant_kind=before.applicant_kind, purpose=before.purpose)
    name_is_a_name(now.name)
    return CorrectRequest(
        origin=origin,
        admission=from_policy.admission_for(origin.actor, policy),
        channel=arrival.channel,
        receipt_rule=rule.value,
        receipt_basis=rule.basis,
        instants=dict(arrival.instants),
        given=now.given(),
        corrected=now.differs(before),
        applicant=seal_applicant(key, now),
        content=key.seal("text", CONTENT, now.content),
        hints=seal_given(key, "text", HINTS, now.hints),
        supply_form=now.supply_form,
        delivery=now.delivery,
    )

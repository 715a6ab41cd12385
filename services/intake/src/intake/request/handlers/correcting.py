"""补正 (条例第三十条): the notice with its paper, its service, and the corrected request."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from intake.register import numbers as registers
from intake.request import from_policy
from intake.request.application import Application, Arrival, seal_applicant, seal_given
from intake.request.commands import RequestCommand
from intake.request.correction.commands import CorrectRequest, NotifyCorrection, RequestCorrection
from intake.request.handlers.dossier import Dossier, dossier_of, key_of, sealed_proof
from intake.request.handlers.office import Office, do
from intake.request.handlers.papers import UNSET, Numbering, Papers, commit_numbered
from intake.request.papers.asked import Head, asked_of, paper_of
from intake.request.papers.notices import correction_letter
from shared.eventlog.store import Receipt
from shared.events.intake.request import Finding
from shared.events.names import CONTENT, CORRECTION_NOTICE, EXPLANATION, HINTS
from shared.events.terms import ServiceFact
from shared.message import Origin
from shared.privacy.sealing import SubjectKey
from shared.time.clock import legal_day


async def request_correction(
    office: Office,
    papers: Papers,
    origin: Origin,
    request_id: UUID,
    *,
    findings: Sequence[Finding],
    explanation: str,
    respond_working_days: int,
) -> Receipt:
    """要求补正 by the clerk: 补正告知书 under the next number of its series, in the commit of the event.

    `findings` name fields that the policy requires, with a code of `shared.events.codes.FINDING_CODES` and the field's
    clause. Refused: a second notice, after acceptance, no finding, no explanation, less than one working day.
    """
    dossier = await dossier_of(office.store, origin.agency, request_id)
    key = await key_of(office.vault, origin.agency, dossier)
    policy, on, application = office.policy(origin), legal_day(origin.at), dossier.opened(key)
    asked = asked_of(policy, dossier.state.file, application.content)
    letter = correction_letter(policy, asked, findings, explanation, respond_working_days)
    wish = RequestCorrection(
        origin=origin,
        findings=tuple(findings),
        fields_required=from_policy.fields_required(policy),
        explanation=seal_given(key, "text", EXPLANATION, explanation.strip()),
        respond_working_days=respond_working_days,
        rounds_max=policy["correction.rounds_max"].value,
        letter=UNSET,
        basis=policy["correction.notice_working_days"].basis,
    )

    async def made(number: int) -> RequestCommand:
        written = registers.document_number(policy, registers.CORRECTIONS, on.year, number)
        head = Head(policy, application.name, written, on, papers.exercise)
        paper = paper_of(head, letter)
        return replace(wish, letter=await papers.make(key, CORRECTION_NOTICE, paper))

    return await commit_numbered(
        office.store, Numbering(registers.CORRECTIONS, on.year, request_id), made, wish
    )


async def notify_correction(
    office: Office, origin: Origin, request_id: UUID, served_on: date, method: str, proof: str = ""
) -> Receipt:
    """送达补正告知书 by the clerk: the reply period stands still from here, the period to correct begins."""
    sealed = await sealed_proof(office, origin.agency, request_id, proof)
    served = ServiceFact(dispatched_on=served_on, method=method, proof=sealed)
    command = NotifyCorrection(origin=origin, served=served)
    return await do(office.store, request_id, command)


async def correct_request(
    office: Office, origin: Origin, request_id: UUID, application: Application, arrival: Arrival | None = None
) -> Receipt:
    """补正: the whole application as it reads now, from the tracking page (no `arrival`) or registered by the clerk.

    The applicant's class was fixed at receipt, and the purpose is no matter for correction: both stay as they were.
    Refused: before the notice was served, after the time for it passed, without any change, a web form with a
    required field empty.
    """
    instants = dict.fromkeys(("submitted", "arrived", "confirmed"), origin.at)
    came = arrival or Arrival(channel=from_policy.WEB, instants=instants)
    dossier = await dossier_of(office.store, origin.agency, request_id)
    key = await key_of(office.vault, origin.agency, dossier)
    return await do(office.store, request_id, _corrected(office, origin, dossier, key, application, came))


def _corrected(
    office: Office,
    origin: Origin,
    dossier: Dossier,
    key: SubjectKey,
    application: Application,
    arrival: Arrival,
) -> CorrectRequest:
    """The command, sealed under the request's own key."""
    policy, before = office.policy(origin), dossier.opened(key)
    rule = policy[f"receipt_rule.{arrival.channel}"]
    now = replace(application, applicant_kind=before.applicant_kind, purpose=before.purpose)
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
